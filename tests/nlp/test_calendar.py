from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.calendar import UNITS, Moment, Tense, calendar_day, holiday_in, quarter, shifted, weekday

THURSDAY = date(2025, 9, 4)


def moment(tense: Tense = "past", day: date | None = THURSDAY) -> Moment:
    return Moment(day=day, tense=tense)


@pytest.mark.parametrize(
    ("number", "direction", "tense", "value"),
    [
        (3, "", "past", "2025-09-04"),
        (2, "", "past", "2025-09-03"),
        (4, "", "past", "2025-08-29"),
        (4, "", "future", "2025-09-05"),
        (3, "last", "past", "2025-08-28"),
        (3, "next", "past", "2025-09-11"),
    ],
)
def test_a_weekday_is_the_latest_or_after_a_future_verb_the_next(
    number: int, direction: str, tense: Tense, value: str
) -> None:
    assert weekday(number, direction, moment(tense)) == value


def test_a_weekday_without_a_day_of_publication_stays_open() -> None:
    assert weekday(3, "", moment(day=None)) == "XXXX-WXX-4"


@pytest.mark.parametrize(
    ("unit", "steps", "value"),
    [
        ("day", -1, "2025-09-03"),
        ("week", 0, "2025-W36"),
        ("weekend", -1, "2025-W35-WE"),
        ("month", -1, "2025-08"),
        ("month", -9, "2024-12"),
        ("quarter", 1, "2025-Q4"),
        ("year", -1, "2024"),
        ("decade", 0, "202"),
        ("year", -9000, None),
    ],
)
def test_steps_from_the_day(unit: str, steps: int, value: str | None) -> None:
    assert shifted(unit, steps, moment()) == value


@pytest.mark.parametrize(
    ("month", "day", "tense", "value"),
    [
        (8, 1, "past", "2025-08-01"),
        (2, 1, "past", "2025-02-01"),
        (2, 1, "future", "2026-02-01"),
        (12, 24, "future", "2025-12-24"),
    ],
)
def test_a_day_without_a_year_is_near_and_rather_on_the_side_of_the_verb(
    month: int, day: int, tense: Tense, value: str
) -> None:
    assert calendar_day(None, month, day, moment(tense)) == value


def test_a_day_that_is_not_has_no_value() -> None:
    assert calendar_day(2025, 2, 30, moment()) is None


@pytest.mark.parametrize(
    ("number", "tense", "value"), [(2, "past", "2025-Q2"), (4, "past", "2024-Q4"), (1, "future", "2026-Q1")]
)
def test_a_quarter_without_a_year(number: int, tense: Tense, value: str) -> None:
    assert quarter(number, None, moment(tense)) == value


@given(st.sampled_from(sorted(UNITS)), st.integers(-9999, 9999), st.dates())
def test_any_step_from_any_day_gives_a_value_or_none(unit: str, steps: int, day: date) -> None:
    value = shifted(unit, steps, moment(day=day))

    assert value is None or value[0].isdigit()


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("Easter", 2025, date(2025, 4, 20)),
        ("Good Friday", 2024, date(2024, 3, 29)),
        ("Thanksgiving Day", 1999, date(1999, 11, 25)),
        ("Labor Day", 2025, date(2025, 9, 1)),
        ("Memorial Day", 2025, date(2025, 5, 26)),
        ("Christmas Eve", 2025, date(2025, 12, 24)),
        ("Groundhog Day", 2025, None),
    ],
)
def test_holidays_fall_on_their_days(name: str, year: int, day: date | None) -> None:
    assert holiday_in(name, year) == day
