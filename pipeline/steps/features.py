"""What leaves an enriched article beside itself: its events, and what the storyteller needs of it."""

from dataclasses import fields
from datetime import datetime

from pipeline.records.annotation import Entity
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Actor, Event, EventRecord
from pipeline.records.story import FeatureEntity, FeatureEvent, FeatureFigure, StoryFeatures
from pipeline.steps.story_terms import WORD, content_word, story_vector

LEAD_CHARS = 800
"""Length of the lead whose words become terms: some two or three paragraphs."""
MAX_TERMS = 120
"""Most terms of an article."""
MAX_ENTITIES = 20
"""Most entities of an article, the most salient first."""

_EVENT_FIELDS = tuple(field.name for field in fields(Event))


def event_record(article: EnrichedArticle, event: Event) -> EventRecord:
    """Make what is published of an event: the event and the article that it comes from."""
    return EventRecord(
        **{name: getattr(event, name) for name in _EVENT_FIELDS},
        article_id=article.id,
        url=article.url,
        source_name=article.source,
        published_at=article.published_at,
        article_version=article.version,
    )


def story_features(article: EnrichedArticle, *, received_at: datetime) -> StoryFeatures:
    """Make what the storyteller gets: no body, only what tells stories apart."""
    entities = sorted(article.entities, key=lambda entity: -entity.salience)[:MAX_ENTITIES]
    return StoryFeatures(
        article_id=article.id,
        version=article.version,
        language=article.language,
        source=article.source,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        received_at=received_at,
        credits=article.credits,
        terms=terms(f"{article.title or ''}\n{article.text[:LEAD_CHARS]}"),
        vector=story_vector(article),
        entities=tuple(_feature_entity(entity) for entity in entities),
        events=tuple(_feature_event(event) for event in article.events),
        duplicate=article.duplicate,
    )


def terms(text: str) -> tuple[str, ...]:
    """Return the content words of a text in lower case, each once, in order of their first use."""
    found = dict.fromkeys(word for match in WORD.findall(text) if (word := content_word(match)))
    return tuple(found)[:MAX_TERMS]


def _feature_entity(entity: Entity) -> FeatureEntity:
    return FeatureEntity(name=entity.name, type=entity.type, country=entity.country, salience=entity.salience)


def _feature_event(event: Event) -> FeatureEvent:
    return FeatureEvent(
        id=event.id,
        type=event.type,
        label=event.label,
        factuality=event.factuality,
        source=_names(event.source),
        target=_names(event.target),
        place=event.place.text if event.place else None,
        time=event.time.value if event.time else None,
        lead=event.lead,
        figures=tuple(FeatureFigure(kind=one.kind, value=one.value, unit=one.unit) for one in event.figures),
    )


def _names(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(actor.name or actor.text for actor in actors)
