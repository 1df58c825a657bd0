"""GeoJSON (RFC 7946): a feature collection of events that have coordinates, with the table's columns as properties."""

from collections.abc import Iterable, Iterator

import orjson

from pipeline.formats.exports.event_table import EVENT_COLUMNS, event_row
from pipeline.formats.exports.told import Told

NAMES = tuple(column.name for column in EVENT_COLUMNS)
IN_GEOMETRY = frozenset({"lat", "lon"})


def geojson_pieces(told: Iterable[Told]) -> Iterator[bytes]:
    """Write the events that have coordinates; longitude stands before latitude."""
    yield b'{"type":"FeatureCollection","features":['
    separator = b"\n"
    for one in told:
        if has_coordinates(one):
            yield separator + orjson.dumps(_feature(one), option=orjson.OPT_UTC_Z)
            separator = b",\n"
    yield b"\n]}\n"


def has_coordinates(told: Told) -> bool:
    """Tell whether an event can stand on a map."""
    place = told.event.place
    return place is not None and place.lat is not None and place.lon is not None


def _feature(told: Told) -> dict[str, object]:
    place = told.event.place
    values = zip(NAMES, event_row(told.event), strict=True)
    return {
        "type": "Feature",
        "id": told.event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat] if place else []},
        "properties": {name: value for name, value in values if value is not None and name not in IN_GEOMETRY},
    }
