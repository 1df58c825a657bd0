"""JSON Feed 1.x (jsonfeed.org): a feed in JSON, an article an item."""

import json
from collections.abc import Iterator, Mapping
from html import escape

from pipeline.errors import DocumentError
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.records.raw import RawArticle

MARK = b"jsonfeed.org/version"


def json_feed_articles(document: bytes, _opened: Opened) -> Iterator[RawArticle]:
    """Read a feed.

    Raises:
        DocumentError: It is no JSON, or no feed.
    """
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"no JSON: {error}", line=getattr(error, "lineno", 1)) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DocumentError("is a JSON Feed without items")
    for item in items:
        if isinstance(item, dict):
            yield _article(item, language=_text(feed, "language"))


def _article(item: Mapping[str, object], *, language: str | None) -> RawArticle:
    url = _text(item, "url") or _text(item, "external_url")
    page, text = _text(item, "content_html"), _text(item, "content_text")
    plain = text or _text(item, "summary") or _text(item, "title")
    authors = item.get("authors") or [item.get("author")]
    named = [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    markup = page or "".join(f"<p>{escape(part, quote=False)}</p>" for part in (plain or "").split("\n\n"))
    return raw_article_of(
        WireItem(
            id=None if url else _text(item, "id"),
            url=url,
            title=_text(item, "title"),
            authors=[name for one in named if (name := _text(one, "name"))],
            published_at=_text(item, "date_published"),
            language=_text(item, "language") or language,
            body=f"<article>{markup}</article>" if page or plain else None,
            more={"content": "full" if page or text else "summary", "updated_at": _text(item, "date_modified")},
        ),
        format_name="json-feed",
    )


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return str(value) if isinstance(value, str | int) and str(value).strip() else None
