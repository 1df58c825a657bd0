"""GDELT 2.0 events: a line an event, 61 columns parted by tabs, without headings, as `*.export.CSV` (CAMEO codes).

What we do not measure stays empty: tone, ethnic and religious codes, GNIS and GNS ids of features.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.formats.exports.cameo import actor_cells, event_code
from pipeline.formats.exports.places import (
    PlaceFacts,
    actor_facts,
    fips_country,
    fips_region,
    full_name,
    gdelt_kind,
    place_facts,
)
from pipeline.formats.exports.told import Told, event_day, number_of, stamp, tab_line
from pipeline.records.event import Actor

ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in ACTOR), *(f"Actor2{name}" for name in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in GEO), *(f"Actor2Geo_{name}" for name in GEO),
    *(f"ActionGeo_{name}" for name in GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""In GDELT's order."""
DAYS_OF_YEAR = 365


def gdelt_lines(told: Iterable[Told], *, has_header: bool = False) -> Iterator[bytes]:
    """Write events; those that CAMEO has no code for are left out. A line is one article's telling, and counts one."""
    if has_header:
        yield tab_line(COLUMNS)
    for one in told:
        if one.event.cameo is not None:
            yield tab_line(_cells(one, one.event.cameo))


def _cells(told: Told, cameo: str) -> list[object]:
    event = told.event
    code = event_code(cameo)
    facts = place_facts(told)
    return [
        number_of(event.id),
        *_date(event_day(event)),
        *actor_cells(event.source),
        *actor_cells(event.target),
        int(event.lead),
        code.code,
        code.base,
        code.root,
        code.quad,
        code.goldstein,
        1 + len(event.mentions),
        1,
        1,
        None,
        *_actor_place(told, event.source),
        *_actor_place(told, event.target),
        *(geo_cells(facts) if facts else [None] * len(GEO)),
        stamp(event.published_at),
        event.url,
    ]


def _date(day: date | None) -> list[object]:
    """SQLDATE, MonthYear, Year, FractionDate (the part of the year that is over, out of 365 days, four digits)."""
    if day is None:
        return [None] * 4
    part = min((day.timetuple().tm_yday - 1) / DAYS_OF_YEAR, 0.9999)
    return [f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, f"{day.year + part:.4f}"]


def _actor_place(told: Told, actors: tuple[Actor, ...]) -> list[object]:
    facts = actor_facts(told, actors[0]) if actors else None
    return geo_cells(facts) if facts else [None] * len(GEO)


def geo_cells(facts: PlaceFacts) -> list[object]:
    """Fill GDELT's eight columns of a place; its feature ids are not those of GeoNames, so a town has none."""
    country = fips_country(facts)
    feature = country if facts.kind == "country" else None
    return [
        gdelt_kind(facts), full_name(facts), country, fips_region(facts), None, facts.lat, facts.lon, feature,
    ]  # fmt: skip
