"""That a pattern is spared a line by what it needs, and never misses a match by it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.calendar import Moment
from pipeline.nlp.timex_rules import RULES, Rule

NUMBERS = ("4", "21", "1990", "2025", "19:30", "2025-09-04", "5.30", "'90s", "1980s", "st", "th")
CALENDAR = ("Sept.", "March", "May", "December", "Monday", "thursday", "Christmas", "Labor Day", "the", "of", "in", ",")
UNITS = ("second", "days", "week", "Months", "quarter", "years", "decade", "century", "weekend", "summer", "years-old")
BESIDE = (
    "last",
    "THIS",
    "next",
    "coming",
    "two",
    "a few",
    "ago",
    "earlier",
    "from now",
    "every",
    "each",
    "for",
    "past",
)
ALONE = (
    "yesterday", "Tonight", "overnight", "noon", "midday", "daily", "annually", "now", "recently", "soon", "evening",
    "end of the year", "year-end", "year-ago quarter", "the same quarter", "first", "recent", "future", "p.m.", "am",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(
    words=st.lists(st.sampled_from(NUMBERS + CALENDAR + UNITS + BESIDE + ALONE), max_size=8),
    gap=st.sampled_from(["", " ", "\n"]),
)
def test_a_line_that_tells_a_time_holds_what_the_rule_needs(rule: Rule, words: list[str], gap: str) -> None:
    text = " ".join(words[:4]) + gap + " ".join(words[4:])
    moment = Moment(day=date(2025, 9, 4), tense="past", quarter=(2025, 2))
    for match in rule.pattern.finditer(text):
        assert "\n" not in match.group()
        line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        assert rule.read(match, moment) is None or rule.can_match(line, line.lower())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_line_without_any_time_is_spared_every_pattern(rule: Rule) -> None:
    line = "The committee elected its chair; nobody objected."
    assert not rule.can_match(line, line.lower())
