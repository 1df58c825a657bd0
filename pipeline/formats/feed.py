"""RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, and WordPress exports (WXR, which are RSS): an article an item.

An item with full content (`content:encoded`, Atom `content`) has it as its body; else its summary, else its title, and
`metadata.content` says which. feedparser was measured and left: one author field of 300 KB keeps it busy for minutes.
"""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.formats.xml_parts import attribute, children, descendants, first, inner_html, local_name, text_at, text_of
from pipeline.formats.xml_tree import read_tree
from pipeline.records.raw import BodyFormat, RawArticle
from pipeline.text.urls import site_of

FULL = ("encoded", "content", "body", "fullitem")
"""Elements that hold the article."""
SUMMARIES = ("description", "summary", "abstract", "subtitle", "tagline")
"""Elements that speak of it."""
PUBLISHED = ("pubdate", "published", "issued", "date", "created")
UPDATED = ("updated", "modified", "lastbuilddate")
ITEMS = ("item", "entry")
ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ROOT_LIKE = re.compile(r"<(?:[A-Za-z0-9]{1,20}:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
"""What the root of a feed looks like, when it stands in no order."""
UNPUBLISHED = frozenset({"draft", "private", "trash", "auto-draft", "pending", "inherit", "future"})
"""States of a WordPress post that is no published one."""
MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,500}>|&(?:#\d{1,6}|[A-Za-z]{2,8});")
MAIL_AND_NAME = re.compile(r"\S{1,200}@\S{1,200}\s{1,5}\(([^()]{1,200})\)")
MAX_AUTHOR_CHARS = 500


def feed_articles(document: bytes, opened: Opened) -> Iterator[RawArticle]:
    """Read a feed; of an ill-formed one all that can be read, and then the error.

    Raises:
        DocumentError: It is ill-formed, or no feed.
    """
    root, problem = read_tree(document, is_lenient=True)
    channel = root if local_name(root) in {"feed", "channel"} else first(root, "channel")
    language = _language(root) or (_language(channel) if channel is not None else None)
    address = _link(channel) if channel is not None else None
    count = 0
    for entry in descendants(root, *ITEMS):
        if _is_article(entry):
            base = address or opened.url or ""
            yield _article(entry, base=base, language=language)
            count += 1
    if problem is not None:
        raise DocumentError(f"{problem.detail}; {count} items could be read", line=problem.line)
    if not count and local_name(root) not in ROOTS:
        raise DocumentError(f"is no feed: its root element is {local_name(root)}")


def _is_article(entry: etree._Element) -> bool:
    """Leave out what WordPress exports beside posts: pictures, menus, drafts."""
    kind, state = text_at(entry, "post_type"), text_at(entry, "status")
    return (kind is None or kind in {"post", "page"}) and (state is None or state not in UNPUBLISHED)


def _article(entry: etree._Element, *, base: str, language: str | None) -> RawArticle:
    link = _link(entry)
    url = _absolute(link, attribute(entry, "base") or base)
    title = _title(entry)
    body, body_format, content = _body(entry, title)
    guid = text_at(entry, "guid") or text_at(entry, "id") or attribute(entry, "about")
    return raw_article_of(
        WireItem(
            id=None if url else guid,
            url=url,
            source=None if url else site_of(base),
            title=title,
            authors=list(_authors(entry)),
            published_at=_first_text(entry, PUBLISHED) or _first_text(entry, UPDATED),
            language=_language(entry) or language,
            body=body,
            body_format=body_format,
            more={
                "content": content,
                "guid": guid if url else None,
                "updated_at": _first_text(entry, UPDATED),
                "keywords": [name for one in children(entry, "category", "subject") if (name := _category(one))],
            },
        ),
        format_name="feed",
    )


def _body(entry: etree._Element, title: str | None) -> tuple[str | None, BodyFormat, str]:
    for names, content in ((FULL, "full"), (SUMMARIES, "summary")):
        written = [text for one in children(entry, *names) if (text := _markup(one))]
        if written:
            longest = max(written, key=len)
            return f"<article>{longest}</article>", "html", content
    return title, "clean", "title"


def _markup(element: etree._Element) -> str:
    """Give the content of an element as HTML, whether it stands there escaped, as elements, or as plain text."""
    if len(element):
        return inner_html(element)
    text = (element.text or "").strip()
    kind = (attribute(element, "type") or "").lower()
    is_plain = kind in {"text", "text/plain"} or (not kind and not MARKUP.search(text))
    if is_plain:
        return "".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n") if part.strip())
    return text


def _title(entry: etree._Element) -> str | None:
    title = first(entry, "title")
    if title is None:
        return None
    text = text_of(title) or ""
    if not MARKUP.search(text):
        return text or None
    try:
        return text_of(etree.fromstring(f"<p>{text}</p>", etree.HTMLParser(no_network=True))) or None
    except (etree.XMLSyntaxError, ValueError):
        return text


def _link(entry: etree._Element) -> str | None:
    links = list(children(entry, "link"))
    ranked = [one for one in links if attribute(one, "rel") in {None, "alternate"}]
    for one in ranked:
        if address := attribute(one, "href") or text_of(one):
            return address
    guid = first(entry, "guid")
    named = text_of(guid) if guid is not None and attribute(guid, "ispermalink") != "false" else None
    for address in (named, attribute(entry, "href"), attribute(entry, "about"), text_at(entry, "id")):
        if address and address.startswith(("http://", "https://")):
            return address
    return None


def _absolute(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        address = urljoin(base, link)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _authors(entry: etree._Element) -> Iterator[str]:
    for one in children(entry, "creator", "author"):
        name = text_at(one, "name") or (text_of(one) if not len(one) else None)
        if name and len(name) <= MAX_AUTHOR_CHARS:
            found = MAIL_AND_NAME.fullmatch(name)
            plain = found[1] if found else name
            if "@" not in plain:
                yield plain


def _category(element: etree._Element) -> str | None:
    return attribute(element, "label") or text_of(element) or attribute(element, "term")


def _first_text(entry: etree._Element, names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := text_at(entry, name))), None)


def _language(element: etree._Element | None) -> str | None:
    return attribute(element, "lang") or text_at(element, "language")
