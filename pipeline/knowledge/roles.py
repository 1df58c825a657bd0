"""Words for people and groups: honorifics, titles, and nouns that act."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Roles:
    """All in lower case."""

    honorifics: frozenset[str]
    """`mr`, `dr`: trimmed from names, no role."""
    titles: Mapping[str, str | None]
    """`prime minister`: trimmed from names; with the PLOVER sector, where it tells one."""
    groups: Mapping[str, str | None]
    """`troops`: a noun that acts, with its PLOVER sector."""


@cache
def load_roles(path: Path = HERE / "roles.tsv") -> Roles:
    """Read the roles.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    kinds: dict[str, dict[str, str | None]] = {"honorific": {}, "title": {}, "group": {}}
    for row in read_rows(path, columns=3):
        word, kind, sector = row.columns
        if kind not in kinds:
            raise SourceError(f"{row.place}: kind {kind!r}; it takes {', '.join(kinds)}")
        kinds[kind].setdefault(word, sector or None)
    return Roles(honorifics=frozenset(kinds["honorific"]), titles=kinds["title"], groups=kinds["group"])
