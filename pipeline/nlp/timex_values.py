"""What a matched time expression means: one reading for each kind."""

from collections.abc import Callable
from re import Match

from pipeline.nlp.calendar import (
    PARTS_OF_DAY,
    SEASONS,
    WEEKDAYS,
    Moment,
    calendar_day,
    calendar_month,
    duration,
    holiday,
    month_number,
    quarter,
    shifted,
    weekday,
    weekend,
)
from pipeline.nlp.numbers import number_in
from pipeline.records.annotation import TimexType

Value = tuple[TimexType, str] | None
Reading = Callable[[Match[str], Moment], Value]


def read_day_of_month(match: Match[str], moment: Moment) -> Value:
    """Read "4 September 2025", "Sept. 4"."""
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else None
    value = calendar_day(year, month or 1, int(match["day"]), moment)
    return ("DATE", value) if value else None


def read_month(match: Match[str], moment: Moment) -> Value:
    """Read "September 2025", "last March"."""
    month = month_number(match["month"]) or 1
    groups = match.groupdict()
    year = groups.get("year")
    direction = (groups.get("direction") or "").lower()
    if direction == "this" and moment.day is not None:
        return ("DATE", calendar_month(moment.day.year, month, moment))
    tensed = Moment(day=moment.day, tense="future" if direction == "next" else moment.tense)
    return ("DATE", calendar_month(int(year) if year else None, month, tensed))


def read_iso_day(match: Match[str], moment: Moment) -> Value:
    """Read "2025-09-04", with a clock or without."""
    value = calendar_day(int(match["year"]), int(match["month"]), int(match["day"]), moment)
    if value is None:
        return None
    return ("TIME", f"{value}T{match['clock']}") if match["clock"] else ("DATE", value)


def read_weekday(match: Match[str], moment: Moment) -> Value:
    """Read "Thursday", "last Monday evening"."""
    number = WEEKDAYS.index(match["weekday"].lower())
    value = weekday(number, (match["direction"] or "").lower(), moment)
    if value is None:
        return None
    part = PARTS_OF_DAY.get((match["part"] or "").lower())
    return ("TIME", f"{value}T{part}") if part else ("DATE", value)


_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last": -1, "this": 0}


def read_near_day(match: Match[str], moment: Moment) -> Value:
    """Read "yesterday", "tonight", "this morning"."""
    word = match["word"].lower()
    value = shifted("day", _NEAR_DAYS[word], moment)
    part = "NI" if word == "tonight" else PARTS_OF_DAY.get((match["part"] or "").lower())
    if value is None or (word in {"last", "this"} and not part):
        return None
    return ("TIME", f"{value}T{part}") if part else ("DATE", value)


_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "current": 0}


def read_near_unit(match: Match[str], moment: Moment) -> Value:
    """Read "last month", "this week", "next summer"."""
    steps = _STEPS[match["direction"].lower()]
    unit = match["unit"].lower()
    if unit in SEASONS:
        year = shifted("year", steps, moment)
        return ("DATE", f"{year}-{SEASONS[unit]}") if year else None
    value = shifted(unit, steps, moment)
    return ("DATE", value) if value else None


def _count(words: str) -> str:
    if words.lower() == "a couple of":
        return "2"
    number = 1.0 if words.lower() in {"a", "an"} else number_in(words)
    return "X" if number is None else f"{number:g}"


def read_ago(match: Match[str], moment: Moment) -> Value:
    """Read "two years ago", "three days from now"."""
    count = _count(match["count"])
    unit = match["unit"].lower()
    if count == "X" or "." in count:
        return ("DATE", "PAST_REF")
    if unit == "year" and count == "1" and moment.quarter is not None:
        year, number = moment.quarter
        return ("DATE", f"{year - 1:04d}-Q{number}")
    steps = -int(count) if match["side"].lower() != "from now" else int(count)
    if unit in {"second", "minute", "hour"}:
        value = shifted("day", 0, moment)
        return ("TIME", value) if value else None
    value = shifted(unit, steps, moment)
    return ("DATE", value) if value else None


def read_length(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "three weeks", "a decade", "23-year-old"."""
    groups = match.groupdict()
    return ("DURATION", duration(_count(groups.get("count") or "X"), match["unit"].lower()))


def read_repeated(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "every day", "each Monday"."""
    unit = match["unit"].lower()
    if unit in WEEKDAYS:
        return ("SET", f"XXXX-WXX-{WEEKDAYS.index(unit) + 1}")
    return ("SET", duration("1", unit))


_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
            "annual": "year", "annually": "year", "hourly": "hour"}  # fmt: skip


def read_adverb(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "daily", "annually"."""
    return ("SET", duration("1", _ADVERBS[match["x"].lower()]))


def read_year(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "2014"."""
    return ("DATE", match["year"])


def read_decade(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "the 1990s"."""
    return ("DATE", match["decade"] if len(match["decade"]) == 3 else "19" + match["decade"])  # noqa: PLR2004 - 199, or 9 of the '90s


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def read_quarter(match: Match[str], moment: Moment) -> Value:
    """Read "the third quarter of 2024"."""
    year = match["year"]
    value = quarter(_ORDINALS[match["ordinal"].lower()], int(year) if year else None, moment)
    return ("DATE", value) if value else None


def reference(value: str) -> Reading:
    """Make a reading that always gives a past, present or future reference."""
    return lambda match, moment: ("DATE", value)  # noqa: ARG005 - readings share one shape


def read_clock(match: Match[str], moment: Moment) -> Value:
    """Read "6.10am", "22:30 UTC", "9 a.m. Tuesday"; without a weekday it is the day of publication."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match.groupdict().get("half") or "").lower()[:1]
    if hour > 23 or minute > 59 or (half and hour > 12):  # noqa: PLR2004 - a clock's own limits
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    named = match.groupdict().get("weekday")
    day = weekday(WEEKDAYS.index(named.lower()), "", moment) if named else shifted("day", 0, moment)
    zone = "Z" if match.groupdict().get("zone") in {"UTC", "GMT"} else ""
    return ("TIME", f"{day or 'XXXX-XX-XX'}T{hour:02d}:{minute:02d}{zone}")


def read_weekend(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "the weekend": the latest one, or after a future verb the next."""
    value = weekend(moment)
    return ("DATE", value) if value else None


def read_this_year(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "the end of the year"."""
    value = shifted("year", 0, moment)
    return ("DATE", value) if value else None


def read_century(match: Match[str], moment: Moment) -> Value:  # noqa: ARG001 - readings share one shape
    """Read "the 20th century"."""
    number = int(match["number"])
    return ("DATE", f"{number - 1:02d}") if number else None


def read_holiday(match: Match[str], moment: Moment) -> Value:
    """Read "Thanksgiving", "last Christmas"."""
    direction = (match["direction"] or "").lower()
    value = holiday(match["holiday"], direction, moment)
    return ("DATE", value) if value else None


def part_of_today(part: str) -> Reading:
    """Make a reading that gives a part or an hour of the day of publication."""
    return lambda match, moment: ("TIME", f"{moment.day.isoformat()}{part}") if moment.day else None  # noqa: ARG005


def read_quarter_meant(match: Match[str], moment: Moment) -> Value:
    """Read "the quarter", "the year-earlier period": the latest quarter that is named before it, or none."""
    quarter_before = moment.quarter
    if quarter_before is None:
        return None
    year, number = quarter_before
    is_year_before = "year-" in match.group()
    return ("DATE", f"{year - is_year_before:04d}-Q{number}")
