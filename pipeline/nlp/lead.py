"""Where and when of the lead: what its own sentence leaves open is told in the sentences beside it, as reports do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta

from spacy.tokens import Doc, Span

from pipeline.nlp.attributes import article_of, dates_of, has_events
from pipeline.nlp.circumstances import RECENT, event_place, is_long_before, places_in
from pipeline.nlp.spans import span_of_tokens
from pipeline.records.annotation import TimeExpression
from pipeline.records.event import Event, EventPlace, EventTime

AHEAD = 8
"""How many sentences behind the lead's own are read for its circumstances."""

_AWAITED = frozenset({"planned", "possible", "demanded", "threatened"})


def with_lead_circumstances(doc: Doc, lead: Event) -> Event:
    """Give the lead event the first place and the first fitting day of the sentences that follow, where it has none."""
    if lead.background:
        return lead
    place, when = lead.place, lead.time
    taken = [(actor.start, actor.end) for actor in (*lead.source, *lead.target)]
    for sentence in _sentences(doc, lead):
        place = place or _place(sentence, taken)
        when = when or _time(doc, sentence, is_awaited=lead.factuality in _AWAITED)
    rules = [lead.rule]
    rules += ["lead-place"] if place is not lead.place else []
    rules += ["lead-time"] if when is not lead.time else []
    return replace(lead, place=place, time=when, rule=" ".join(rules))


def _sentences(doc: Doc, lead: Event) -> Iterator[Span]:
    """Yield the lead's own sentence and those that follow."""
    count = 0
    for sentence in doc.sents:
        if sentence.end_char <= lead.trigger.start or not has_events(sentence):
            continue
        yield sentence
        count += 1
        if count > AHEAD:
            return


def _place(sentence: Span, taken: list[tuple[int, int]]) -> EventPlace | None:
    for name in places_in(sentence):
        span = span_of_tokens(sentence.doc[name.first : name.last + 1])
        if not any(span.start < end and start < span.end for start, end in taken):
            return event_place(sentence.doc, name)
    return None


def _time(doc: Doc, sentence: Span, *, is_awaited: bool) -> EventTime | None:
    article = article_of(doc)
    if article is None or article.published_at is None:
        return None
    day = article.published_at.astimezone(UTC).date()
    for expression in dates_of(doc):
        is_inside = sentence.start_char <= expression.start < sentence.end_char
        if is_inside and _fits(expression, day, is_awaited=is_awaited):
            return EventTime(start=expression.start, end=expression.end, text=expression.text, value=expression.value)
    return None


def _fits(expression: TimeExpression, day: date, *, is_awaited: bool) -> bool:
    """Tell a day within a fortnight of publication, and on the side of it that the factuality asks for."""
    if expression.type not in {"DATE", "TIME"}:
        return False
    try:
        named = date.fromisoformat(expression.value.split("T", maxsplit=1)[0])
    except ValueError:
        return False
    if is_long_before(expression.value, day):
        return False
    return day <= named <= day + RECENT if is_awaited else named <= day + timedelta(days=1)
