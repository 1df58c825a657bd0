"""NewsML-G2: news items, alone or in a news message; items of other kinds hold no article, and are said to."""

from collections.abc import Iterator
from html import escape

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.formats.nitf import nitf_body, nitf_item
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.formats.xml_parts import attribute, children, descendants, first, inner_html, local_name, text_at, text_of
from pipeline.formats.xml_tree import read_tree
from pipeline.records.raw import BodyFormat, RawArticle

OTHER_ITEMS = ("packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem")
"""Items that point at news, or explain it."""
OWN_XML = frozenset({"events", "sports-content", "newsitem"})
"""Inline XML that is data, not text."""


def newsml_g2_articles(document: bytes, _opened: Opened) -> Iterator[RawArticle]:
    """Read all news items of a document.

    Raises:
        DocumentError: It is not well-formed, or holds no news item.
    """
    root, _ = read_tree(document)
    items = [root] if local_name(root) == "newsitem" else list(descendants(root, "newsitem"))
    for item in items:
        yield raw_article_of(_item(item), format_name="newsml-g2")
    if not items:
        others = [root, *descendants(root, *OTHER_ITEMS)]
        kind = next((local_name(one) for one in others if local_name(one) in OTHER_ITEMS), local_name(root))
        raise DocumentError(f"is NewsML-G2 without a news item: it holds a {kind}, which has no text of its own")


def _item(item: etree._Element) -> WireItem:
    meta, content = first(item, "itemmeta"), first(item, "contentmeta")
    nitf = next(descendants(item, "nitf"), None)
    inner = nitf_item(nitf) if nitf is not None else WireItem()
    body, body_format = _body(item, nitf)
    described = text_at(content, "description")
    return WireItem(
        id=attribute(item, "guid"),
        version=attribute(item, "version"),
        status=_status(meta),
        url=_url(meta),
        title=text_at(content, "headline") or inner.title or text_at(meta, "title"),
        authors=_authors(content) or inner.authors,
        published_at=text_at(meta, "firstcreated") or text_at(content, "contentcreated") or _made(meta),
        language=attribute(first(content, "language"), "tag") or attribute(item, "lang"),
        body=body or described or text_at(content, "headline"),
        body_format=body_format if body else "text" if described else "clean",
        more={
            "updated_at": _made(meta),
            "item_class": attribute(first(meta, "itemclass"), "qcode"),
            "embargoed": text_at(meta, "embargoed"),
            "editorial_note": text_at(meta, "ednote"),
            "slugline": text_at(content, "slugline"),
            "provider": text_at(meta, "provider", "name") or text_at(item, "rightsinfo", "copyrightholder", "name"),
            "keywords": [name for one in _all(content, "subject") if (name := text_at(one, "name"))],
        },
    )


def _body(item: etree._Element, nitf: etree._Element | None) -> tuple[str | None, BodyFormat]:
    if nitf is not None:
        return nitf_body(nitf), "html"
    for inline in descendants(item, "inlinexml"):
        data = next((one for one in inline if local_name(one)), None)
        if data is not None and local_name(data) in OWN_XML:
            continue
        body = next(descendants(inline, "body"), inline)
        if text := inner_html(body):
            return f"<article>{text if len(body) else _paragraphs(text)}</article>", "html"
    for inline in descendants(item, "inlinedata"):
        if text := "".join(inline.itertext()).strip():
            return text, "html" if "html" in (attribute(inline, "contenttype") or "") else "text"
    return None, "text"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n"))


def _status(meta: etree._Element | None) -> str | None:
    status = first(meta, "pubstatus")
    return attribute(status, "qcode") or (attribute(status, "uri") or "").rpartition("/")[2] or None


def _made(meta: etree._Element | None) -> str | None:
    return text_at(meta, "versioncreated")


def _url(meta: etree._Element | None) -> str | None:
    for link in _all(meta, "link"):
        address = attribute(link, "href")
        if address and address.startswith("http") and (attribute(link, "rel") or "").endswith("webPage"):
            return address
    return None


def _authors(content: etree._Element | None) -> list[str]:
    byline = text_at(content, "by")
    named = [name for one in _all(content, "creator") if (name := text_of(first(one, "name")))]
    return [byline.removeprefix("By ")] if byline else named


def _all(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return children(element, name) if element is not None else iter(())
