"""One happening in several articles: which reports are of the same event, who gives them, and what they disagree on."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pipeline.records.story import (
    EventReport,
    FactualityChange,
    FeatureEvent,
    FeatureFigure,
    StoryEvent,
    StoryFeatures,
    StoryFigure,
)
from pipeline.steps.story_sources import moment, origin_of

MOST_EVENTS = 60
"""Events that a story lists: those that articles are about, then those with the most reports."""
MOST_OF_AN_ARTICLE = 16
"""Events of an article that its story follows: the lead and the first in the text."""
MOST_REPORTS = 60
"""Reports that an event lists: the first one and the latest."""
IDLE_WORDS = frozenset({"the", "a", "an", "of", "and", "mr", "mrs", "ms"})
"""Words that are no part of a name's meaning."""


def events_with(
    events: Sequence[StoryEvent], features: StoryFeatures, *, story_id: str, gone: Iterable[str]
) -> tuple[StoryEvent, ...]:
    """Put an article's events with a story's, and take those out that the article no longer has.

    Doing it again with the same article changes nothing.
    """
    kept = {event.id: event for event in _without(events, frozenset(gone))}
    known = {report.event_id: event.id for event in kept.values() for report in event.reports}
    origin = origin_of(features.credits, features.source, features.article_id)
    for told in features.events[:MOST_OF_AN_ARTICLE]:
        own = known.get(told.id)
        before = kept[own] if own else _same(kept.values(), told)
        own_id = before.id if before else _event_id(story_id, told)
        report = _report(told, features, origin)
        reports = before.reports if before else ()
        others = [one for one in reports if (one.event_id, one.factuality) != (told.id, told.factuality)]
        kept[own_id] = _event(own_id, told, before, [*others, report])
    return _bounded(kept.values())


def merged_events(events: Sequence[StoryEvent], others: Sequence[StoryEvent]) -> tuple[StoryEvent, ...]:
    """Put the events of two stories together."""
    kept = {event.id: event for event in events}
    for other in others:
        same = _same(kept.values(), other)
        if same is None:
            kept[other.id] = other
        else:
            kept[same.id] = _event(same.id, other, same, [*same.reports, *other.reports])
    return _bounded(kept.values())


def _same(events: Iterable[StoryEvent], told: FeatureEvent | StoryEvent) -> StoryEvent | None:
    for event in events:
        if event.type == told.type and is_same_event(event, told):
            return event
    return None


def is_same_event(event: StoryEvent, told: FeatureEvent | StoryEvent) -> bool:
    """Whether a report is of an event: the same type, no other time or place, and nobody else on either side."""
    if event.type != told.type or not _is_compatible(event.time, told.time):
        return False
    places = _shared(_given(event.place), _given(told.place))
    if places is False:
        return False
    sources, targets = _shared(event.source, told.source), _shared(event.target, told.target)
    if sources is None and targets is None:
        return bool(places or (event.lead and told.lead))
    return sources is not False and targets is not False


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """Whether two sides have a word of a name in common; None where one of them is not known."""
    left, right = _words(one), _words(other)
    return bool(left & right) if left and right else None


def _given(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in name.casefold().split() if word not in IDLE_WORDS}


def _is_compatible(one: str | None, other: str | None) -> bool:
    """Whether two TIMEX3 values may be of one time: equal as far as both go."""
    if one is None or other is None:
        return True
    length = min(len(one), len(other), len("2026-01-31"))
    return one[:length] == other[:length]


def _report(told: FeatureEvent, features: StoryFeatures, origin: str) -> EventReport:
    return EventReport(
        event_id=told.id,
        article_id=features.article_id,
        source=features.source,
        origin=origin,
        at=moment(features),
        factuality=told.factuality,
        figures=told.figures,
    )


def _event(
    own_id: str, told: FeatureEvent | StoryEvent, before: StoryEvent | None, reports: Iterable[EventReport]
) -> StoryEvent:
    """Count, order and compare an event's reports; what the first report left open is filled by later ones."""
    ordered = sorted(reports, key=lambda report: report.at)
    ordered = ordered[:1] + ordered[1:][-(MOST_REPORTS - 1) :]
    figures = _figures(ordered)
    return StoryEvent(
        id=own_id,
        type=told.type,
        label=told.label,
        mentions=tuple(dict.fromkeys([report.event_id for report in ordered])),
        sources=tuple(dict.fromkeys([report.source for report in ordered if report.source])),
        corroboration=len({report.origin for report in ordered}),
        first_report=ordered[0].article_id,
        factuality=ordered[-1].factuality,
        history=tuple(
            [
                FactualityChange(at=later.at, was=earlier.factuality, article_id=later.article_id)
                for earlier, later in pairwise(ordered)
                if earlier.factuality != later.factuality
            ]
        ),
        source=(before.source if before else ()) or told.source,
        target=(before.target if before else ()) or told.target,
        place=(before.place if before else None) or told.place,
        time=(before.time if before else None) or told.time,
        lead=told.lead or bool(before and before.lead),
        figures=figures,
        is_disputed=len({(figure.kind, figure.unit) for figure in figures}) < len(figures),
        reports=tuple(_with_novelty(ordered)),
    )


def _with_novelty(ordered: Sequence[EventReport]) -> Iterable[EventReport]:
    for place, report in enumerate(ordered):
        novelty: Literal["first", "repeat"] = "repeat" if place else "first"
        yield report if report.novelty == novelty else replace(report, novelty=novelty)


def _figures(reports: Sequence[EventReport]) -> tuple[StoryFigure, ...]:
    """Keep every number that an article gives with those who give it; an article's later version replaces its own."""
    if not any(report.figures for report in reports):
        return ()
    latest = {report.event_id: report for report in reports}
    found: dict[FeatureFigure, StoryFigure] = {}
    for report in latest.values():
        for figure in report.figures:
            before = found.get(figure)
            names = (*(before.sources if before else ()), *((report.source,) if report.source else ()))
            first = before.first_report if before else report.article_id
            found[figure] = StoryFigure(kind=figure.kind, value=figure.value, unit=figure.unit,
                                        sources=tuple(dict.fromkeys(names)), first_report=first)  # fmt: skip
    return tuple(found.values())


def _without(events: Sequence[StoryEvent], gone: frozenset[str]) -> Iterable[StoryEvent]:
    if not gone:
        yield from events
        return
    for event in events:
        kept = [report for report in event.reports if report.event_id not in gone]
        if len(kept) == len(event.reports):
            yield event
        elif kept:
            yield _event(event.id, event, event, kept)


def _bounded(events: Iterable[StoryEvent]) -> tuple[StoryEvent, ...]:
    listed = tuple(events)
    if len(listed) <= MOST_EVENTS:
        return listed
    kept = {event.id for event in sorted(listed, key=lambda event: (not event.lead, -len(event.reports)))[:MOST_EVENTS]}
    return tuple(event for event in listed if event.id in kept)


def _event_id(story_id: str, told: FeatureEvent) -> str:
    return "v" + hashlib.sha256(f"{story_id}\0{told.id}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
