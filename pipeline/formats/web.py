"""Addresses as sources: a feed gives its items, a page is an article; full articles are fetched only on request."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlsplit

from pipeline.errors import SourceError
from pipeline.formats.fetch import Fetched, Fetcher
from pipeline.formats.found import Found
from pipeline.formats.opened import Opened, opened_stream, plain_suffix
from pipeline.formats.sources import read_opened
from pipeline.formats.text_file import article_of_page
from pipeline.records.raw import RawArticle

FEEDS = frozenset({"feed", "json-feed"})
"""Formats whose items point to pages."""
SCHEMES = ("http://", "https://")


@dataclass(frozen=True, kw_only=True, slots=True)
class Web:
    """How addresses are read."""

    fetcher: Fetcher
    """Fetches them."""
    has_articles: bool = False
    """Whether the pages that a feed's items point to are fetched as well."""
    poll_s: float = 300.0
    """How long a feed that is followed is left alone."""


def is_address(source: str) -> bool:
    """Tell an address from a path."""
    return source.lower().startswith(SCHEMES)


def read_address(url: str, web: Web, *, max_bytes: int) -> Iterator[Found]:
    """Fetch an address and read what it answers; the items of a feed as they stand there.

    Raises:
        SourceError: It may not be fetched, or does not answer, or breaks off.
    """
    yield from read_opened(opened_answer(web.fetcher.fetch(url)), max_bytes=max_bytes)


def completed(found: Found, web: Web) -> Found:
    """Put the page of a feed's item in its place, where pages are wanted."""
    return _with_page(found, web) if web.has_articles and _is_item(found) else found


def opened_answer(answer: Fetched) -> Opened:
    """Open what an address answered."""
    stream = cast("io.BufferedReader", io.BytesIO(answer.body))
    suffix = plain_suffix(urlsplit(answer.url).path)
    opened = opened_stream(stream, name=answer.url, suffix=suffix)
    return replace(opened, url=answer.url, content_type=answer.content_type)


def _is_item(found: Found) -> bool:
    content = found.content
    return isinstance(content, RawArticle) and bool(content.url) and content.metadata.get("format") in FEEDS


def _with_page(found: Found, web: Web) -> Found:
    """Fetch the page of a feed's item; where that fails, the item stays as the feed had it and says why."""
    item = cast("RawArticle", found.content)
    try:
        answer = web.fetcher.fetch(item.url or "")
    except SourceError as error:
        return replace(found, content=replace(item, metadata={**item.metadata, "not_fetched": str(error)}))
    page = article_of_page(answer.body, url=answer.url, content_type=answer.content_type)
    whole = replace(
        item,
        url=answer.url,
        body=None,
        body_b64=page.body_b64,
        body_format=page.body_format,
        content_type=answer.content_type,
        metadata={**item.metadata, "content": "page"},
    )
    return replace(found, content=whole)
