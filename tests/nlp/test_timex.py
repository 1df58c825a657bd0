from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.calendar import Tense
from pipeline.nlp.timex import dateline_day, time_expressions
from tests.nlp.reading import read

THURSDAY = date(2025, 9, 4)


def values(text: str, *, day: date | None = THURSDAY, tense: Tense = "past") -> list[tuple[str, str]]:
    return [(found.text, found.value) for found in time_expressions(text, day=day, tense_at=lambda _: tense)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("signed on 2025-08-30.", "2025-08-30", "2025-08-30"),
        ("at 2025-08-30T10:15:00 sharp", "2025-08-30T10:15:00", "2025-08-30T10:15"),
        ("on 4 September 2025.", "4 September 2025", "2025-09-04"),
        ("on September 4, 2025.", "September 4, 2025", "2025-09-04"),
        ("on Sept. 3 they met", "Sept. 3", "2025-09-03"),
        ("the 21st of August", "the 21st of August", "2025-08-21"),
        ("in August 2024", "August 2024", "2024-08"),
        ("in March", "March", "2025-03"),
        ("on Wednesday", "Wednesday", "2025-09-03"),
        ("on Wednesday evening", "Wednesday evening", "2025-09-03TEV"),
        ("Yesterday it rained", "Yesterday", "2025-09-03"),
        ("tonight", "tonight", "2025-09-04TNI"),
        ("last night", "last night", "2025-09-03TNI"),
        ("last month", "last month", "2025-08"),
        ("earlier this week", "earlier this week", "2025-W36"),
        ("last summer", "last summer", "2024-SU"),
        ("two years ago", "two years ago", "2023"),
        ("three days ago", "three days ago", "2025-09-01"),
        ("for three weeks", "three weeks", "P3W"),
        ("a 48-hour walkout", "48-hour", "PT48H"),
        ("in 2014", "2014", "2014"),
        ("in the 1990s", "the 1990s", "199"),
        ("the third quarter of 2024", "the third quarter of 2024", "2024-Q3"),
        ("every Monday", "every Monday", "XXXX-WXX-1"),
        ("it rains daily", "daily", "P1D"),
        ("at 6.10am", "6.10am", "2025-09-04T06:10"),
        ("at 10 p.m. sharp", "10 p.m.", "2025-09-04T22:00"),
        ("recently", "recently", "PAST_REF"),
        ("in the past three months", "the past three months", "P3M"),
        ("for weeks", "weeks", "PXW"),
        ("the 1956 uprising", "1956", "1956"),
        ("the 20th century", "the 20th century", "19"),
        ("over the weekend", "the weekend", "2025-W35-WE"),
        ("last Christmas", "last Christmas", "2024-12-25"),
        ("at 14:58 UTC", "14:58 UTC", "2025-09-04T14:58Z"),
        ("at 9 a.m. Tuesday", "9 a.m. Tuesday", "2025-09-02T09:00"),
        ("by the end of the year", "the end of the year", "2025"),
        ("this September", "this September", "2025-09"),
        ("a couple of years", "a couple of years", "P2Y"),
        ("twenty-four hours", "twenty-four hours", "PT24H"),
    ],
)
def test_an_expression_and_its_value(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march",
        "2000 people",
        "the daily Le Parisien",
        "Section 2024a",
        "25:70",
        "no time here",
        "$2014",
        "a quarter of it",
        "a second vote",
    ],
)
def test_what_is_no_time_gives_none(text: str) -> None:
    assert values(text) == []


def test_a_relative_expression_needs_a_day_of_publication() -> None:
    assert values("last month and on 1 May 2020", day=None) == [("1 May 2020", "2020-05-01")]


def test_a_year_ago_is_the_same_quarter_where_a_quarter_is_told_of() -> None:
    found = values("Profit rose in the second quarter from a year ago; the quarter was cold.")

    assert [value for _, value in found] == ["2025-Q2", "2024-Q2", "2025-Q2"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("PARIS, September 2 (Agency) -- Ships left.", date(2025, 9, 2)),
        ("PARIS, March 2 (Agency) -- Ships left.", THURSDAY),
        ("Ships left on September 2 -- at last.", THURSDAY),
    ],
)
def test_a_dateline_near_publication_is_the_day(text: str, day: date) -> None:
    assert dateline_day(text, THURSDAY) == day


@given(st.text(alphabet=st.sampled_from("0123456789 -:/.,apm'MayJune Mondylstw")), st.dates() | st.none())
def test_expressions_keep_their_offsets_and_do_not_overlap(text: str, day: date | None) -> None:
    found = list(time_expressions(text, day=day, tense_at=lambda _: "past"))

    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Leaders gathered in Paris on Friday.", "2025-08-29"),
        ("Leaders will gather in Paris on Friday.", "2025-09-05"),
        ("Leaders agreed to meet in Paris on Friday.", "2025-09-05"),
        ("The two sides failed to reach a deal on Monday.", "2025-09-01"),
        ("The port stayed closed until Friday.", "2025-09-05"),
    ],
)
def test_the_verb_tells_which_friday(nlp: Language, text: str, value: str) -> None:
    assert [found.value for found in read(nlp, text)._.news_dates] == [value]
