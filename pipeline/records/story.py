"""One happening told by many: features in, stories and assignments out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipeline.records.article import Duplicate
from pipeline.records.event import Factuality, FigureKind

ChangeKind = Literal[
    "begun", "article", "copy", "correction", "merged", "event", "factuality", "figure", "corroborated", "withdrawn"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureEntity:
    """An entity as a story needs it."""

    name: str
    """The fullest name used."""
    type: str
    """OntoNotes entity type."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    salience: float = 0.0
    """0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureFigure:
    """A number of an event as a story needs it."""

    kind: FigureKind
    """What is counted."""
    value: float
    """The number."""
    unit: str | None = None
    """`people`, a currency code, …"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureEvent:
    """An event as a story needs it."""

    id: str
    """Event id."""
    type: str
    """Leaf of the ontology."""
    label: str
    """The leaf in words."""
    factuality: Factuality
    """Whether it happened."""
    source: tuple[str, ...] = ()
    """Names of who acts."""
    target: tuple[str, ...] = ()
    """Names of who is acted on."""
    place: str | None = None
    """Where, in words."""
    time: str | None = None
    """TIMEX3 value."""
    lead: bool = False
    """The happening that the article is about."""
    figures: tuple[FeatureFigure, ...] = ()
    """Its numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryFeatures:
    """What the storyteller gets of an article: small, without its body."""

    schema: str = "newswire.story-features.v1"
    """Name and version of this record's schema."""
    article_id: str
    """The article."""
    version: int
    """Its version."""
    language: str
    """ISO 639-1."""
    source: str | None = None
    """Who published it."""
    url: str | None = None
    """Where."""
    title: str | None = None
    """Its headline."""
    published_at: datetime | None = None
    """When, where known."""
    received_at: datetime
    """When it reached the pipeline."""
    credits: tuple[str, ...] = ()
    """Agencies that it credits."""
    terms: tuple[str, ...] = ()
    """Content words of title and lead, in lower case."""
    vector: Mapping[str, float] = field(default_factory=dict)
    """What tells its story: word stems of title and text and, after `@`, names, with their weights."""
    entities: tuple[FeatureEntity, ...] = ()
    """Who and what it names, most salient first."""
    events: tuple[FeatureEvent, ...] = ()
    """Its events."""
    duplicate: Duplicate | None = None
    """The verdict of the deduplicator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryArticle:
    """One article of a story."""

    id: str
    """Article id."""
    source: str | None = None
    """Who published it."""
    url: str | None = None
    """Where."""
    title: str | None = None
    """Its headline."""
    published_at: datetime | None = None
    """When, where known."""
    copy_of: str | None = None
    """Article id of the original, when this is a copy: as things stand now, whichever came first."""
    credits: tuple[str, ...] = ()
    """Agencies that it credits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryEntity:
    """An entity that a story is about."""

    name: str
    """The fullest name used."""
    type: str
    """OntoNotes entity type."""
    country: str | None = None
    """ISO 3166 alpha-3."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FactualityChange:
    """A step in an event's history."""

    at: datetime
    """When the article that changed it was published, or received where that is unknown."""
    was: Factuality
    """What the event was before."""
    article_id: str
    """The article that changed it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryFigure:
    """A number that some of an event's sources give; sources that disagree stand side by side."""

    kind: FigureKind
    """What is counted."""
    value: float
    """The number."""
    unit: str | None = None
    """`people`, a currency code, …"""
    sources: tuple[str, ...] = ()
    """Publishers that give it."""
    first_report: str
    """Article id of who gave it first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReport:
    """One article's telling of an event."""

    event_id: str
    """Event id, as on `news.events`."""
    article_id: str
    """The article."""
    source: str | None = None
    """Who published it."""
    origin: str
    """Whom it is counted as: the agency that it credits, else its publisher."""
    at: datetime
    """When it was published, or received where that is unknown."""
    factuality: Factuality
    """Whether it says that it happened."""
    novelty: Literal["first", "repeat"] = "repeat"
    """`first` for the first report of the event."""
    figures: tuple[FeatureFigure, ...] = ()
    """Its numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryChange:
    """What a new version of a story brought."""

    kind: ChangeKind
    """What kind of change it is."""
    article_id: str | None = None
    """The article that brought it."""
    event: str | None = None
    """The story event that it is about."""
    detail: str | None = None
    """In words: `planned → happened`, `killed 9 → 12`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryEvent:
    """One happening within a story, with every article's telling of it."""

    id: str
    """Deterministic."""
    type: str
    """Leaf of the ontology."""
    label: str
    """The leaf in words."""
    mentions: tuple[str, ...]
    """Event ids of the articles."""
    sources: tuple[str, ...]
    """Publishers that tell it."""
    corroboration: int
    """Independent publishers that tell it; copies are not counted."""
    first_report: str
    """Article id of its first report."""
    factuality: Factuality
    """As last told."""
    history: tuple[FactualityChange, ...] = ()
    """How that changed, by the time of the reports."""
    source: tuple[str, ...] = ()
    """Names of who acts."""
    target: tuple[str, ...] = ()
    """Names of who is acted on."""
    place: str | None = None
    """Where, in words."""
    time: str | None = None
    """TIMEX3 value."""
    lead: bool = False
    """An article of the story is about it."""
    figures: tuple[StoryFigure, ...] = ()
    """Its numbers, those that disagree side by side."""
    is_disputed: bool = False
    """Whether sources give different numbers of one kind."""
    reports: tuple[EventReport, ...] = ()
    """Every article's telling, by time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryRecord:
    """A story as published on `news.stories`."""

    schema: str = "newswire.story.v1"
    """Name and version of this record's schema."""
    id: str
    """Deterministic: made from its first article."""
    title: str | None
    """Headline of a member, chosen, not written."""
    language: str
    """ISO 639-1."""
    first_seen: datetime
    """Time of its earliest article."""
    last_seen: datetime
    """Time of its latest article."""
    version: int
    """Rises with every change."""
    merged_into: str | None = None
    """Id of the story that this one became part of."""
    articles: tuple[StoryArticle, ...]
    """Its members, in the order in which they came."""
    article_count: int
    """Members."""
    source_count: int
    """Different publishers."""
    independent_source_count: int
    """Different publishers of members that are not copies."""
    entities: tuple[StoryEntity, ...] = ()
    """Who and what it is about."""
    events: tuple[StoryEvent, ...] = ()
    """What happened in it."""
    changes: tuple[StoryChange, ...] = ()
    """What this version brought."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """Which story an article belongs to, as published on `news.assignments`."""

    schema: str = "newswire.assignment.v1"
    """Name and version of this record's schema."""
    article_id: str
    """The article."""
    version: int
    """Its version."""
    story_id: str
    """Its story."""
