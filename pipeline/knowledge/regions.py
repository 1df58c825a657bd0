"""Regions as news writes them behind a town, continents by their people, and words around the names of places."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows

CONTINENTS: Mapping[str, str] = {
    "African": "Africa", "Africans": "Africa", "Asian": "Asia", "Asians": "Asia", "European": "Europe",
    "Europeans": "Europe", "North American": "North America", "North Americans": "North America",
    "South American": "South America", "South Americans": "South America",
}  # fmt: skip
"""Continents by people and adjective."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Abbreviations:
    """Regions by abbreviation, as `USA.IL`."""

    written: Mapping[str, str]
    """`Ill.`: with its dots where it has any."""
    postal: Mapping[str, str]
    """`IL`: a word of its own in other places, so read behind a comma only."""


@cache
def load_abbreviations(path: Path = HERE / "abbreviations.tsv") -> Abbreviations:
    """Read the abbreviations.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    written: dict[str, str] = {}
    postal: dict[str, str] = {}
    for row in read_rows(path, columns=3):
        region, names, code = row.columns
        written.update({name: region for name in names.split("|") if name})
        if code:
            postal[code] = region
    return Abbreviations(written=written, postal=postal)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceWords:
    """Words around the name of a place, in lower case."""

    institutions: frozenset[str]
    """`police`: behind a town's name it makes a body of the town."""
    vague: frozenset[str]
    """`central`: some town's name, and in news mostly something else."""
    before: tuple[str, ...]
    """`northern`: left out before a name that is not in the gazetteer as it stands."""
    behind: tuple[str, ...]
    """`province`: left out behind such a name."""


@cache
def load_place_words(path: Path = HERE / "place_words.tsv") -> PlaceWords:
    """Read the words.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    kinds: dict[str, list[str]] = {"institution": [], "vague": [], "before": [], "behind": []}
    for row in read_rows(path, columns=2):
        word, kind = row.columns
        if kind not in kinds:
            raise SourceError(f"{row.place}: kind {kind!r}; it takes {', '.join(kinds)}")
        kinds[kind].append(word)
    return PlaceWords(
        institutions=frozenset(kinds["institution"]),
        vague=frozenset(kinds["vague"]),
        before=tuple(kinds["before"]),
        behind=tuple(kinds["behind"]),
    )
