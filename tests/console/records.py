"""Small records for the console's tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipeline.console.rows import events_of
from pipeline.console.store import Store, put_events
from pipeline.records.annotation import Entity, Mention, Quote, Span
from pipeline.records.article import EnrichedArticle, PipelineInfo, RemovedPiece, Section
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.records.event import Actor, Event, EventPlace, EventRecord, Trigger
from pipeline.records.story import StoryArticle, StoryRecord

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
INFO = PipelineInfo(version="0.1.0")
TEXT = "😀 Ana Berg met him in Lima. “We agree,” she said.\n\nRead more: goats"


def event(number: int = 1, **fields: Any) -> EventRecord:
    """An event of Ana Berg, who met somebody in Lima."""
    given: dict[str, Any] = {
        "id": f"event-{number}",
        "article_id": "article-1",
        "type": "DIPL.MEET",
        "label": "Meeting or talks",
        "trigger": Trigger(start=9, end=12, text="met", lemma="meet"),
        "sentence": Span(start=0, end=30, text="Ana Berg met him in Lima."),
        "source": (Actor(start=0, end=8, text="Ana Berg", country="NOR"),),
        "place": EventPlace(start=20, end=24, text="Lima", lat=-12.04, lon=-77.03, country="PER"),
        "factuality": "happened",
        "rule": "verb",
        "source_name": "one.example",
    }
    return EventRecord(**{**given, **fields})


def article(name: str = "article-1", **fields: Any) -> EnrichedArticle:
    """An article of one sentence."""
    return EnrichedArticle(**{"id": name, "text": "Ana Berg met him in Lima.", "pipeline": INFO, **fields})


def story(*members: str, **fields: Any) -> StoryRecord:
    """A story of these articles."""
    given: dict[str, Any] = {
        "id": "story-1",
        "title": "Talks in Lima",
        "language": "en",
        "first_seen": NOON,
        "last_seen": NOON,
        "version": 1,
        "articles": tuple(StoryArticle(id=name) for name in members),
        "article_count": len(members),
        "source_count": 1,
        "independent_source_count": 1,
    }
    return StoryRecord(**{**given, **fields})


def letter(**fields: Any) -> DeadLetter:
    """A dead letter of a whole message from a topic."""
    given: dict[str, Any] = {
        "reason": "undecodable",
        "detail": "not JSON",
        "stage": "cleaner",
        "failed_at": NOON,
        "origin": Origin(topic="news.articles.raw", partition=0, offset=7),
        "value_b64": "e30=",
        "value_size": 2,
        "value_sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "pipeline": INFO,
    }
    return DeadLetter(**{**given, **fields})


def told() -> Event:
    """The event of the article below."""
    return Event(
        id="event-1",
        type="DIPL.MEET",
        label="Meeting or talks",
        factuality="happened",
        lead=True,
        confidence=0.8,
        trigger=Trigger(start=11, end=14, text="met", lemma="meet"),
        sentence=Span(start=2, end=27, text="Ana Berg met him in Lima."),
        source=(replace(event().source[0], start=2, end=10, entity="e1", name="Ana Berg"),),
        place=EventPlace(start=22, end=26, text="Lima", lat=-12.04, lon=-77.03, country="PER"),
        rule="triggers.tsv:12:meet active+own-object",
    )


def whole_article(**fields: Any) -> EnrichedArticle:
    """An article with a name, a quotation, an event and a piece that was removed; an emoji stands before them."""
    given: dict[str, Any] = {
        "title": "Talks in Lima",
        "text": TEXT[:51],
        "source": "one.example",
        "published_at": NOON,
        "language": "en",
        "sections": (Section(start=0, end=51, role="paragraph"),),
        "removed": (RemovedPiece(role="related_link", text="Read more: goats"),),
        "entities": (
            Entity(
                id="e1",
                type="PERSON",
                name="Ana Berg",
                country="NOR",
                salience=0.9,
                mentions=(Mention(start=2, end=10, text="Ana Berg", kind="name"),),
            ),
        ),
        "quotes": (Quote(start=29, end=38, spans=((29, 38),), text="We agree,", kind="direct", speaker="e1"),),
        "events": (told(),),
    }
    return article(**{**given, **fields})


def kept(*articles: EnrichedArticle, numbers: range = range(0)) -> Store:
    """A store of articles with their events, and of further events."""
    store = Store()
    with store.writing():
        for one in articles:
            store.put_article(one)
            put_events(store, events_of(one))
        put_events(store, [event(number) for number in numbers])
    return store
