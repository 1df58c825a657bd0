"""Time expressions with their TIMEX3 values, read against the day of publication and the tense of the verb."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date
from re import Match

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.nlp.attributes import DATES, article_of, text_of
from pipeline.nlp.calendar import Moment, Tense, calendar_day, month_number
from pipeline.nlp.syntax import children, governing_verb
from pipeline.nlp.timex_rules import RULES, Rule
from pipeline.nlp.words import has_lemma, is_verb
from pipeline.records.annotation import TimeExpression

QUARTER_REACH = 3_000
"""Code points behind a named quarter within which "a year ago" means the same quarter of the year before."""
DATELINE_CHARS = 120
"""Head of the text in which a dateline can stand."""
DATELINE_DAYS = 7
"""Most days between the dateline and publication: a copy that is put out again much later keeps its old dateline."""
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,40},? (?:[A-Z][A-Za-z.]{1,20},? )?"
    r"(?P<month>Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.? "
    r"(?P<day>[0-3]?\d)\b[^\n]{0,30}(?:--|[-–—_])"
)
TenseAt = Callable[[int], Tense]

_AHEAD = frozenset({"until", "till", "due", "by", "starting"})
"""Words right before a date that put it ahead: "until Friday", "due on Thursday"."""
_SCHEDULED = frozenset({"expected", "planned", "scheduled", "slated", "due"})
"""Verbs whose date lies ahead of them: "is expected in December", "scheduled a vote for Friday"."""
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "going"})


@Language.component("newswire_dates", assigns=[f"doc._.{DATES}"], requires=["token.tag", "token.dep"])
def find_dates(doc: Doc) -> Doc:
    """Set the time expressions of a doc: found by pattern; the parse only gives the tense."""
    article = article_of(doc)
    published = article.published_at if article else None
    day = published.astimezone(UTC).date() if published else None
    day = dateline_day(text_of(doc), day)
    doc._.set(DATES, tuple(time_expressions(text_of(doc), day=day, tense_at=lambda offset: _tense_at(doc, offset))))
    return doc


def time_expressions(text: str, *, day: date | None, tense_at: TenseAt) -> Iterator[TimeExpression]:
    """Yield the time expressions of a text in order; of those that overlap the longest, then the earliest rule's."""
    end = 0
    for start, stop, found in sorted(_candidates(text, day, tense_at), key=lambda item: (item[0], -item[1])):
        if start >= end:
            end = stop
            yield found


def _candidates(text: str, day: date | None, tense_at: TenseAt) -> Iterator[tuple[int, int, TimeExpression]]:
    quarters = tuple(_quarters(text, day))
    for rule, lines in _lines_of_rules(text):
        for match in _matches(rule, text, lines):
            start, end = match.span("x") if "x" in rule.pattern.groupindex else match.span()
            read = rule.read(match, Moment(day=day, tense=tense_at(start), quarter=_quarter_before(quarters, start)))
            if read is not None:
                kind, value = read
                words = text[start:end]
                yield start, end, TimeExpression(start=start, end=end, text=words, type=kind, value=value)


def _lines_of_rules(text: str) -> Iterator[tuple[Rule, list[tuple[int, int]]]]:
    """Yield each rule with the offsets of the lines that hold what it needs; no pattern reaches over a line's end."""
    lower = text.lower()
    rules = [rule for rule in RULES if rule.can_match(text, lower)]
    lines = list(_lines(text))
    for rule in rules:
        yield rule, [(start, end) for start, end, line, low in lines if rule.can_match(line, low)]


def _lines(text: str) -> Iterator[tuple[int, int, str, str]]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line:
            yield start, end, line, line.lower()
        start = end + 1


def _matches(rule: Rule, text: str, lines: list[tuple[int, int]]) -> Iterator[Match[str]]:
    for start, end in lines:
        yield from rule.pattern.finditer(text, start, end)


def _quarters(text: str, day: date | None) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield where a quarter is named, and which one."""
    rule = next(rule for rule in RULES if rule.name == "quarter")
    if not rule.can_match(text, text.lower()):
        return
    for match in rule.pattern.finditer(text):
        read = rule.read(match, Moment(day=day, tense="past"))
        if read is not None:
            year, _, number = read[1].partition("-Q")
            yield match.start(), (int(year), int(number))


def _quarter_before(quarters: tuple[tuple[int, tuple[int, int]], ...], offset: int) -> tuple[int, int] | None:
    near = [quarter for start, quarter in quarters if 0 < offset - start <= QUARTER_REACH]
    return near[-1] if near else None


def dateline_day(text: str, day: date | None) -> date | None:
    """Return the day of the dateline where there is one within a week of publication, else the day of publication."""
    match = _DATELINE.match(text.lstrip()[:DATELINE_CHARS])
    if match is None or day is None:
        return day
    month = month_number(match["month"]) or 1
    value = calendar_day(None, month, int(match["day"]), Moment(day=day, tense="past"))
    written = date.fromisoformat(value) if value else day
    return written if abs((day - written).days) <= DATELINE_DAYS else day


_SAME_TIME = frozenset(
    {"fail", "manage", "try", "begin", "start", "continue", "refuse", "decline", "help", "happen", "struggle", "cease"}
)
"""Verbs whose infinitive happens, or does not, at their own time: "failed to reach a deal in February"."""


def _tense_at(doc: Doc, offset: int) -> Tense:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if span is None:
        return "past"
    first = span[0]
    if any(doc[first.i - back].lower_ in _AHEAD for back in (1, 2) if first.i >= back):
        return "future"
    verb = governing_verb(first)
    return "past" if verb is None else _tense(verb)


def _tense(verb: Token) -> Tense:
    """Tell the tense of a verb; an infinitive after a past verb ("agreed to meet") looks ahead."""
    if verb.lower_ in _SCHEDULED:
        return "future"
    if verb.dep_ == "xcomp" and is_verb(verb.head) and has_lemma(verb.head, _SAME_TIME):
        return _tense(verb.head)
    helpers = list(children(verb, "aux", "auxpass"))
    if any(helper.lower_ in _FUTURE or helper.lower_ == "to" for helper in helpers):
        return "future"
    if verb.tag_ == "VBD" or any(helper.tag_ == "VBD" or helper.lower_ in {"has", "have"} for helper in helpers):
        return "past"
    if verb.dep_ in {"xcomp", "advcl", "pcomp"} and is_verb(verb.head):
        return "past" if verb.head.tag_ in {"VBD", "VBN"} else "present"
    return "present"
