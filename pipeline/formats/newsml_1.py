"""NewsML 1.x, which some agencies still send: an article each news item, its text as NITF, XHTML or paragraphs."""

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.formats.nitf import nitf_body
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.formats.xml_parts import attribute, descendants, first, inner_html, text_at, text_of
from pipeline.formats.xml_tree import read_tree
from pipeline.records.raw import BodyFormat, RawArticle
from pipeline.text.forms import sniff_form


def newsml_1_articles(document: bytes, _opened: Opened) -> Iterator[RawArticle]:
    """Read all news items of a document.

    Raises:
        DocumentError: It is not well-formed, or holds no news item.
    """
    root, _ = read_tree(document)
    items = list(descendants(root, "newsitem"))
    for item in items:
        yield raw_article_of(_item(item), format_name="newsml-1")
    if not items:
        raise DocumentError("is NewsML 1 without a news item")


def _item(item: etree._Element) -> WireItem:
    name = first(item, "identification", "newsidentifier")
    management = first(item, "newsmanagement")
    body, body_format = _body(item)
    headline, byline = next(descendants(item, "headline"), None), next(descendants(item, "byline"), None)
    author = text_of(byline)
    languages = (attribute(one, "formalname") for one in descendants(item, "language"))
    return WireItem(
        id=text_at(name, "publicidentifier") or text_at(name, "newsitemid"),
        version=text_at(name, "revisionid"),
        status=attribute(first(management, "status"), "formalname"),
        title=text_of(headline) if headline is not None else None,
        authors=[author.removeprefix("By ")] if author else [],
        published_at=text_at(management, "firstcreated") or text_at(management, "thisrevisioncreated"),
        language=next((one for one in languages if one), None) or attribute(item, "lang"),
        body=body,
        body_format=body_format,
        more={"updated_at": text_at(management, "thisrevisioncreated"), "provider": text_at(name, "providerid")},
    )


def _body(item: etree._Element) -> tuple[str | None, BodyFormat]:
    """Take the longest of the parts: a news item may hold its text, a summary, and legal notes."""
    parts: list[tuple[str, BodyFormat]] = []
    for content in descendants(item, "datacontent"):
        nitf = next(descendants(content, "nitf"), None)
        if nitf is not None:
            parts.append((nitf_body(nitf) or "", "html"))
        elif len(content):
            written = inner_html(next(descendants(content, "body"), content))
            parts.append((f"<article>{written}</article>", "html"))
        else:
            parts.append(_plain(content))
    return max(parts, key=lambda part: len(part[0]), default=(None, "text"))


def _plain(content: etree._Element) -> tuple[str, BodyFormat]:
    """Give text that stands there as such, which may be HTML in a CDATA section."""
    text = "".join(str(text) for text in content.itertext()).strip()
    return text, sniff_form(text, content_type=None)
