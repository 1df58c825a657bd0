"""TIMEX3 values of dates, relative to a day and to the tense of the verb. Strings and dates only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Tense = Literal["past", "present", "future"]

MONTHS: tuple[str, ...] = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS: Mapping[str, str] = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS_OF_DAY: Mapping[str, str] = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
UNITS: Mapping[str, str] = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "E", "century": "C", "weekend": "WE",
}  # fmt: skip
_FIXED_HOLIDAYS: Mapping[str, tuple[int, int]] = {
    "christmas": (12, 25), "christmas eve": (12, 24), "new year": (1, 1), "new year's eve": (12, 31),
    "halloween": (10, 31), "independence": (7, 4), "veterans": (11, 11), "valentine": (2, 14), "may": (5, 1),
}  # fmt: skip
_EASTER_DAYS: Mapping[str, int] = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}
_NTH_WEEKDAYS: Mapping[str, tuple[int, int, int]] = {"thanksgiving": (11, 3, 4), "labor": (9, 0, 1)}
"""Month, weekday (0 is Monday), and which of them; the holidays are those of the United States."""
_LAST_YEAR = 9_999
"""Last year that a value can name."""
_AGAINST_TENSE = 4
"""Months by which a day against the tense of the verb must be nearer to be taken."""
_CLOCK_UNITS = frozenset({"second", "minute", "hour"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """What a time expression is read against."""

    day: date | None
    """When the article was published; None where that is unknown, and then relative expressions have no value."""
    tense: Tense
    """Tense of the verb that it belongs to."""
    quarter: tuple[int, int] | None = None
    """Year and number of the quarter that the words right before tell of: "a year ago" is then the same quarter."""


def month_number(word: str) -> int | None:
    """Return 1 to 12 for a month's name or its abbreviation, else None."""
    start = word.lower().rstrip(".")[:3]
    return next((number for number, month in enumerate(MONTHS, start=1) if month.startswith(start)), None)


def calendar_day(year: int | None, month: int, day: int, moment: Moment) -> str | None:
    """Return a day's value; a missing year is the one that brings it nearest, on the side of the verb if in doubt."""
    if year is not None:
        return _iso(year, month, day)
    if moment.day is None:
        return f"XXXX-{month:02d}-{day:02d}"
    years = sorted(range(moment.day.year - 1, moment.day.year + 2), key=lambda y: _months_off(y, month, moment))
    return next((value for y in years if (value := _iso(y, month, day))), None)


def calendar_month(year: int | None, month: int, moment: Moment) -> str:
    """Return a month's value; without a year the one that just passed, or after a future verb the next."""
    if year is not None:
        return f"{year:04d}-{month:02d}"
    if moment.day is None:
        return f"XXXX-{month:02d}"
    if moment.tense == "future":
        return f"{moment.day.year + (month < moment.day.month):04d}-{month:02d}"
    return f"{moment.day.year - (month > moment.day.month):04d}-{month:02d}"


def weekday(number: int, direction: str, moment: Moment) -> str | None:
    """Return the value of a weekday: the latest one, the day itself counted, or after a future verb the next.

    Args:
        number: 0 for Monday.
        direction: `last`, `next`, `this` or nothing, as the words before it have it.
        moment: When and in which tense it is said.
    """
    if moment.day is None:
        return f"XXXX-WXX-{number + 1}"
    back = (moment.day.weekday() - number) % 7
    if direction == "last":
        return (moment.day - timedelta(days=back or 7)).isoformat()
    if direction in {"next", "this", "coming"} or moment.tense == "future":
        ahead = (number - moment.day.weekday()) % 7
        return (moment.day + timedelta(days=ahead or (7 if direction == "next" else 0))).isoformat()
    return (moment.day - timedelta(days=back)).isoformat()


def shifted(unit: str, steps: int, moment: Moment) -> str | None:
    """Return the value of the day, week, month, … that lies some steps from the moment; None without a day."""
    day = moment.day
    if day is None:
        return None
    if unit == "day":
        return _added(day, days=steps)
    if unit in {"week", "weekend"}:
        week = _moved(day, days=7 * steps)
        return None if week is None else _week(week) + ("-WE" if unit == "weekend" else "")
    if unit in {"month", "quarter"}:
        return _month_or_quarter(day, unit, steps)
    year = day.year + steps * {"year": 1, "decade": 10, "century": 100}.get(unit, 0)
    if unit not in {"year", "decade", "century"} or not 0 < year <= _LAST_YEAR:
        return None
    return f"{year:04d}"[: {"year": 4, "decade": 3, "century": 2}[unit]]


def weekend(moment: Moment) -> str | None:
    """Return the value of the latest weekend that has begun, or after a future verb of the next."""
    if moment.day is None:
        return None
    if moment.tense == "future":
        return f"{_week(moment.day)}-WE"
    saturday = _moved(moment.day, days=-((moment.day.weekday() - 5) % 7))
    return None if saturday is None else f"{_week(saturday)}-WE"


def holiday(name: str, direction: str, moment: Moment) -> str | None:
    """Return the day of a holiday in the year that the tense, or "last", "next" or "this", asks for."""
    if moment.day is None:
        return None
    years = range(max(1, moment.day.year - 1), min(_LAST_YEAR, moment.day.year + 1) + 1)
    days = [day for year in years if (day := holiday_in(name, year)) is not None]
    past = [day for day in days if day <= moment.day and (direction != "last" or day < moment.day)]
    ahead = [day for day in days if day >= moment.day]
    is_ahead = direction == "next" or (direction != "last" and moment.tense == "future")
    found = ahead[:1] if is_ahead else past[-1:]
    if direction == "this":
        found = [day for day in days if day.year == moment.day.year]
    return found[0].isoformat() if found else None


def holiday_in(name: str, year: int) -> date | None:
    """Return the day of a holiday in a year; None for a name that is not known."""
    word = name.lower().replace("’", "'").removesuffix(" day").removesuffix("'s")
    if word in _FIXED_HOLIDAYS:
        month, day = _FIXED_HOLIDAYS[word]
        return date(year, month, day)
    if word in _EASTER_DAYS:
        return easter(year) + timedelta(days=_EASTER_DAYS[word])
    if word == "memorial":
        last = date(year, 5, 31)
        return last - timedelta(days=last.weekday())
    if word in _NTH_WEEKDAYS:
        month, number, nth = _NTH_WEEKDAYS[word]
        first = date(year, month, 1)
        return first + timedelta(days=(number - first.weekday()) % 7 + 7 * (nth - 1))
    return None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, 1991)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, odd = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * odd + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def duration(count: str, unit: str) -> str:
    """Return the value of a length of time; a count that is not known is `X`."""
    code = UNITS[unit]
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{count}{code}"


def quarter(number: int, year: int | None, moment: Moment) -> str | None:
    """Return the value of a quarter; without a year the latest one that has begun, or the next after a future verb."""
    if year is None and moment.day is None:
        return None
    if year is None and moment.day is not None:
        current = (moment.day.month - 1) // 3 + 1
        is_next_year = moment.tense == "future" and number < current
        is_last_year = moment.tense != "future" and number > current
        year = moment.day.year + is_next_year - is_last_year
    return f"{year:04d}-Q{number}"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _months_off(year: int, month: int, moment: Moment) -> float:
    if moment.day is None:
        return 0
    off = (year - moment.day.year) * 12 + month - moment.day.month
    is_with_tense = (off >= 0) if moment.tense == "future" else (off <= 0)
    return abs(off) + (0 if is_with_tense else _AGAINST_TENSE)


def _moved(day: date, *, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _added(day: date, *, days: int) -> str | None:
    moved = _moved(day, days=days)
    return None if moved is None else moved.isoformat()


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _month_or_quarter(day: date, unit: str, steps: int) -> str | None:
    months = day.year * 12 + day.month - 1 + steps * (3 if unit == "quarter" else 1)
    year, month = divmod(months, 12)
    if not 0 < year <= _LAST_YEAR:
        return None
    return f"{year:04d}-Q{month // 3 + 1}" if unit == "quarter" else f"{year:04d}-{month + 1:02d}"
