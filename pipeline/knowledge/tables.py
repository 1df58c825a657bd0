"""Reads the data files of this folder: lines of tab-parted columns, `#` opens a comment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SourceError

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a data file."""

    place: str
    """File and line, for error messages."""
    columns: tuple[str, ...]
    """At least as many as were asked for; those that the line lacks are empty."""


def read_rows(path: Path, *, columns: int) -> Iterator[Row]:
    """Read a data file, line by line.

    Raises:
        SourceError: The file cannot be read, or a line has more columns than `columns`.
    """
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) > columns:
            raise SourceError(f"{path.name}:{number}: {len(cells)} columns where there are at most {columns}")
        yield Row(place=f"{path.name}:{number}", columns=cells + ("",) * (columns - len(cells)))


def read_words(path: Path) -> frozenset[str]:
    """Read a list of words, parted by blanks or lines.

    Raises:
        SourceError: The file cannot be read.
    """
    lines = (line for line in read_text(path).splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def read_text(path: Path) -> str:
    """Read a data file as UTF-8.

    Raises:
        SourceError: The file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SourceError(f"knowledge file {path} cannot be read: {error}") from error
