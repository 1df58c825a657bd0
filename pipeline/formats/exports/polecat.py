"""POLECAT: a line an event, 40 columns parted by tabs, as the data set on Dataverse has them (PLOVER codes).

Several values of a cell are parted by `; ` and a cell without any holds `None`, as in the data set. Factuality has no
column there.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.formats.exports.places import PlaceFacts, place_facts
from pipeline.formats.exports.told import Told, actor_name, event_day, names_of, tab_line
from pipeline.knowledge.country_codes import load_country_codes
from pipeline.records.event import Actor

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
"""In the order of the data set."""
QUADS = {
    "V-COOP": "VERBAL COOPERATION", "M-COOP": "MATERIAL COOPERATION",
    "V-CONF": "VERBAL CONFLICT", "M-CONF": "MATERIAL CONFLICT",
}  # fmt: skip
"""The data set's words for quad classes."""
FEATURES = {"city": "P", "district": "A", "region": "A", "country": "A"}
"""GeoNames feature class by kind of place."""
ABSENT = "None"


def polecat_lines(told: Iterable[Told], *, has_header: bool = True) -> Iterator[bytes]:
    """Write events; those that PLOVER has no type for are left out."""
    if has_header:
        yield tab_line(COLUMNS)
    for one in told:
        if one.event.plover is not None:
            yield tab_line([ABSENT if cell in (None, "") else cell for cell in _cells(one)])


def _cells(told: Told) -> list[object]:
    event, plover = told.event, told.event.plover
    return [
        event.id,
        event_day(event),
        plover.type if plover else None,
        plover.mode if plover else None,
        event.intensity,
        QUADS.get(event.quad or ""),
        _listed(plover.contexts if plover else ()),
        *_side(told, event.source),
        *_side(told, event.target),
        *_place(told),
        event.source_name,
        event.published_at.date() if event.published_at else None,
        *_story(told),
    ]


def _side(told: Told, actors: Sequence[Actor]) -> list[object]:
    codes = load_country_codes()
    countries = [actor.country for actor in actors if actor.country]
    sectors = [actor.sector for actor in actors if actor.sector]
    entities = [entity for actor in actors if (entity := told.entity(actor))]
    return [
        _listed(actor_name(actor) for actor in actors),
        _listed(countries),
        _listed(codes[country].cow for country in countries if country in codes),
        sectors[0] if sectors else None,
        _listed(sectors),
        _listed(entity.role for entity in entities),
        _listed(actor.text for actor in actors),
        _listed(entity.wikidata for entity in entities),
    ]


def _place(told: Told) -> list[object]:
    place = told.event.place
    if place is None:
        return [None] * 10
    facts = place_facts(told) or PlaceFacts(name=place.text, country=place.country)
    is_city, is_region, is_district = (facts.kind == kind for kind in ("city", "region", "district"))
    return [
        facts.name if place.geonameid else None,
        facts.name if is_city else None,
        facts.name if is_district else None,
        facts.name if is_region else facts.region,
        place.country,
        place.lat,
        place.lon,
        place.geonameid,
        place.text,
        FEATURES.get(facts.kind or ""),
    ]


def _story(told: Told) -> list[object]:
    article = told.article
    if article is None:
        return [None] * 5
    return [
        _listed(names_of(article, "PERSON")),
        _listed(names_of(article, "ORG")),
        _listed(names_of(article, "GPE", "LOC", "FAC")),
        article.language,
        article.pipeline.version,
    ]


def _listed(values: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(value.replace(";", ",") for value in values if value))
