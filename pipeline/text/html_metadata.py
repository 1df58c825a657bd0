"""What a page says about its article outside the body."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml.etree import _Element
from trafilatura import extract_metadata

from pipeline.text.cleaners import clean_line
from pipeline.text.headline import choose_headline
from pipeline.text.persons import keep_persons
from pipeline.text.times import parse_time
from pipeline.text.urls import site_of
from pipeline.text.wordlists import words

MAX_SCRIPT_CHARS = 500_000
"""As much of each script of linked data is searched for times."""
PUBLISHED = re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{8,40})\"")
PUBLISHED_NAMES = words("""
    article:published_time og:article:published_time article.published datepublished date pubdate publishdate
    publish_date dc.date.issued dcterms.created parsely-pub-date sailthru.date
    """)
LOCAL_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?!\d)")
"""Such a time is a day, whatever its offset."""
CLOCK_SKEW = timedelta(days=1)
"""Pages may be ahead of our clock by a time zone, not by more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMetadata:
    """What a page says about its article."""

    title: str | None
    """The headline, without the site's name."""
    authors: tuple[str, ...]
    """Persons only."""
    published_at: datetime | None
    """When it was published; midnight UTC where only the day is known."""
    language: str | None
    """What the page declares, as written."""
    url: str | None
    """Canonical address, as the page has it."""
    site_name: str | None
    """Name of the site, as the page has it."""


def read_metadata(tree: _Element, *, url: str | None, received_at: datetime) -> PageMetadata:
    """Read what a page says about its article; times after its receipt are not believed."""
    latest = received_at + CLOCK_SKEW
    search = {"original_date": True, "extensive_search": True, "max_date": f"{latest:%Y-%m-%d}"}
    document = extract_metadata(tree, default_url=url, date_config=search)
    site_names = [name for name in (document.sitename, document.hostname, *_labels(document.url)) if name]
    names = (document.author or "").split(";")
    return PageMetadata(
        title=choose_headline(document.title, headings=_main_headings(tree), site_names=site_names),
        authors=keep_persons(names, site_names=site_names),
        published_at=_publication_time(_declared_times(tree), day=document.date, latest=latest),
        language=tree.get("lang"),
        url=document.url,
        site_name=clean_line(document.sitename or "") or None,
    )


def _labels(url: str | None) -> list[str]:
    site = site_of(url) if url else None
    return [site.split(".")[0]] if site else []


def _main_headings(tree: _Element) -> list[str]:
    return ["".join(heading.itertext()) for heading, _ in zip(tree.iter("h1"), range(20), strict=False)]


def _declared_times(tree: _Element) -> list[str]:
    times: list[str] = []
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in PUBLISHED_NAMES:
            times.append(meta.get("content") or "")
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            times += PUBLISHED.findall((script.text or "")[:MAX_SCRIPT_CHARS])
    return times


def _publication_time(declared: list[str], *, day: str | None, latest: datetime) -> datetime | None:
    """Take the hour of a declared time, where its day, as written, is the one that was found on the page."""
    moments = [(text, moment) for text in declared if (moment := parse_time(text)) and moment <= latest]
    for text, moment in moments:
        if day is None or (text.strip().startswith(day) and not LOCAL_MIDNIGHT.search(text)):
            return moment
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC) if day else None
