"""The opening of an agency's report, before its dash: place, date, agency."""

import re
from dataclasses import dataclass

from pipeline.text.rules.credit import NAMES

MAX_CHARS = 120
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
DATE = rf"{_DAY}(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)"
PLACE = (
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’.]{1,24}(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ'’.]{0,24}){0,3}"
    r"(?:, (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20}){0,2})?"
)
MIXED_PLACE = r"[A-ZÀ-Þ][\w'’.-]{1,24}(?: [A-ZÀ-Þ][\w'’.-]{1,24}){0,3}(?:, [A-Z][\w.]{1,20})?"
DASH = r"\s?(?:[-–—]{1,2}|:)\s"
UPPER = re.compile(rf"(?P<place>{PLACE})(?:,? (?P<date>{DATE}))?(?:,? ?\((?P<agency>{NAMES})\))?{DASH}")
MIXED = re.compile(rf"(?P<place>{MIXED_PLACE})(?:,? (?P<date>{DATE}))?,? ?\((?P<agency>{NAMES})\){DASH}")
DATED = re.compile(rf"(?P<place>{MIXED_PLACE}),? (?P<date>{DATE})(?:,? ?\((?P<agency>{NAMES})\))?{DASH}")
AGENCY_FIRST = re.compile(rf"\((?P<agency>{NAMES})\) ?(?P<place>{PLACE})(?:,? (?P<date>{DATE}))?{DASH}")
MIN_PLACE_CHARS = 3
NO_PLACES = frozenset(
    {"UPDATE", "WATCH", "BREAKING", "EXCLUSIVE", "LIVE", "NOTE", "NEW", "CORRECTION", "READ", "ANALYSIS"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatelineParts:
    """A dateline in its parts, as written."""

    place: str
    date: str | None
    agency: str | None
    end: int
    """One past its dash."""


def parse_dateline(text: str) -> DatelineParts | None:
    """Read the dateline that opens a text; None where there is none.

    A place in capitals is enough; one in small letters needs an agency in brackets or a date before the dash.
    """
    head = text[:MAX_CHARS]
    for form in (UPPER, MIXED, DATED, AGENCY_FIRST):
        found = form.match(head)
        if found and _is_place(found):
            return DatelineParts(place=found["place"], date=found["date"], agency=found["agency"], end=found.end())
    return None


def _is_place(found: re.Match[str]) -> bool:
    """Tell a place from a call: several words in capitals and a colon, and nothing else, are no dateline."""
    place = found["place"]
    if len(place) < MIN_PLACE_CHARS or place.split()[0].rstrip(",") in NO_PLACES:
        return False
    is_bare = not (found["date"] or found["agency"])
    return not (is_bare and found[0].rstrip()[-1] == ":" and " " in place and "," not in place)
