"""What the page's lists show of a record: small rows, cut to a size that a screen can hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.event import Actor, EventRecord
from pipeline.records.story import StoryRecord
from pipeline.steps.features import event_record

NAME_CHARS = 80
SENTENCE_CHARS = 280
ACTORS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRow:
    """One event in the list and on the map."""

    id: str
    """Event id."""
    article_id: str
    """The article that tells it."""
    type: str
    """Leaf of the ontology."""
    label: str
    """The leaf in words."""
    factuality: str
    """Whether it happened, as the article has it."""
    confidence: float
    """How often such a reading is right, 0 to 1."""
    source: tuple[str, ...]
    """Names of who acts."""
    target: tuple[str, ...]
    """Names of who is acted on."""
    countries: tuple[str, ...]
    """Countries of actors and place."""
    place: str | None
    """Where, in words."""
    lat: float | None
    """Latitude of the place."""
    lon: float | None
    """Longitude of the place."""
    time: str | None
    """When, as a TIMEX3 value."""
    published_at: datetime | None
    """When the article was published."""
    publisher: str | None
    """Who published it."""
    trigger: str
    """The word that tells it."""
    sentence: str
    """The sentence that holds the trigger, cut."""
    said_by: str | None
    """Who asserts it, where the writer does not."""
    lead: bool
    """The article is about it."""
    background: bool
    """History told for context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryRow:
    """One story in the list."""

    id: str
    """Story id."""
    title: str | None
    """Headline of a member."""
    first_seen: datetime
    """Time of its earliest article."""
    last_seen: datetime
    """Time of its latest article."""
    articles: int
    """Members."""
    sources: int
    """Different publishers."""
    independent: int
    """Different publishers of members that are no copies."""
    events: int
    """What happened in it."""
    version: int
    """Rises with every change."""
    names: tuple[str, ...]
    """Who and what it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterRow:
    """One dead letter in the table of health."""

    partition: int
    """Of the topic of dead letters."""
    offset: int
    """There."""
    reason: str
    """A fixed word."""
    detail: str
    """In words."""
    stage: str
    """Who gave up."""
    failed_at: datetime
    """When."""
    attempts: int
    """How often it was tried."""
    origin: str
    """Where the message stood."""
    size: int
    """Bytes of the whole value."""
    can_replay: bool
    """It is whole, and came from a topic."""


def event_row(event: EventRecord) -> EventRow:
    """Cut an event down to its row."""
    place = event.place
    return EventRow(
        id=event.id,
        article_id=event.article_id,
        type=event.type,
        label=event.label,
        factuality=event.factuality,
        confidence=event.confidence,
        source=_names(event.source),
        target=_names(event.target),
        countries=countries_of(event),
        place=_cut(place.text) if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        time=event.time.value if event.time else None,
        published_at=event.published_at,
        publisher=event.source_name,
        trigger=_cut(event.trigger.text),
        sentence=_cut(event.sentence.text, SENTENCE_CHARS),
        said_by=_cut(event.attribution.name) if event.attribution and event.attribution.name else None,
        lead=event.lead,
        background=event.background,
    )


def events_of(article: EnrichedArticle) -> tuple[EventRecord, ...]:
    """Give the events of an article as they would stand on their topic."""
    return tuple(event_record(article, event) for event in article.events)


def countries_of(event: EventRecord) -> tuple[str, ...]:
    """Name the countries of an event: of who acts, who is acted on, and where."""
    given = [actor.country for actor in (*event.source, *event.target)]
    given.append(event.place.country if event.place else None)
    return tuple(dict.fromkeys(country for country in given if country))


def actor_names(event: EventRecord) -> tuple[str, ...]:
    """Give every name that an actor of an event goes by."""
    actors = (*event.source, *event.target)
    return tuple(dict.fromkeys(name for actor in actors for name in (actor.name, actor.text) if name))


def story_row(story: StoryRecord) -> StoryRow:
    """Cut a story down to its row."""
    return StoryRow(
        id=story.id,
        title=_cut(story.title, SENTENCE_CHARS) if story.title else None,
        first_seen=story.first_seen,
        last_seen=story.last_seen,
        articles=story.article_count,
        sources=story.source_count,
        independent=story.independent_source_count,
        events=len(story.events),
        version=story.version,
        names=tuple(_cut(entity.name) for entity in story.entities[:ACTORS]),
    )


def letter_row(letter: DeadLetter, *, partition: int, offset: int) -> LetterRow:
    """Cut a dead letter down to its row."""
    origin = letter.origin
    place = (origin.topic, origin.partition, origin.offset) if origin.topic else (origin.file, origin.line)
    return LetterRow(
        partition=partition,
        offset=offset,
        reason=letter.reason,
        detail=_cut(letter.detail, SENTENCE_CHARS),
        stage=letter.stage,
        failed_at=letter.failed_at,
        attempts=letter.attempts,
        origin="/".join(str(part) for part in place if part is not None),
        size=letter.value_size,
        can_replay=origin.topic is not None and letter.value_b64 is not None and not letter.value_truncated,
    )


def _names(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(_cut(actor.name or actor.text) for actor in actors)[:ACTORS]


def _cut(text: str, chars: int = NAME_CHARS) -> str:
    return text if len(text) <= chars else text[: chars - 1] + "…"
