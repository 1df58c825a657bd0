"""Pages in, lines and metadata out."""

import re
from dataclasses import dataclass
from datetime import datetime

from lxml.etree import _Element
from trafilatura import load_html

from pipeline.errors import InvalidRecordError
from pipeline.text.cleaners.surrogates import drop_surrogates
from pipeline.text.html_body import find_body
from pipeline.text.html_headings import restore_headings
from pipeline.text.html_limits import check_page
from pipeline.text.html_lines import read_lines
from pipeline.text.html_metadata import PageMetadata, read_metadata
from pipeline.text.html_prune import prune_named_parts
from pipeline.text.lines import Line

ROOT = re.compile("<html", re.IGNORECASE)
DECLARED_WITHIN = 50
"""trafilatura takes for HTML what names it within so many characters."""
SEARCHED_CHARS = 20_000
"""Comments and scripts may stand before the first element of a page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """An article as its page has it."""

    lines: tuple[Line, ...]
    """Its blocks, with the roles that the markup gives them."""
    metadata: PageMetadata
    """What the page says about it."""


def read_page(page: str, *, url: str | None, received_at: datetime) -> Page:
    """Find the article of an HTML page.

    Raises:
        InvalidRecordError: The page is hostile (`html_too_deep`, `html_too_large`), or holds no article (`no_article`).
    """
    check_page(page)
    tree = load_html(_declared(drop_surrogates(page)))
    if tree is None:
        raise InvalidRecordError("no_article", "the page could not be parsed")
    metadata = read_metadata(tree, url=url, received_at=received_at)
    return Page(lines=_lines(tree), metadata=metadata)


def _lines(tree: _Element) -> tuple[Line, ...]:
    prune_named_parts(tree)
    body = find_body(tree)
    lines = restore_headings(read_lines(body), tree) if body is not None else ()
    if not lines:
        raise InvalidRecordError("no_article", "the page holds no text that could be an article")
    return lines


def _declared(page: str) -> str:
    """Make a page or a fragment say at its beginning that it is HTML."""
    root = ROOT.search(page, 0, SEARCHED_CHARS)
    if root is None:
        return f"<html><body>{page}</body></html>"
    return page if root.start() < DECLARED_WITHIN else page[root.start() :]
