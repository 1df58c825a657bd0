"""Words that tell what a name names: heads of bodies and places, words beside them, given names."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows, read_words

_KINDS = ("body", "state", "place", "where", "folk")


@dataclass(frozen=True, kw_only=True, slots=True)
class NameWords:
    """All in lower case but the given names."""

    bodies: frozenset[str]
    """`university`: last word, or word before "of", of a body's name."""
    states: frozenset[str]
    """`ministry`: body of a state, from which a people's name before it is parted."""
    places: frozenset[str]
    """`river`: last word, or word before "of", of a place's name."""
    where: frozenset[str]
    """`in`: stands before places."""
    folk: frozenset[str]
    """`residents`: stands behind places."""
    given: frozenset[str]
    """`Maria`: stands first in the name of a person."""


@cache
def load_name_words(path: Path = HERE / "name_words.tsv", given: Path = HERE / "given_names.txt") -> NameWords:
    """Read the words.

    Raises:
        SourceError: A file cannot be read or a line is wrong.
    """
    found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for row in read_rows(path, columns=2):
        word, kinds = row.columns
        for kind in kinds.split(","):
            if kind not in found:
                raise SourceError(f"{row.place}: kind {kind!r}; it takes {', '.join(_KINDS)}")
            found[kind].add(word)
    return NameWords(
        bodies=frozenset(found["body"]),
        states=frozenset(found["state"]),
        places=frozenset(found["place"]),
        where=frozenset(found["where"]),
        folk=frozenset(found["folk"]),
        given=read_words(given),
    )
