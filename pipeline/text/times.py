"""Times as producers write them, read as UTC."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_CHARS = 64
"""Longer text is no time."""

ISO_START = re.compile(r"\d{4}-?\d\d-?\d\d(?:$|[T ])", re.IGNORECASE)
"""A calendar date, alone or with a time behind it."""
SPACED_OFFSET = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d$)")
"""A space before the offset, which ISO 8601 does not have."""
UTC_NAME = re.compile(r" ?(?:UTC|GMT|Z)$", re.IGNORECASE)


def parse_time(text: str) -> datetime | None:
    """Read RFC 3339, ISO 8601 or a feed's RFC 822 date as a time in UTC; None where it is none of these.

    A date alone is midnight UTC; a time without an offset is taken as UTC.
    """
    trimmed = " ".join(text.split())
    if not trimmed or len(trimmed) > MAX_CHARS:
        return None
    return _parse_iso(trimmed) if ISO_START.match(trimmed) else _parse_rfc822(trimmed)


def _parse_iso(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(SPACED_OFFSET.sub("", UTC_NAME.sub("+00:00", text))))
    except (ValueError, OverflowError):
        return None


def _parse_rfc822(text: str) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
