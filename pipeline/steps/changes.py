"""What another version of the program makes of the same article: events gained, lost and altered."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Actor, Event

Change = Literal["gained", "lost", "altered"]


@dataclass(frozen=True, kw_only=True, slots=True)
class EventChange:
    """One event that is not as it was."""

    change: Change
    """How."""
    article_id: str
    """The article."""
    before: Event | None = None
    """As it was; None where it was not there."""
    after: Event | None = None
    """As it is; None where it is gone."""
    aspects: tuple[str, ...] = ()
    """Of an altered one: names of what differs."""

    @property
    def type(self) -> str:
        """Name the type: of an altered one the new type."""
        event = self.after or self.before
        return event.type if event else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleChange:
    """What became of one article."""

    article_id: str
    """The article."""
    has_other_text: bool
    """The clean text is another."""
    is_judged_otherwise: bool
    """It is a copy now and was none, or the other way round: its events are not compared."""
    events: tuple[EventChange, ...]
    """What is not as it was."""
    unchanged: int
    """Events that are as they were."""


def _actors(actors: Sequence[Actor]) -> Hashable:
    return frozenset((actor.name or actor.text, actor.country, actor.sector, actor.count) for actor in actors)


ASPECTS: Mapping[str, Callable[[Event], Hashable]] = {
    "type": lambda event: event.type,
    "plover": lambda event: event.plover,
    "cameo": lambda event: event.cameo,
    "quad": lambda event: event.quad,
    "factuality": lambda event: event.factuality,
    "source": lambda event: _actors(event.source),
    "target": lambda event: _actors(event.target),
    "place": lambda event: event.place and (event.place.text, event.place.geonameid, event.place.country),
    "time": lambda event: event.time and event.time.value,
    "figures": lambda event: frozenset((one.kind, one.value, one.unit) for one in event.figures),
    "attribution": lambda event: event.attribution and event.attribution.name,
    "lead": lambda event: event.lead,
    "background": lambda event: event.background,
}
"""What is compared of an event: what users see of it, but for offsets and weights."""


def compare_articles(before: EnrichedArticle, after: EnrichedArticle) -> ArticleChange:
    """Compare two tellings of one article."""
    is_judged_otherwise = (before.duplicate is None) != (after.duplicate is None)
    pairs = [] if is_judged_otherwise else list(_pairs(before.events, after.events))
    changes = tuple(change for old, new in pairs if (change := _change(after.id, old, new)) is not None)
    return ArticleChange(
        article_id=after.id,
        has_other_text=before.text != after.text,
        is_judged_otherwise=is_judged_otherwise,
        events=changes,
        unchanged=len(pairs) - len(changes),
    )


def _pairs(before: Sequence[Event], after: Sequence[Event]) -> Iterator[tuple[Event | None, Event | None]]:
    """Pair events by their ids, and those that are left over by the words that tell them, in the order of the text."""
    new_by_id = {event.id: event for event in after}
    old_ids = {event.id for event in before}
    left_by_words: dict[tuple[str, str], list[Event]] = {}
    for event in after:
        if event.id not in old_ids:
            left_by_words.setdefault(_words(event), []).append(event)
    for event in before:
        waiting = left_by_words.get(_words(event), [])
        yield event, new_by_id.get(event.id) or (waiting.pop(0) if waiting else None)
    yield from ((None, event) for waiting in left_by_words.values() for event in waiting)


def _words(event: Event) -> tuple[str, str]:
    return event.sentence.text, event.trigger.text


def _change(article_id: str, before: Event | None, after: Event | None) -> EventChange | None:
    if before is None or after is None:
        change: Change = "gained" if before is None else "lost"
        return EventChange(change=change, article_id=article_id, before=before, after=after)
    aspects = tuple(name for name, of in ASPECTS.items() if of(before) != of(after))
    if not aspects:
        return None
    return EventChange(change="altered", article_id=article_id, before=before, after=after, aspects=aspects)
