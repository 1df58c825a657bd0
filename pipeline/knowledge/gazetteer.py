"""Places by name: a sorted table of GeoNames towns, regions and countries, read from disk as it is asked.

Source: GeoNames (geonames.org), CC BY 4.0; `gazetteer_build` writes the table and says from what. Nothing is loaded:
a name is found by bisection in the file that the operating system maps, so that it costs neither start time nor memory
of its own, and processes on one machine share it.
"""

import mmap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE

FILE = HERE / "gazetteer.tsv"
DOMAIN = "domain"
"""Stands before the ending of a country's domains, ISO 3166 alpha-2, in the table."""
REMEMBERED = 20_000
"""Names whose entries a process keeps."""
MOST_ENTRIES = 200
"""Most places of one name that are read, largest first."""

_HEADER = (
    "# Places by name. GeoNames (geonames.org), CC BY 4.0. Written by gazetteer_build.py; columns as in gazetteer.py."
)
_COLUMNS = 9
_ENDINGS = {"uk": "gb"}
"""Endings of domains that are not the country's ISO 3166 alpha-2 code."""
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_SILENT = str.maketrans(dict.fromkeys("'’‘`ʻʼ.", ""))

_ASCII = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys("'`.", ""))
"""The same for plain ASCII, where one look at each letter is enough."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One name of one place."""

    name: str
    """The name that this row is found by."""
    kind: str
    """`city`, `district` (second level), `region` (first level), `country` or `continent`."""
    geonameid: int
    """GeoNames id."""
    lat: float
    """Latitude in degrees, WGS 84."""
    lon: float
    """Longitude in degrees, WGS 84."""
    country: str = ""
    """ISO 3166 alpha-3; empty for a continent."""
    admin1: str = ""
    """GeoNames code of the first-level region."""
    population: int = 0
    """People; of regions and countries those of their towns."""
    canonical: str = ""
    """GeoNames' own name of the place where `name` is another; else empty."""

    @property
    def title(self) -> str:
        """GeoNames' own name of the place."""
        return self.canonical or self.name


class Gazetteer:
    """Looks names up in a table that `written` wrote."""

    def __init__(self, table: mmap.mmap | bytes) -> None:
        self._table = table
        self.find = lru_cache(maxsize=REMEMBERED)(self._find)
        """Return all places of a name, largest first; none where the name is unknown."""

    def country(self, code: str) -> Entry | None:
        """Return a country by its ISO 3166 alpha-3 code."""
        return next((entry for entry in self.find(code) if entry.kind == "country"), None)

    def home(self, host: str) -> str | None:
        """Return the country, as ISO 3166 alpha-3, that the ending of a host name tells, or None."""
        ending = host.rpartition(".")[2].lower()
        found = self.find(f"{DOMAIN} {_ENDINGS.get(ending, ending)}") if "." in host else ()
        return next((entry.country for entry in found if entry.kind == "country"), None)

    def region(self, entry: Entry) -> str | None:
        """Return the name of the first-level region that a place lies in, or None."""
        if not entry.admin1:
            return None
        regions = self.find(f"{entry.country}.{entry.admin1}")
        return next((region.title for region in regions if region.kind == "region"), None)

    def _find(self, name: str) -> tuple[Entry, ...]:
        key = folded(name)
        if not key:
            return ()
        found: list[Entry] = []
        at = self._first_at(key)
        while at < len(self._table) and len(found) < MOST_ENTRIES:
            line, at = self._line(at)
            if _key(line) != key:
                break
            found.append(_entry(line))
        return tuple(found)

    def _first_at(self, key: str) -> int:
        """Return the offset of the first line whose key is not before `key`."""
        low, high = 0, len(self._table)
        while low < high:
            middle = self._table.rfind(b"\n", 0, (low + high) // 2) + 1
            line, after = self._line(middle)
            if _key(line) < key:
                low = after
            else:
                high = middle
        return low

    def _line(self, at: int) -> tuple[str, int]:
        end = self._table.find(b"\n", at)
        end = len(self._table) if end < 0 else end
        return self._table[at:end].decode("utf-8"), end + 1


@cache
def load_gazetteer(path: Path = FILE) -> Gazetteer:
    """Open the table.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return Gazetteer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise SourceError(f"gazetteer {path} cannot be read: {error}") from error


def folded(name: str) -> str:
    """Return a name as it is compared: small letters without accents, hyphens or dots; "St" written out."""
    if name.isascii():
        return _words(name.lower().translate(_ASCII))
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", plain).translate(_SILENT)
    return _words("".join(char if char.isalnum() else " " for char in bare if not unicodedata.combining(char)))


def _words(letters: str) -> str:
    return " ".join("saint" if word == "st" else word for word in letters.split())


def written(entries: Iterable[Entry]) -> str:
    """Write a table of entries that stand in the order of their folded names."""
    lines = [_HEADER]
    for entry in entries:
        cells = (
            entry.name, entry.kind, entry.geonameid, entry.lat, entry.lon, entry.country, entry.admin1,
            entry.population, entry.canonical,
        )  # fmt: skip
        lines.append("\t".join(str(cell) for cell in cells).rstrip("\t"))
    return "\n".join(lines) + "\n"


def _key(line: str) -> str:
    return "" if line.startswith("#") else folded(line.partition("\t")[0])


def _entry(line: str) -> Entry:
    cells = line.split("\t")
    cells += [""] * (_COLUMNS - len(cells))
    name, kind, geonameid, lat, lon, country, admin1, population, canonical = cells
    return Entry(
        name=name, kind=kind, geonameid=int(geonameid), lat=float(lat), lon=float(lon), country=country, admin1=admin1,
        population=int(population), canonical=canonical,
    )  # fmt: skip
