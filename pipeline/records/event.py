"""Who did what to whom, where, when, and whether it happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.records.annotation import Span

Factuality = Literal["happened", "ongoing", "planned", "possible", "alleged", "demanded", "threatened", "denied"]
FigureKind = Literal["killed", "injured", "arrested", "amount", "number"]
Quad = Literal["V-COOP", "M-COOP", "V-CONF", "M-CONF"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PloverCode:
    """The event in PLOVER's terms."""

    type: str
    """One of PLOVER's sixteen event types, such as `CONSULT`."""
    mode: str | None = None
    """How, such as `phone`."""
    contexts: tuple[str, ...] = ()
    """Why or in which field, such as `military`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """The word that tells the event."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    lemma: str
    """Its dictionary form."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """One side of an event."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    entity: str | None = None
    """Entity id, where it is one."""
    name: str | None = None
    """Name of that entity."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    sector: str | None = None
    """PLOVER sector."""
    count: int | None = None
    """Size of a group, such as 26 for "twenty-six countries"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventPlace:
    """Where it happened."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    geonameid: int | None = None
    """GeoNames id."""
    lat: float | None = None
    """WGS 84 degrees."""
    lon: float | None = None
    """WGS 84 degrees."""
    country: str | None = None
    """ISO 3166 alpha-3."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTime:
    """When it happened."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    value: str
    """TIMEX3 value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number that belongs to the event."""

    kind: FigureKind
    """What is counted."""
    value: float
    """The number."""
    unit: str | None = None
    """`people`, a currency code, …"""
    start: int
    """First code point."""
    end: int
    """One past the last code point."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """Who asserts the event, where the writer does not."""

    entity: str | None = None
    """Entity id."""
    name: str | None = None
    """Name of that entity, or the words that stand for it."""
    cue: str | None = None
    """The verb of saying."""
    quote: int | None = None
    """Index into the article's quotes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One event of an article."""

    id: str
    """Deterministic: the same event of the same article has the same id in every run and version."""
    type: str
    """Leaf of the ontology, such as `DIPL.MEET`."""
    label: str
    """The leaf in words."""
    plover: PloverCode | None = None
    """Null for types that PLOVER has no counterpart for."""
    cameo: str | None = None
    """CAMEO code or prefix."""
    quad: Quad | None = None
    """Verbal or material, cooperation or conflict."""
    intensity: float | None = None
    """PLOVER's score of type and mode, −10 to 10."""
    trigger: Trigger
    """The word that tells it."""
    sentence: Span
    """The sentence that holds the trigger."""
    source: tuple[Actor, ...] = ()
    """Who acts."""
    target: tuple[Actor, ...] = ()
    """Who is acted on."""
    place: EventPlace | None = None
    """Where."""
    time: EventTime | None = None
    """When."""
    figures: tuple[Figure, ...] = ()
    """How many, how much."""
    factuality: Factuality
    """Whether it happened, as the article has it."""
    factuality_cues: tuple[Span, ...] = ()
    """The words that show it."""
    attribution: Attribution | None = None
    """Who asserts it, where the writer does not."""
    mentions: tuple[Span, ...] = ()
    """Further triggers of the same event in the article."""
    lead: bool = False
    """The happening that the article is about: true for exactly one event, when there is any."""
    background: bool = False
    """History told for context."""
    salience: float = 0.0
    """0 to 1."""
    confidence: float = 0.0
    """0 to 1."""
    rule: str
    """What fired, so that a person can find it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRecord(Event):
    """An event as published on `news.events`: the event and the article that it comes from."""

    schema: str = "newswire.event.v1"
    """Name and version of this record's schema."""
    article_id: str
    """The article that tells it."""
    url: str | None = None
    """That article's URL."""
    source_name: str | None = None
    """That article's publisher."""
    published_at: datetime | None = None
    """That article's time of publication."""
    article_version: int = 1
    """That article's version."""
