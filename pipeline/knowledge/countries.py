"""Countries by name, by people and by seat of government."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.knowledge.tables import HERE, read_rows, read_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Countries:
    """ISO 3166 alpha-3 codes by the words that stand for a country."""

    names: Mapping[str, str]
    """By name: `UK` gives `GBR`."""
    peoples: Mapping[str, str]
    """By people or adjective: `British` gives `GBR`."""
    seats: Mapping[str, str]
    """By a city or house that stands for the state: `London` gives `GBR`."""

    def code(self, name: str) -> str | None:
        """Return the country that a name, people or seat stands for, or None."""
        bare = name.removeprefix("the ").removeprefix("The ")
        for table in (self.names, self.peoples, self.seats):
            if bare in table:
                return table[bare]
        return None


@cache
def load_countries(path: Path = HERE / "countries.tsv") -> Countries:
    """Read the countries.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    tables: tuple[dict[str, str], ...] = ({}, {}, {})
    for row in read_rows(path, columns=4):
        code, *cells = row.columns
        for table, cell in zip(tables, cells, strict=True):
            table.update({name: code for name in cell.split("|") if name})
    names, peoples, seats = tables
    return Countries(names=names, peoples=peoples, seats=seats)


@cache
def load_peoples(path: Path = HERE / "peoples.txt") -> frozenset[str]:
    """Read the peoples and believers that are those of no one state.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)
