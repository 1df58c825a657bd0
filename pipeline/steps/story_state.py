"""A story and what an article changes in it: plain functions from record to record."""

from dataclasses import replace

from pipeline.records.story import (
    ChangeKind,
    StoryArticle,
    StoryChange,
    StoryEntity,
    StoryEvent,
    StoryFeatures,
    StoryRecord,
)
from pipeline.steps.story_events import events_with, merged_events
from pipeline.steps.story_sources import independent_sources, moment, settled, with_member

MOST_LISTED = 1000
"""Members that a story lists; a message must stay within what a topic takes."""
MOST_ENTITIES = 20
"""Entities that a story lists, those that most articles name first."""
MOST_CHANGES = 40
"""Changes of a version that are told."""


def begun(story_id: str, features: StoryFeatures) -> StoryRecord:
    """Make a story without members."""
    return StoryRecord(
        id=story_id,
        title=features.title,
        language=features.language,
        first_seen=moment(features),
        last_seen=moment(features),
        version=0,
        articles=(),
        article_count=0,
        source_count=0,
        independent_source_count=0,
    )


def joined(story: StoryRecord, features: StoryFeatures, *, gone: tuple[str, ...]) -> StoryRecord:
    """Put an article into a story; `gone` are events that an earlier version of it had."""
    is_known = any(member.id == features.article_id for member in story.articles)
    members = with_member(story.articles, _member(features))[:MOST_LISTED]
    events = events_with(story.events, features, story_id=story.id, gone=gone)
    counted = _counted(story, members)
    return replace(
        counted,
        title=_title(members) or story.title,
        first_seen=min(story.first_seen, moment(features)),
        last_seen=max(story.last_seen, moment(features)),
        version=story.version + 1,
        article_count=story.article_count + (0 if is_known else 1),
        entities=_entities(story, features),
        events=events,
        changes=_changes(story, events, features, is_known=is_known, gone=gone),
    )


def merged(story: StoryRecord, other: StoryRecord) -> StoryRecord:
    """Put two stories together; the version rises with the article that does it."""
    members = settled((*story.articles, *other.articles))[:MOST_LISTED]
    entities = {entity.name: entity for entity in (*story.entities, *other.entities)}
    return replace(
        _counted(story, members),
        title=_title(members) or story.title,
        first_seen=min(story.first_seen, other.first_seen),
        last_seen=max(story.last_seen, other.last_seen),
        version=max(story.version, other.version),
        article_count=story.article_count + other.article_count,
        entities=tuple(entities.values())[:MOST_ENTITIES],
        events=merged_events(story.events, other.events),
        changes=(StoryChange(kind="merged", detail=other.id),),
    )


def moved(story: StoryRecord, *, into: str) -> StoryRecord:
    """Empty a story that became part of another: it only points there."""
    changes = (StoryChange(kind="merged", detail=into),)
    return replace(story, merged_into=into, version=story.version + 1, articles=(), article_count=0, source_count=0,
                   independent_source_count=0, entities=(), events=(), changes=changes)  # fmt: skip


def _member(features: StoryFeatures) -> StoryArticle:
    return StoryArticle(
        id=features.article_id,
        source=features.source,
        url=features.url,
        title=features.title,
        published_at=features.published_at,
        copy_of=features.duplicate.of if features.duplicate else None,
        credits=features.credits,
    )


def _counted(story: StoryRecord, members: tuple[StoryArticle, ...]) -> StoryRecord:
    return replace(
        story,
        articles=members,
        source_count=len({member.source for member in members}),
        independent_source_count=independent_sources(members),
    )


def _title(members: tuple[StoryArticle, ...]) -> str | None:
    """Choose the headline of the first article that is no copy, else of the first that has one."""
    titled = sorted((member for member in members if member.title), key=lambda member: member.copy_of is not None)
    return titled[0].title if titled else None


def _entities(story: StoryRecord, features: StoryFeatures) -> tuple[StoryEntity, ...]:
    added = (StoryEntity(name=entity.name, type=entity.type, country=entity.country) for entity in features.entities)
    by_name = {entity.name: entity for entity in (*story.entities, *added)}
    return tuple(by_name.values())[:MOST_ENTITIES]


def _changes(
    story: StoryRecord,
    events: tuple[StoryEvent, ...],
    features: StoryFeatures,
    *,
    is_known: bool,
    gone: tuple[str, ...],
) -> tuple[StoryChange, ...]:
    """Say what an article brought, the most telling first."""
    article_id = features.article_id
    kind: ChangeKind = (
        "correction" if is_known else "copy" if features.duplicate else "article" if story.articles else "begun"
    )
    changes = [StoryChange(kind=kind, article_id=article_id, detail=features.title)]
    before = {event.id: event for event in story.events}
    for event in events:
        known = before.get(event.id)
        if known is not event:
            changes.extend(_event_changes(known, event, article_id))
    left = {event.id for event in events}
    lost = [event for event in story.events if event.id not in left and set(event.mentions) & set(gone)]
    changes.extend(StoryChange(kind="withdrawn", article_id=article_id, event=one.id, detail=one.label) for one in lost)
    return tuple(changes[:MOST_CHANGES])


def _event_changes(before: StoryEvent | None, event: StoryEvent, article_id: str) -> list[StoryChange]:
    if before is None:
        return [StoryChange(kind="event", article_id=article_id, event=event.id, detail=event.label)]
    changes = []
    if before.factuality != event.factuality:
        detail = f"{before.factuality} → {event.factuality}"
        changes.append(StoryChange(kind="factuality", article_id=article_id, event=event.id, detail=detail))
    if event.corroboration > before.corroboration:
        detail = f"{before.corroboration} → {event.corroboration} sources"
        changes.append(StoryChange(kind="corroborated", article_id=article_id, event=event.id, detail=detail))
    known = {(figure.kind, figure.value, figure.unit) for figure in before.figures} if event.figures else set()
    for figure in event.figures:
        if (figure.kind, figure.value, figure.unit) not in known:
            older = [f"{one.value:g}" for one in before.figures if (one.kind, one.unit) == (figure.kind, figure.unit)]
            detail = (
                f"{figure.kind} {', '.join(older)} → {figure.value:g}" if older else f"{figure.kind} {figure.value:g}"
            )
            changes.append(StoryChange(kind="figure", article_id=article_id, event=event.id, detail=detail))
    return changes
