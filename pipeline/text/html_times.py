"""When a page was published and changed: what it declares, in the order of trust, then its address, then a search."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml.etree import _Element

from pipeline.text.linked_data import LinkedData
from pipeline.text.times import parse_time
from pipeline.text.wordlists import words

PUBLISHED_NAMES = words("""
    article:published_time og:article:published_time article.published datepublished date pubdate pub_date publishdate
    publish_date publish-date dc.date dc.date.issued dc.date.created dcterms.created dcterms.date dcterms.issued
    parsely-pub-date
    sailthru.date og:published_time publication_date article:published og:pubdate citation_publication_date
    article_date_original cxenseparse:recs:publishtime cxense:publishtime rnews:datepublished originalpublicationdate
    """)
"""Meta names that say when."""
MODIFIED_NAMES = words("""
    article:modified_time og:article:modified_time og:updated_time article.updated datemodified lastmod last-modified
    dcterms.modified dc.date.modified rnews:datemodified
    """)
PUBLISHED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:published|pub-?date|publish-?date|entry-date|post-date|date-published)(?:$|[\s_-])"
)
ENOUGH_TIMES = 4
SEARCH_LIMIT = 400
"""Elements that carry a time are looked at up to this number."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_URL = re.compile(
    r"[/_.-](?P<year>(?:19|20)\d\d)(?P<mark>[/_-]?)(?P<month>\d\d?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P=mark)"
    r"(?P<day>\d\d?)(?=(?P=mark)|[/._]|$)(?!\d)",
    re.IGNORECASE,
)
LOCAL_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?!\d)")
"""Such a time is a day, whatever its offset."""
CLOCK_SKEW = timedelta(days=1)
"""Pages may be ahead of our clock by a time zone, not by more."""
REWRITTEN_AFTER = timedelta(days=1)
"""A page that shows a later day than it was first published on was written anew, where they lie so far apart."""
ONE_DAY_AND_ZONES = timedelta(hours=38)
"""A declared time this near behind the day in the address is that day's, in the publisher's time zone."""
LAST_OF_DAY = timedelta(hours=23, minutes=59, seconds=59)
WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTimes:
    """When a page was published and last changed; midnight UTC where only the day is known."""

    published_at: datetime | None
    """Its UTC day is the day that the publisher wrote."""
    published_exactly_at: datetime | None
    """The instant that the page declares, where it lies in another day in UTC."""
    updated_at: datetime | None
    """When it was changed, if later."""


def read_times(tree: _Element, linked: LinkedData, *, url: str | None, received_at: datetime) -> PageTimes:
    """Read when a page was published and last changed; times after its receipt are not believed."""
    latest = received_at + CLOCK_SKEW
    shown = _shown_times(tree)
    declared = [linked.published or "", *_meta(tree, PUBLISHED_NAMES), *_marked(tree)]
    published = _first(declared, latest)
    modified = _first([linked.modified or "", *_meta(tree, MODIFIED_NAMES)], latest)
    in_url = _from_url(url, latest)
    exact = next((moment for text in declared if (moment := parse_time(text)) and moment <= latest), None)
    if published is not None and in_url is not None and timedelta(0) < published - in_url < ONE_DAY_AND_ZONES:
        published = _within(in_url, published)
    if published is None:
        published = in_url or _first(shown, latest) or _searched(tree, url, latest)
    elif modified and modified - published > REWRITTEN_AFTER and _shows_only(modified, shown):
        published = modified
    is_moved = (
        exact is not None and published is not None and timedelta(0) != abs(exact - published) < ONE_DAY_AND_ZONES
    )
    return PageTimes(
        published_at=published,
        published_exactly_at=exact if is_moved else None,
        updated_at=modified if modified and published and modified > published else None,
    )


def _first(texts: Sequence[str], latest: datetime) -> datetime | None:
    for text in texts:
        moment = _moment(text)
        if moment is not None and moment <= latest:
            return moment
    return None


def _moment(text: str) -> datetime | None:
    """Read a time, kept within the day that the publisher wrote, where that is not the day in UTC.

    "Today" and "on Thursday" in an article mean the publisher's day; so does local midnight, which is a day alone.
    """
    moment = parse_time(text)
    written = WRITTEN_DAY.match(text.strip())
    day = parse_time(written[0]) if written else None
    if moment is None or day is None:
        return moment
    return day if LOCAL_MIDNIGHT.search(text) else _within(day, moment)


def _within(day: datetime, moment: datetime) -> datetime:
    """Return the instant of a day, in UTC, that is nearest to another instant."""
    return min(max(moment, day), day + LAST_OF_DAY)


def _meta(tree: _Element, names: frozenset[str]) -> list[str]:
    return [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in names
    ]


def _marked(tree: _Element) -> list[str]:
    """Read times that elements of the page are marked with as those of publication."""
    found: list[str] = []
    for number, element in enumerate(tree.iter("time", "abbr", "span", "div", "p")):
        if number > SEARCH_LIMIT * 20 or len(found) >= ENOUGH_TIMES:
            break
        is_marked = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        if is_marked or (element.tag == "time" and PUBLISHED_CLASS.search((element.get("class") or "").lower())):
            found.append(element.get("datetime") or element.get("content") or (element.text or ""))
    return found


def _shown_times(tree: _Element) -> list[str]:
    found = [
        (element.get("datetime") or "").strip()
        for element, _ in zip(tree.iter("time"), range(SEARCH_LIMIT), strict=False)
    ]
    return [text for text in found if text]


def _shows_only(modified: datetime, shown: Sequence[str]) -> bool:
    """Tell whether the first time that a page shows is the day of its last change."""
    first = next((moment for text in shown[:1] if (moment := _moment(text))), None)
    return first is not None and abs(first - modified) < timedelta(hours=24)


def _from_url(url: str | None, latest: datetime) -> datetime | None:
    found = IN_URL.search(url or "")
    if not found:
        return None
    named = found["month"].lower()
    month = MONTHS.index(named) + 1 if named in MONTHS else int(named)
    moment = parse_time(f"{found['year']}-{month:02d}-{int(found['day']):02d}")
    return moment if moment and moment <= latest else None


def _searched(tree: _Element, url: str | None, latest: datetime) -> datetime | None:
    """Look for a day anywhere on the page; the first of January comes of a bare year and is none."""
    day = find_date(
        tree,
        original_date=True,
        extensive_search=True,
        url=url,
        max_date=f"{latest:%Y-%m-%d}",
        deferred_url_extractor=True,
    )
    if not day or day.endswith("-01-01"):
        return None
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
