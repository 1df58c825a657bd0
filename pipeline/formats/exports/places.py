"""What is known of an event's or an actor's place beyond its coordinates: from the article, else from the gazetteer."""

from dataclasses import dataclass

from pipeline.formats.exports.told import Told
from pipeline.knowledge.country_codes import load_country_codes
from pipeline.knowledge.gazetteer import load_gazetteer
from pipeline.records.annotation import Place
from pipeline.records.event import Actor

GDELT_KINDS = {"country": "1", "region": "5", "city": "4"}
"""GDELT's geographic types outside the United States; within, a state is 2 and a city 3."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceFacts:
    """A place; what is not known is None."""

    name: str
    """GeoNames name, else the words."""
    kind: str | None = None
    """`city`, `district`, `region` or `country`."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    region: str | None = None
    """Name of the first-level region."""
    region_code: str | None = None
    """Its code within the country, which for most countries is that of FIPS 10-4."""
    lat: float | None = None
    """Latitude."""
    lon: float | None = None
    """Longitude."""


def place_facts(told: Told) -> PlaceFacts | None:
    """Give what is known of where an event happened; None where it has no GeoNames id."""
    place = told.event.place
    if place is None or place.geonameid is None or place.lat is None or place.lon is None:
        return None
    entities = told.article.entities if told.article else ()
    same = (entity.place for entity in entities if entity.place and entity.place.geonameid == place.geonameid)
    known = next(same, None) or Place(
        geonameid=place.geonameid, name=place.text, lat=place.lat, lon=place.lon, country=place.country
    )
    return known_place(known)


def actor_facts(told: Told, actor: Actor) -> PlaceFacts | None:
    """Give where an actor is, when it is a place; None where the article does not say or is not at hand."""
    entity = told.entity(actor)
    return known_place(entity.place) if entity and entity.place else None


def known_place(place: Place) -> PlaceFacts:
    """Add to a place what the gazetteer knows of it."""
    gazetteer = load_gazetteer()
    entry = next((one for one in gazetteer.find(place.name) if one.geonameid == place.geonameid), None)
    return PlaceFacts(
        name=entry.title if entry else place.name,
        kind=place.kind or (entry.kind if entry else None),
        country=place.country,
        region=place.admin1 or (gazetteer.region(entry) if entry else None),
        region_code=entry.admin1 if entry and entry.admin1 else None,
        lat=place.lat,
        lon=place.lon,
    )


def full_name(facts: PlaceFacts) -> str:
    """Write a place as GDELT does: town, region, country."""
    country = load_country_codes().get(facts.country or "")
    parts = (facts.name, facts.region, country.name if country else None)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def fips_country(facts: PlaceFacts) -> str:
    """Give the FIPS 10-4 code of a place's country, which GDELT's places have."""
    country = load_country_codes().get(facts.country or "")
    return (country.fips if country else None) or ""


def fips_region(facts: PlaceFacts) -> str:
    """Give GDELT's ADM1 code: the country's and the region's, or the country's alone for a country."""
    country = fips_country(facts)
    if facts.kind == "country" or not country:
        return country
    return country + facts.region_code if facts.region_code else ""


def gdelt_kind(facts: PlaceFacts) -> str:
    """Give GDELT's geographic type: 1 country, 2 and 3 a state and a city of the United States, 4 city, 5 region."""
    if facts.country == "USA" and facts.kind in {"region", "city"}:
        return "2" if facts.kind == "region" else "3"
    return GDELT_KINDS.get(facts.kind or "", "")
