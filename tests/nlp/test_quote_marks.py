from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.quote_marks import MAX_CHARS, marked_stretches


def stretches(text: str) -> list[str]:
    return [text[found.start : found.end] for found in marked_stretches(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        'He said "we will go" twice.',
        "He said “we will go” twice.",
        "He said „we will go“ twice.",
        "He said « we will go » twice.",
        "He said ‘we will go’ twice.",
        "He said ``we will go'' twice.",
    ],
)
def test_marks_of_many_kinds(text: str) -> None:
    assert stretches(text) == ["we will go"]


def test_an_apostrophe_closes_nothing() -> None:
    assert stretches("He said ‘we don’t know’ twice.") == ["we don’t know"]


def test_inches_and_possessives_open_nothing() -> None:
    assert stretches('A 6" pipe and the dogs’ bowls') == []


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_open() -> None:
    text = "“We will go on."

    assert [found.is_open for found in marked_stretches(text, 0, len(text))] == [True]


def test_a_mark_whose_partner_is_too_far_is_passed_over() -> None:
    assert stretches('"' + "a " * MAX_CHARS + '"') == []


@given(st.text(alphabet=st.sampled_from("ab \n\"“”‘’«»„`'.,")))
def test_stretches_lie_inside_and_do_not_overlap(text: str) -> None:
    found = list(marked_stretches(text, 0, len(text)))

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
