from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from pipeline.text.html_times import PageTimes, read_times
from pipeline.text.linked_data import LinkedData

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)


def read(
    body: str = "", *, url: str | None = None, published: str | None = None, modified: str | None = None
) -> PageTimes:
    tree = fromstring(f"<html><head></head><body><p>x</p>{body}</body></html>")
    return read_times(tree, LinkedData(published=published, modified=modified), url=url, received_at=RECEIVED)


def test_a_declared_time_is_kept_to_the_minute() -> None:
    assert read(published="2026-03-02T08:00:00Z").published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


EXACT = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept", "exact"),
    [
        (
            "2026-03-02T23:30:00-05:00",
            datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC),
            datetime(2026, 3, 3, 4, 30, tzinfo=UTC),
        ),
        ("2026-03-02T01:30:00+02:00", datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
        ("2026-03-02T11:30:00-05:00", datetime(2026, 3, 2, 16, 30, tzinfo=UTC), None),
    ],
    ids=["west", "east", "the same day"],
)
def test_the_publishers_day_is_kept_and_the_instant_beside_it(
    written: str, kept: datetime, exact: datetime | None
) -> None:
    times = read(published=written)

    assert (times.published_at, times.published_exactly_at) == (kept, exact)


def test_a_later_change_is_told() -> None:
    times = read(published="2026-03-02T08:00:00Z", modified="2026-03-02T09:00:00Z")

    assert times.updated_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_page_that_shows_the_day_of_its_change_was_written_anew() -> None:
    shown = '<time datetime="2026-05-01T09:00:00Z">1 May</time>'

    times = read(shown, published="2019-03-02T08:00:00Z", modified="2026-05-01T09:00:00Z")

    assert times.published_at == datetime(2026, 5, 1, 9, tzinfo=UTC)


def test_a_change_that_is_not_shown_leaves_the_publication() -> None:
    times = read(published="2019-03-02T08:00:00Z", modified="2026-05-01T09:00:00Z")

    assert times.published_at == datetime(2019, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2026/03/02/bridge",
        "https://example.org/2026/mar/02/bridge",
        "https://example.org/2026-03-02-bridge.html",
    ],
)
def test_an_address_tells_the_day(url: str) -> None:
    assert read(url=url).published_at == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("url", ["https://example.org/1234567890", None])
def test_other_numbers_in_an_address_are_no_day(url: str | None) -> None:
    assert read(url=url).published_at is None


def test_a_time_after_the_receipt_is_not_believed() -> None:
    assert read(published="2027-03-02T08:00:00Z").published_at is None
