"""One happening told by many: features in, stories and assignments out."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.records.article import Duplicate
from pipeline.records.event import Factuality


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
    """Article id of the original, when this is a copy."""


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
    """How that changed."""


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
