"""Which story does an article belong to, and what does it change there?"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline import codec
from pipeline.records.story import (
    Assignment,
    FactualityChange,
    FeatureEvent,
    StoryArticle,
    StoryEntity,
    StoryEvent,
    StoryFeatures,
    StoryRecord,
)
from pipeline.steps.ring import Ring
from pipeline.steps.state import Json, Store

MOST_LISTED = 1000
"""Members that a story lists; a message must stay within what a topic takes."""
MOST_ENTITIES = 20
"""Entities that a story lists, most salient first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What an article changed."""

    story: StoryRecord
    """Its story, as it stands now."""
    assignment: Assignment
    """The article's place."""
    withdrawn: tuple[str, ...] = ()
    """Ids of events that an earlier version of the article had and this one has not."""


def tell_story(features: StoryFeatures, *, store: Store, capacity: int) -> Telling:
    """Put an article into its story: one story for each original with its copies.

    The first answer for an article and version is kept and given again. A version older than the newest one seen
    changes nothing and gets the newest one's answer.
    """
    language = features.language
    key = f"{language}/assignment/{features.article_id}"
    known = store.get(key)
    story_key = f"{language}/story/{story_id(features)}" if known is None else f"{language}/story/{known['story_id']}"
    stored = store.get(story_key)
    story = codec.convert(dict(stored), StoryRecord) if stored else None
    if known and story and features.version <= int(str(known["version"])):
        return _told_before(known, story, features)
    withdrawn = _withdrawn(known, features)
    story = _joined(story, features, gone=withdrawn)
    store.put(story_key, _plain(story))
    store.put(key, {"story_id": story.id, "version": features.version, "withdrawn": list(withdrawn),
                    "events": [event.id for event in features.events]})  # fmt: skip
    ring = Ring(store, name=f"{language}/told", capacity=capacity)
    if known is None:
        own_story = (story_key,) if features.duplicate is None else ()
        ring.remember(ring.next_number(), (key, *own_story))
    return Telling(story=story, assignment=_assignment(features, story), withdrawn=withdrawn)


def story_id(features: StoryFeatures) -> str:
    """Name a story after the article that it begins with: the original of a group of copies."""
    first = features.duplicate.of if features.duplicate else features.article_id
    return "s" + hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def moment(features: StoryFeatures) -> datetime:
    """Return the time by which stories go: publication, else receipt."""
    return features.published_at or features.received_at


def _told_before(known: Json, story: StoryRecord, features: StoryFeatures) -> Telling:
    assignment = Assignment(article_id=features.article_id, version=int(str(known["version"])), story_id=story.id)
    return Telling(story=story, assignment=assignment, withdrawn=_strings(known["withdrawn"]))


def _assignment(features: StoryFeatures, story: StoryRecord) -> Assignment:
    return Assignment(article_id=features.article_id, version=features.version, story_id=story.id)


def _withdrawn(known: Json | None, features: StoryFeatures) -> tuple[str, ...]:
    """Events of all earlier versions that this one has not; what was withdrawn once stays so."""
    if known is None:
        return ()
    now = {event.id for event in features.events}
    before = (*_strings(known["withdrawn"]), *_strings(known["events"]))
    return tuple(dict.fromkeys(event_id for event_id in before if event_id not in now))


def _joined(story: StoryRecord | None, features: StoryFeatures, *, gone: tuple[str, ...]) -> StoryRecord:
    story = story or _begun(features)
    article = StoryArticle(
        id=features.article_id,
        source=features.source,
        url=features.url,
        title=features.title,
        published_at=features.published_at,
        copy_of=features.duplicate.of if features.duplicate else None,
    )
    others = tuple(member for member in story.articles if member.id != article.id)
    is_new = len(others) == len(story.articles)
    members = (*others, article)[:MOST_LISTED]
    return replace(
        story,
        title=_title(members) or story.title,
        first_seen=min(story.first_seen, moment(features)),
        last_seen=max(story.last_seen, moment(features)),
        version=story.version + 1,
        articles=members,
        article_count=story.article_count + (1 if is_new else 0),
        source_count=len({member.source for member in members}),
        independent_source_count=len({member.source for member in members if member.copy_of is None}) or 1,
        entities=_entities(story, features),
        events=_events(story, features, gone=gone),
    )


def _begun(features: StoryFeatures) -> StoryRecord:
    return StoryRecord(
        id=story_id(features),
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


def _title(members: tuple[StoryArticle, ...]) -> str | None:
    """Choose the original's headline, else the first one that there is."""
    titled = sorted((member for member in members if member.title), key=lambda member: member.copy_of is not None)
    return titled[0].title if titled else None


def _entities(story: StoryRecord, features: StoryFeatures) -> tuple[StoryEntity, ...]:
    added = (StoryEntity(name=entity.name, type=entity.type, country=entity.country) for entity in features.entities)
    by_name = {entity.name: entity for entity in (*story.entities, *added)}
    return tuple(by_name.values())[:MOST_ENTITIES]


def _events(story: StoryRecord, features: StoryFeatures, *, gone: tuple[str, ...]) -> tuple[StoryEvent, ...]:
    kept = {event.id: event for event in story.events if not set(event.mentions) & set(gone)}
    for event in features.events:
        own_id = "v" + hashlib.sha256(f"{story.id}\0{event.id}".encode()).hexdigest()[:24]
        kept[own_id] = _event(own_id, kept.get(own_id), event, features)
    return tuple(kept.values())


def _event(own_id: str, before: StoryEvent | None, event: FeatureEvent, features: StoryFeatures) -> StoryEvent:
    history = before.history if before else ()
    if before and before.factuality != event.factuality:
        change = FactualityChange(at=moment(features), was=before.factuality, article_id=features.article_id)
        history = (*history, change)
    return StoryEvent(
        id=own_id,
        type=event.type,
        label=event.label,
        mentions=(event.id,),
        sources=(features.source,) if features.source else (),
        corroboration=1,
        first_report=before.first_report if before else features.article_id,
        factuality=event.factuality,
        history=history,
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _plain(story: StoryRecord) -> Json:
    return codec.decode_object(codec.encode(story))
