"""What a page says about its article outside the body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from lxml.etree import _Element
from trafilatura import extract_metadata

from pipeline.text.cleaners import clean_line
from pipeline.text.headline import choose_headline
from pipeline.text.html_authors import find_shown_authors
from pipeline.text.html_times import PageTimes, read_times
from pipeline.text.linked_data import LinkedData, read_linked_data
from pipeline.text.persons import keep_persons
from pipeline.text.urls import canonical_url, site_of

MAX_IMAGES, MAX_KEYWORDS = 10, 40
MAX_SHORT_CHARS = 200
PAYWALL_TIERS = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscribers"})
"""Values of `article:content_tier` and the like that ask for money."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMetadata:
    """What a page says about its article."""

    title: str | None
    """The headline, without the site's name."""
    authors: tuple[str, ...]
    """Persons only."""
    published_at: datetime | None
    """When it was published; midnight UTC where only the day is known."""
    published_exactly_at: datetime | None
    """The instant of publication, where it lies in another day in UTC than the one that the publisher wrote."""
    updated_at: datetime | None
    """When it was last changed, where that is later."""
    language: str | None
    """What the page declares, as written."""
    url: str | None
    """Canonical address, as the page has it."""
    site_name: str | None
    """Name of the site, as the page has it."""
    images: tuple[str, ...]
    """Addresses of its main pictures."""
    section: str | None
    """The part of the site that it stands in."""
    keywords: tuple[str, ...]
    """What the page is tagged with."""
    is_paywalled: bool | None
    """It is for subscribers only; None where the page does not say."""


def read_metadata(tree: _Element, *, url: str | None, received_at: datetime) -> PageMetadata:
    """Read what a page says about its article; times after its receipt are not believed."""
    linked = read_linked_data(tree)
    document = extract_metadata(tree, default_url=url, date_config={"original_date": True, "extensive_search": False})
    site_names = [
        name for name in (document.sitename, linked.publisher, document.hostname, *_labels(document.url or url)) if name
    ]
    times: PageTimes = read_times(tree, linked, url=document.url or url, received_at=received_at)
    return PageMetadata(
        title=choose_headline(document.title or linked.headline, headings=_main_headings(tree), site_names=site_names),
        authors=_authors(tree, linked, (document.author or "").split(";"), site_names),
        published_at=times.published_at,
        published_exactly_at=times.published_exactly_at,
        updated_at=times.updated_at,
        language=tree.get("lang"),
        url=document.url,
        site_name=clean_line(document.sitename or linked.publisher or "")[:MAX_SHORT_CHARS] or None,
        images=_images(tree, linked, base=document.url or url),
        section=_short(linked.section) or _short(next(_meta(tree, "article:section", "section"), None)),
        keywords=_keywords(tree, linked),
        is_paywalled=_is_paywalled(tree, linked),
    )


def _authors(tree: _Element, linked: LinkedData, found: Sequence[str], sites: Sequence[str]) -> tuple[str, ...]:
    """Take the authors of the most trusted source that names persons."""
    return (
        keep_persons(linked.authors, site_names=sites)
        or keep_persons(
            _meta(tree, "author", "article:author_name", "parsely-author", "sailthru.author", "byl"), site_names=sites
        )
        or keep_persons(find_shown_authors(tree), site_names=sites)
        or keep_persons(found, site_names=sites)
    )


def _meta(tree: _Element, *names: str) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in names and meta.get("content"):
            yield meta.get("content", "")


def _images(tree: _Element, linked: LinkedData, *, base: str | None) -> tuple[str, ...]:
    given = [*linked.images, *_meta(tree, "og:image", "og:image:url", "twitter:image")]
    whole = (urljoin(base or "", address.strip()) for address in given[: 2 * MAX_IMAGES] if _is_joinable(base, address))
    kept = (address for address in whole if address.startswith(("http://", "https://")) and canonical_url(address))
    return tuple(dict.fromkeys(kept))[:MAX_IMAGES]


def _is_joinable(base: str | None, address: str) -> bool:
    try:
        urljoin(base or "", address)
    except ValueError:
        return False
    return True


def _short(text: str | None) -> str | None:
    return clean_line(text)[:MAX_SHORT_CHARS] or None if text else None


def _keywords(tree: _Element, linked: LinkedData) -> tuple[str, ...]:
    declared = list(_meta(tree, "article:tag", "news_keywords")) or list(_meta(tree, "keywords"))
    given = linked.keywords or [word for text in declared for word in text.split(",")]
    kept = (clean_line(word)[:MAX_SHORT_CHARS] for word in given)
    return tuple(dict.fromkeys(word for word in kept if word))[:MAX_KEYWORDS]


def _is_paywalled(tree: _Element, linked: LinkedData) -> bool | None:
    if linked.is_free is not None:
        return not linked.is_free
    tier = next(_meta(tree, "article:content_tier", "content_tier", "contenttier"), None)
    return tier.strip().lower() in PAYWALL_TIERS if tier else None


def _labels(url: str | None) -> list[str]:
    site = site_of(url) if url else None
    return [site.split(".")[0]] if site else []


def _main_headings(tree: _Element) -> list[str]:
    return ["".join(heading.itertext()) for heading, _ in zip(tree.iter("h1"), range(20), strict=False)]
