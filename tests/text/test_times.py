from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.times import parse_time


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T08:00:00Z", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31t08:00:00z", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31 08:00:00 UTC", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31T08:00:00.250+02:00", datetime(2026, 1, 31, 6, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-01-31T23:30:00-05:00", datetime(2026, 2, 1, 4, 30, tzinfo=UTC)),
        ("2026-01-31T08:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("20260131", datetime(2026, 1, 31, tzinfo=UTC)),
        ("  2026-01-31\n", datetime(2026, 1, 31, tzinfo=UTC)),
        ("Sat, 31 Jan 2026 08:00:00 GMT", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("Sat, 31 Jan 2026 08:00:00 +0530", datetime(2026, 1, 31, 2, 30, tzinfo=UTC)),
        ("31 Jan 2026 08:00:00 EST", datetime(2026, 1, 31, 13, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_utc(text: str, moment: datetime) -> None:
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026",
        "1738310400",
        "2026-02-30",
        "2026-01-31T25:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "31/01/2026",
        "2026-01-31T08:00:00Z " + "x" * 100,
        "Sat, 99 Jan 2026 08:00:00 GMT",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@given(st.datetimes(timezones=st.timezones()))
def test_an_rfc_3339_time_keeps_its_moment(moment: datetime) -> None:
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:
        return

    assert parse_time(in_utc.isoformat()) == in_utc


@given(st.text(alphabet="0123456789-:+TZ GMTJanFeb,.", max_size=70) | st.text(max_size=70))
def test_any_text_is_a_time_in_utc_or_none(text: str) -> None:
    moment = parse_time(text)

    assert moment is None or moment.tzinfo is UTC
