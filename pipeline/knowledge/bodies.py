"""Bodies that news names without saying what they are, and houses that stand for those who sit there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows, read_words

BodyKind = Literal["body", "weak", "metonym"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A body with all its names."""

    names: tuple[str, ...]
    """The fullest first."""
    country: str | None
    """ISO 3166 alpha-3; None for an international body."""
    sector: str | None
    """PLOVER sector or international actor code."""
    kind: BodyKind
    """`weak` names often mean something else; a `metonym` is a house that stands for the body in it."""


@cache
def load_bodies(path: Path = HERE / "bodies.tsv") -> Mapping[str, Body]:
    """Read the bodies, by each of their names.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    found: dict[str, Body] = {}
    for row in read_rows(path, columns=4):
        names, country, sector, given = row.columns
        kind = next((known for known in get_args(BodyKind) if known == given), None)
        if kind is None:
            raise SourceError(f"{row.place}: kind {given!r}; it takes {', '.join(get_args(BodyKind))}")
        body = Body(names=tuple(names.split("|")), country=country or None, sector=sector or None, kind=kind)
        for name in body.names:
            if found.setdefault(name, body) is not body:
                raise SourceError(f"{row.place}: {name!r} belongs to another body already")
    return found


@cache
def load_unnamed(path: Path = HERE / "unnamed.txt") -> frozenset[str]:
    """Read the words with capitals that name nothing when they stand alone.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)
