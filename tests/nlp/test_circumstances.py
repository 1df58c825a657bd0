from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.circumstances import is_long_before
from tests.nlp.reading import event


@pytest.mark.model
def test_where_and_when(nlp: Language) -> None:
    found = event(nlp, "Donald Trump hosted Vladimir Putin in Alaska last month.", "hosted")

    assert (found.place.text if found.place else None, found.time.value if found.time else None) == (
        "Alaska",
        "2025-08",
    )


@pytest.mark.model
def test_an_actor_is_no_place(nlp: Language) -> None:
    assert event(nlp, "Gunmen attacked France.", "attacked").place is None


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "is_background"),
    [
        ("Gunmen attacked a convoy on Wednesday.", "attacked", False),
        ("Gunmen attacked a convoy last year.", "attacked", True),
        ("Gunmen attacked a convoy in 2014.", "attacked", True),
        ("Gunmen had attacked a convoy before.", "attacked", True),
        ("The army said gunmen had attacked a convoy.", "attacked", False),
    ],
)
def test_what_is_long_past_is_background(nlp: Language, text: str, trigger: str, *, is_background: bool) -> None:
    assert event(nlp, text, trigger).background is is_background


@pytest.mark.parametrize(
    ("value", "is_before"),
    [
        ("2025-09-03", False),
        ("2025-08-01", True),
        ("2025-08", False),
        ("2025-07", True),
        ("2024", True),
        ("2025", False),
        ("2025-W36", False),
        ("2025-W30", True),
        ("2025-09-03TNI", False),
        ("P3D", False),
        ("PAST_REF", False),
    ],
)
def test_a_value_that_ends_a_fortnight_before_is_long_before(value: str, *, is_before: bool) -> None:
    assert is_long_before(value, date(2025, 9, 4)) is is_before


@given(st.text(alphabet=st.sampled_from("0123456789-WTX")), st.dates())
def test_any_value_is_judged(value: str, day: date) -> None:
    assert is_long_before(value, day) in {True, False}


def test_an_events_place_has_the_coordinates_of_its_name(nlp: Language) -> None:
    place = event(nlp, "Gunmen attacked a convoy in Kunduz, Afghanistan, on Monday.", "attacked").place

    assert place is not None
    assert (place.country, round(place.lat or 0), round(place.lon or 0)) == ("AFG", 37, 69)


def test_an_events_place_that_is_not_known_has_no_coordinates(nlp: Language) -> None:
    place = event(nlp, "Gunmen attacked a convoy in Qarvetholm on Monday.", "attacked").place

    assert place is None or (place.geonameid, place.lat, place.lon) == (None, None, None)
