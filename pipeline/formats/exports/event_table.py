"""Events as rows of a table: the columns of CSV, Parquet and of the databases that sinks write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pipeline.formats.exports.told import actor_name, event_day
from pipeline.knowledge.ontology import load_ontology
from pipeline.records.event import Actor, EventRecord, FigureKind

Kind = Literal["text", "integer", "real", "boolean", "time", "date", "json"]
"""What a column holds: times are aware and in UTC, JSON is bytes."""
Record = TypeVar("Record")


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Record]):
    """One column of a table of records."""

    name: str
    """In small letters; stable."""
    kind: Kind
    """What it holds."""
    of: Callable[[Record], object]
    """Its value of a record; None where there is none."""


def event_row(event: EventRecord) -> tuple[object, ...]:
    """Give a row, in the order of `EVENT_COLUMNS`."""
    return tuple(column.of(event) for column in EVENT_COLUMNS)


def _listed(values: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def _names(actors: tuple[Actor, ...]) -> str | None:
    return _listed(map(actor_name, actors))


def _figure(kind: FigureKind) -> Callable[[EventRecord], object]:
    return lambda event: next((figure.value for figure in event.figures if figure.kind == kind), None)


def _medtop(event: EventRecord) -> str | None:
    leaf = load_ontology().leaves().get(event.type)
    return leaf.iptc if leaf else None


def _column(name: str, of: Callable[[EventRecord], object], kind: Kind = "text") -> Column[EventRecord]:
    return Column(name=name, kind=kind, of=of)


EVENT_COLUMNS: tuple[Column[EventRecord], ...] = (
    _column("event_id", lambda event: event.id),
    _column("article_id", lambda event: event.article_id),
    _column("article_version", lambda event: event.article_version, "integer"),
    _column("publisher", lambda event: event.source_name),
    _column("url", lambda event: event.url),
    _column("published_at", lambda event: event.published_at, "time"),
    _column("event_date", event_day, "date"),
    _column("type", lambda event: event.type),
    _column("label", lambda event: event.label),
    _column("plover_type", lambda event: event.plover.type if event.plover else None),
    _column("plover_mode", lambda event: event.plover.mode if event.plover else None),
    _column("plover_contexts", lambda event: _listed(event.plover.contexts) if event.plover else None),
    _column("cameo_code", lambda event: event.cameo),
    _column("medtop_code", _medtop),
    _column("quad", lambda event: event.quad),
    _column("plover_intensity", lambda event: event.intensity, "real"),
    _column("factuality", lambda event: event.factuality),
    _column("asserted_by", lambda event: event.attribution.name if event.attribution else None),
    _column("source", lambda event: _names(event.source)),
    _column("source_countries", lambda event: _listed(actor.country for actor in event.source)),
    _column("source_sectors", lambda event: _listed(actor.sector for actor in event.source)),
    _column("target", lambda event: _names(event.target)),
    _column("target_countries", lambda event: _listed(actor.country for actor in event.target)),
    _column("target_sectors", lambda event: _listed(actor.sector for actor in event.target)),
    _column("place", lambda event: event.place.text if event.place else None),
    _column("place_country", lambda event: event.place.country if event.place else None),
    _column("geonameid", lambda event: event.place.geonameid if event.place else None, "integer"),
    _column("lat", lambda event: event.place.lat if event.place else None, "real"),
    _column("lon", lambda event: event.place.lon if event.place else None, "real"),
    _column("time_text", lambda event: event.time.text if event.time else None),
    _column("time_value", lambda event: event.time.value if event.time else None),
    _column("killed", _figure("killed"), "real"),
    _column("injured", _figure("injured"), "real"),
    _column("arrested", _figure("arrested"), "real"),
    _column("trigger", lambda event: event.trigger.text),
    _column("trigger_start", lambda event: event.trigger.start, "integer"),
    _column("trigger_end", lambda event: event.trigger.end, "integer"),
    _column("sentence", lambda event: event.sentence.text),
    _column("is_lead", lambda event: event.lead, "boolean"),
    _column("is_background", lambda event: event.background, "boolean"),
    _column("salience", lambda event: event.salience, "real"),
    _column("confidence", lambda event: event.confidence, "real"),
    _column("rule", lambda event: event.rule),
)
"""Codes of PLOVER, CAMEO and IPTC stand in columns of their own. `type` is ours."""
