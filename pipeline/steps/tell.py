"""Which story does an article belong to, and what does it change there?"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.records.story import Assignment, StoryFeatures, StoryRecord
from pipeline.steps.state import Json, Store
from pipeline.steps.story_choice import Centre, Desk, centre_of, choose_story, current_story, put_centre
from pipeline.steps.story_index import StoryIndexes, Vector, packed, vector_of
from pipeline.steps.story_sources import moment
from pipeline.steps.story_state import begun, joined, merged, moved


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryWindow:
    """How long stories stay open."""

    span: timedelta
    """After a story's latest article, by the times of the articles."""
    capacity: int
    """Articles a language and shelf that are remembered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What an article changed."""

    story: StoryRecord
    """Its story, as it stands now."""
    assignment: Assignment
    """The article's place."""
    absorbed: StoryRecord | None = None
    """A story that became part of it."""
    moved: tuple[Assignment, ...] = ()
    """Places of the articles that came with the absorbed story."""
    withdrawn: tuple[str, ...] = ()
    """Ids of events that an earlier version of the article had and this one has not."""


def tell_story(features: StoryFeatures, *, store: Store, window: StoryWindow, indexes: StoryIndexes) -> Telling:
    """Put an article into the story that is nearest, or begin one.

    The first answer for an article and version is kept and given again. A version older than the newest one seen
    changes nothing and gets the newest one's answer. A copy goes where its original is.

    Args:
        features: The article.
        store: All that is remembered.
        window: How long stories stay open.
        indexes: Made of the store alone; another set of them, or a fresh one, gives the same answers.
    """
    desk = Desk(store=store, language=features.language, span_s=window.span.total_seconds(),
                capacity=window.capacity, indexes=indexes)  # fmt: skip
    known = store.get(desk.assignment_key(features.article_id))
    if known and features.version <= _whole(known["version"]) and not _is_cut_off(known, desk):
        return _told_before(known, features, desk)
    is_resumed = known is not None and _is_cut_off(known, desk)
    ring = desk.ring(desk.shelf(features))
    number = ring.next_number()
    vector = vector_of(features.vector or dict.fromkeys(features.terms, 1.0))
    decision = known if known and is_resumed else _decided(features, vector, known, desk)
    # A crash may cut these writes anywhere: until the ring has moved on, the same message writes the same again.
    decision = {**decision, "number": number, "ring": desk.shelf(features)}
    store.put(desk.assignment_key(features.article_id), decision)
    story, absorbed = _updated(features, vector, decision, desk)
    ring.remember(number, _entry(features, vector, story, desk))
    return Telling(
        story=story,
        assignment=_assignment(features.article_id, features.version, story),
        absorbed=absorbed,
        moved=tuple(_assignment(*place, story) for place in _places(decision)),
        withdrawn=_strings(decision["withdrawn"]),
    )


def story_id(features: StoryFeatures) -> str:
    """Name a story after the article that it begins with: the original of a group of copies."""
    first = features.duplicate.of if features.duplicate else features.article_id
    return "s" + hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _decided(features: StoryFeatures, vector: Vector, known: Json | None, desk: Desk) -> Json:
    """Choose the story: its own, the original's, the nearest, or a new one; and the story that becomes part of it."""
    events = [event.id for event in features.events]
    decision = {"version": features.version, "withdrawn": list(_withdrawn(known, features)), "events": events,
                "absorbed": None, "places": []}  # fmt: skip
    of = desk.store.get(desk.assignment_key(features.duplicate.of)) if features.duplicate else None
    placed = known or of
    if placed is not None:
        return {**decision, "story_id": current_story(str(placed["story_id"]), desk)}
    waiting = desk.stories.head(story_id(features))
    if features.duplicate or waiting:
        return {**decision, "story_id": current_story(story_id(features), desk)}
    nearest = choose_story(features, vector, desk)
    if nearest.story_id is None:
        return {**decision, "story_id": story_id(features)}
    absorbed = desk.stories.read(nearest.absorbed) if nearest.absorbed else None
    if absorbed is None:
        return {**decision, "story_id": nearest.story_id}
    places = [[member.id, _version_of(member.id, desk)] for member in absorbed.articles]
    return {**decision, "story_id": nearest.story_id, "absorbed": nearest.absorbed, "places": places}


def _updated(
    features: StoryFeatures, vector: Vector, decision: Json, desk: Desk
) -> tuple[StoryRecord, StoryRecord | None]:
    """Write the story, what became of an absorbed one, and the centre: each once for an article's place in the ring."""
    own_id, tag = str(decision["story_id"]), _tag(features, decision)
    absorbed = _absorbed(decision, desk)
    story = _with_article(features, absorbed, decision, desk)
    if absorbed and absorbed.merged_into is None:
        kept = desk.stories.head(absorbed.id) or tag
        old_tag = {"number": kept["number"], "ring": kept["ring"], "by": features.article_id}
        absorbed = moved(absorbed, into=own_id)
        desk.stories.write(absorbed, tag=old_tag)
        desk.store.put(desk.merged_key(absorbed.id), {**old_tag, "into": own_id})
    _put_centre(features, vector, desk, decision)
    return story, absorbed


def _with_article(features: StoryFeatures, absorbed: StoryRecord | None, decision: Json, desk: Desk) -> StoryRecord:
    """Put the article into its story, and the other story before it; both were done if the story was written so."""
    own_id, tag, gone = str(decision["story_id"]), _tag(features, decision), _strings(decision["withdrawn"])
    head = desk.stories.head(own_id)
    story = desk.stories.read(own_id)
    if head and story and _is_by(head, tag):
        return story
    if absorbed is None or absorbed.merged_into is not None:
        return desk.stories.join(own_id, features, gone=gone, tag=tag)
    whole = merged(story or begun(own_id, features), absorbed)
    story = joined(whole, features, gone=gone)
    story = replace(story, changes=(*whole.changes, *story.changes))
    desk.stories.write(story, tag=tag)
    return story


def _absorbed(decision: Json, desk: Desk) -> StoryRecord | None:
    return desk.stories.read(str(decision["absorbed"])) if decision["absorbed"] else None


def _tag(features: StoryFeatures, decision: Json) -> Json:
    return {"number": decision["number"], "ring": decision["ring"], "by": features.article_id}


def _is_by(stored: Json, tag: Json) -> bool:
    return all(stored[name] == value for name, value in tag.items())


def _put_centre(features: StoryFeatures, vector: Vector, desk: Desk, decision: Json) -> None:
    """Add an article, unless it is a copy or a correction, and an absorbed story's centre."""
    own_id, tag = str(decision["story_id"]), _tag(features, decision)
    stored = desk.store.get(desk.centre_key(own_id))
    if stored and _is_by(stored, tag):
        return
    at = moment(features).timestamp()
    is_counted = features.duplicate is None and (features.version == 1 or stored is None) and len(vector.terms)
    centre = centre_of(desk, own_id)
    if is_counted:
        article = Centre(vector=vector, first=at, last=at, count=1)
        centre = centre.plus(article) if centre else article
    other = centre_of(desk, str(decision["absorbed"])) if decision["absorbed"] else None
    if centre is not None:
        put_centre(desk, own_id, centre.plus(other) if other else centre, tag)


def _entry(features: StoryFeatures, vector: Vector, story: StoryRecord, desk: Desk) -> Json:
    """Make what the index reads; a copy is found by its original, and needs no place in it."""
    entry = {"id": features.article_id, "story": story.id}
    if features.duplicate is not None or not len(vector.terms):
        return entry
    keys = desk.index(desk.shelf(features)).query(vector).keys
    return {**entry, "terms": packed(vector.terms), "keys": packed(keys)}


def _is_cut_off(known: Json, desk: Desk) -> bool:
    """Whether a crash cut the writes of the message that was worked last."""
    return _whole(known["number"]) >= desk.ring(str(known["ring"])).next_number()


def _told_before(known: Json, features: StoryFeatures, desk: Desk) -> Telling:
    story = desk.stories.read(current_story(str(known["story_id"]), desk))
    if story is None:
        story = begun(str(known["story_id"]), features)
    return Telling(
        story=story,
        assignment=_assignment(features.article_id, _whole(known["version"]), story),
        absorbed=desk.stories.read(str(known["absorbed"])) if known["absorbed"] else None,
        moved=tuple(_assignment(*place, story) for place in _places(known)),
        withdrawn=_strings(known["withdrawn"]),
    )


def _assignment(article_id: str, version: int, story: StoryRecord) -> Assignment:
    return Assignment(article_id=article_id, version=version, story_id=story.id)


def _version_of(article_id: str, desk: Desk) -> int:
    known = desk.store.get(desk.assignment_key(article_id))
    return _whole(known["version"]) if known else 1


def _withdrawn(known: Json | None, features: StoryFeatures) -> tuple[str, ...]:
    """Events of all earlier versions that this one has not; what was withdrawn once stays so."""
    if known is None:
        return ()
    now = {event.id for event in features.events}
    before = (*_strings(known["withdrawn"]), *_strings(known["events"]))
    return tuple(dict.fromkeys(event_id for event_id in before if event_id not in now))


def _places(decision: Json) -> tuple[tuple[str, int], ...]:
    places = decision["places"]
    return tuple((str(place[0]), int(place[1])) for place in places) if isinstance(places, list) else ()


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
