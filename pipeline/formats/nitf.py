"""NITF, the news text format of IPTC: one article a document, its head and body marked up."""

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.formats.xml_parts import Renamed, attribute, children, descendants, first, inner_html, text_at, text_of
from pipeline.formats.xml_tree import read_tree
from pipeline.records.raw import RawArticle

NITF_AS_HTML: Renamed = {
    "hl1": "h2", "hl2": "h2", "block": "div", "bq": "blockquote", "credit": "p", "datasource": "p", "pronounce": "span",
    "media": "", "body.end": "", "nitf-table": "table", "nitf-col": "", "note": "",
}  # fmt: skip
"""HTML's names for NITF's elements. Media are left out: their captions are no text of the article."""


def nitf_articles(document: bytes, _opened: Opened) -> Iterator[RawArticle]:
    """Read a NITF document.

    Raises:
        DocumentError: It is not well-formed, or has no body.
    """
    root, _ = read_tree(document)
    if next(descendants(root, "body.content", "body"), None) is None:
        raise DocumentError("is NITF without a body")
    yield raw_article_of(nitf_item(root), format_name="nitf")


def nitf_item(nitf: etree._Element) -> WireItem:
    """Read what a `nitf` element says."""
    data = first(nitf, "head", "docdata")
    head = first(nitf, "body", "body.head")
    document_id = attribute(first(data, "doc-id"), "id-string")
    norms = (attribute(first(data, name), "norm") for name in ("date.issue", "date.release"))
    return WireItem(
        id=document_id,
        version=attribute(first(data, "du-key"), "version"),
        status=attribute(data, "management-status"),
        title=text_at(head, "hedline", "hl1") or text_at(head, "hedline") or text_at(nitf, "head", "title"),
        authors=_authors(head),
        published_at=next((norm for norm in norms if norm), None),
        language=attribute(nitf, "lang"),
        body=nitf_body(nitf),
        more={
            "provider": attribute(first(data, "doc.copyright"), "holder"),
            "dateline": text_at(head, "dateline"),
            "urgency": attribute(first(data, "urgency"), "ed-urg"),
            "keywords": [key for one in descendants(nitf, "keyword") if (key := attribute(one, "key"))],
        },
    )


def nitf_body(nitf: etree._Element) -> str | None:
    """Write the article of a `nitf` element as HTML; None where it has none."""
    parts = [text for one in descendants(nitf, "body.content") if (text := inner_html(one, NITF_AS_HTML))]
    if not parts:
        body = first(nitf, "body")
        parts = [inner_html(body, {**NITF_AS_HTML, "body.head": ""})] if body is not None else []
    return f"<article>{''.join(parts)}</article>" if any(parts) else None


def _authors(head: etree._Element | None) -> list[str]:
    if head is None:
        return []
    names: list[str] = []
    for byline in children(head, "byline"):
        persons = [name for one in descendants(byline, "person") if (name := text_of(one))]
        line = (byline.text or "").strip() or text_of(byline) or ""
        names += persons or [line.removeprefix("By ").removeprefix("by ").strip(" ,")]
    return names
