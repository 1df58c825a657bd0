"""Where and when an event happened, and whether it is told as history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.nlp.attributes import (
    DATES,
    FINDINGS,
    NAMED,
    article_of,
    dates_of,
    findings_of,
    named_at,
    text_of,
    words_of,
)
from pipeline.nlp.findings import Finding, NamedSpan
from pipeline.nlp.syntax import children, governing_verb
from pipeline.nlp.words import is_verb
from pipeline.records.annotation import TimeExpression
from pipeline.records.event import EventPlace, EventTime, Factuality

RECENT = timedelta(days=14)
"""What happened earlier than that before publication is background."""

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_UNREAL: frozenset[Factuality] = frozenset({"planned", "possible", "demanded", "threatened"})
WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "off", "around"})
REACH = 5
"""How many words behind "in" a place is looked for: "in the northern Afghan city of Kunduz"."""
_DATED = 4
"""Digits of a year: values that begin with one are dates."""


@Language.component(
    "newswire_circumstances",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.dep", f"doc._.{NAMED}", f"doc._.{DATES}", f"doc._.{FINDINGS}"],
)
def add_circumstances(doc: Doc) -> Doc:
    """Give every finding its place and time, and tell what is history."""
    article = article_of(doc)
    published = article.published_at if article else None
    day = published.astimezone(UTC).date() if published else None
    doc._.set(FINDINGS, tuple(_with_circumstances(doc, found, day) for found in findings_of(doc)))
    return doc


def _with_circumstances(doc: Doc, finding: Finding, day: date | None) -> Finding:
    token = doc[finding.token]
    when = _time(token, finding)
    return replace(
        finding,
        place=_place(token, finding),
        time=EventTime(start=when.start, end=when.end, text=when.text, value=when.value) if when else None,
        background=_is_background(token, when, day),
    )


def _place(token: Token, finding: Finding) -> EventPlace | None:
    """Take the place that a preposition ties to the trigger or its verb, else the first near it; actors are none."""
    actors = [(actor.start, actor.end) for actor in (*finding.source, *finding.target)]
    for name in (*_places_at(token), *places_in(_stretch(token, finding))):
        first, last = token.doc[name.first], token.doc[name.last]
        start, end = first.idx, last.idx + len(last)
        if not any(start < actor_end and actor_start < end for actor_start, actor_end in actors):
            return event_place(token.doc, name)
    return None


def event_place(doc: Doc, name: NamedSpan) -> EventPlace:
    """Make the place of an event from the name of a place, with its coordinates where they could be told."""
    known, last = name.entity.place, doc[name.last]
    start, end = doc[name.first].idx, last.idx + len(last)
    return EventPlace(
        start=start,
        end=end,
        text=text_of(doc)[start:end],
        geonameid=known.geonameid if known else None,
        lat=known.lat if known else None,
        lon=known.lon if known else None,
        country=name.entity.country or (known.country if known else None),
    )


def _places_at(token: Token) -> Iterator[NamedSpan]:
    named = named_at(token.doc)
    words = [token, *([token.head] if token.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"} else [])]
    for word in words:
        for prep in children(word, "prep"):
            for noun in children(prep, "pobj"):
                if prep.lower_ in WHERE and noun.i in named and named[noun.i].type in _PLACES:
                    yield named[noun.i]
        for noun in children(word, "compound"):
            if noun.i in named and named[noun.i].type in _PLACES:
                yield named[noun.i]


def _stretch(token: Token, finding: Finding) -> Span:
    """Return where a place may stand: the trigger's clause, or for a fact with actors the sentence."""
    if finding.factuality not in _UNREAL and (finding.source or finding.target):
        return token.sent
    clause = _clause(token)
    return token.doc[clause.left_edge.i : clause.right_edge.i + 1]


def places_in(stretch: Span) -> Iterator[NamedSpan]:
    """Yield the places that stand behind "in", "at", "near" and the like, in order."""
    named = named_at(stretch.doc)
    lowers = words_of(stretch.doc).lowers
    for at in range(stretch.start, stretch.end):
        if lowers[at] in WHERE:
            ahead = range(at + 1, min(at + REACH, len(lowers)))
            found = next((named[index] for index in ahead if index in named), None)
            if found is not None and found.type in _PLACES:
                yield found


def _clause(token: Token) -> Token:
    """Return the verb whose clause a trigger stands in."""
    return token if is_verb(token) else governing_verb(token) or token


def _time(token: Token, finding: Finding) -> TimeExpression | None:
    """Take the date nearest to the trigger: of its clause, else, where it is told as a fact, of its sentence."""
    sentence = token.sent
    dates = [
        expression
        for expression in dates_of(token.doc)
        if sentence.start_char <= expression.start < sentence.end_char and expression.type in {"DATE", "TIME"}
    ]
    dated = [expression for expression in dates if expression.value[:_DATED].isdigit()]
    own = [expression for expression in dated if _is_under(_clause(token), expression)]
    is_open = finding.factuality in _UNREAL
    return min(
        own or ([] if is_open else dated), key=lambda expression: abs(expression.start - token.idx), default=None
    )


def _is_under(verb: Token, expression: TimeExpression) -> bool:
    return verb.left_edge.idx <= expression.start <= verb.right_edge.idx


def _is_background(token: Token, when: TimeExpression | None, day: date | None) -> bool:
    verb = token if is_verb(token) else (token.head if is_verb(token.head) else None)
    if verb is not None and verb.tag_ == "VBN" and verb.dep_ not in {"ccomp", "xcomp"}:
        helpers = {child.lower_ for child in children(verb, "aux")}
        if "had" in helpers:
            return True
    return when is not None and day is not None and is_long_before(when.value, day)


def is_long_before(value: str, day: date) -> bool:
    """Tell whether a TIMEX3 value ends more than a fortnight before a day."""
    last = _last_day(value)
    return last is not None and last < day - RECENT


def _last_day(value: str) -> date | None:
    """Return the last day of a year, month or day value, or of a week's; None for other values."""
    bare = value.split("T", maxsplit=1)[0]
    try:
        if len(bare) == 4:  # noqa: PLR2004 - YYYY
            return date(int(bare), 12, 31)
        if len(bare) == 7 and bare[5:].isdigit():  # noqa: PLR2004 - YYYY-MM
            year, month = int(bare[:4]), int(bare[5:])
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if bare[4:6] == "-W":
            return date.fromisocalendar(int(bare[:4]), int(bare[6:8]), 7)
        return date.fromisoformat(bare)
    except (ValueError, OverflowError):
        return None
