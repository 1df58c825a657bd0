"""What a page says of its article as linked data (JSON-LD, schema.org). Nothing here trusts shape or size."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

MAX_SCRIPTS = 30
MAX_SCRIPT_CHARS = 500_000
"""Longer scripts are no description of an article."""
MAX_NODES = 3_000
MAX_DEPTH = 12
MAX_ITEMS = 40
ARTICLE = re.compile(r"(?:Article|Posting|Report|NewsItem|Review|Recipe|Opinion\w*|Statement)$")
"""schema.org types of articles: https://schema.org/Article and what is under it."""
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "CollectionPage"})
CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedData:
    """What linked data says of an article; empty where it says nothing."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    publisher: str | None = None
    is_free: bool | None = None


NOTHING = LinkedData()


def read_linked_data(tree: _Element) -> LinkedData:
    """Read the node of a page's linked data that describes its article."""
    nodes = [node for root in _roots(tree) for node in _nodes(root)]
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    article = next((node for node in nodes if _is_article(node)), None)
    article = article or next((node for node in nodes if "datePublished" in node), None)
    return _read(article, by_id) if article else NOTHING


def _roots(tree: _Element) -> Iterator[object]:
    for number, script in enumerate(tree.iter("script")):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if number < MAX_SCRIPTS * 20 and 0 < len(text) <= MAX_SCRIPT_CHARS:
            try:
                yield json.loads(CONTROL.sub(" ", text).strip().rstrip(";"))
            except (ValueError, RecursionError):
                continue


def _nodes(root: object) -> Iterator[Mapping[str, object]]:
    waiting: list[tuple[object, int]] = [(root, 0)]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        item, depth = waiting.pop(0)
        if isinstance(item, Mapping):
            yield item
            inner = [value for value in item.values() if isinstance(value, Mapping | list)]
        else:
            inner = list(item)[:MAX_ITEMS] if isinstance(item, list) else []
        if depth < MAX_DEPTH:
            waiting.extend((value, depth + 1) for value in inner)


def _is_article(node: Mapping[str, object]) -> bool:
    return any(ARTICLE.search(kind) for kind in _texts(node.get("@type")) if kind not in PAGE_TYPES)


def _read(node: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]]) -> LinkedData:
    free = next(iter(_texts(node.get("isAccessibleForFree"))), None)
    return LinkedData(
        headline=next(iter(_texts(node.get("headline"))), None),
        authors=tuple(_names(node.get("author") or node.get("creator"), by_id)),
        published=next(iter(_texts(node.get("datePublished"))), None),
        modified=next(iter(_texts(node.get("dateModified"))), None),
        section=next(iter(_texts(node.get("articleSection"))), None),
        keywords=tuple(_keywords(node.get("keywords"))),
        images=tuple(_addresses(node.get("image"), by_id)),
        publisher=next(_names(node.get("publisher"), by_id), None),
        is_free=None if free is None else free.rsplit("/", 1)[-1].lower() not in {"false", "no", "0"},
    )


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, list):
        return [text for item in value[:MAX_ITEMS] for text in _texts(item) if isinstance(item, str)]
    return ()


def _items(value: object) -> Sequence[object]:
    return value[:MAX_ITEMS] if isinstance(value, list) else () if value is None else (value,)


def _names(value: object, by_id: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for item in _items(value):
        if isinstance(item, Mapping):
            known = by_id.get(str(item.get("@id")), {})
            name = item.get("name") or known.get("name")
            yield from _texts(name if not isinstance(name, Mapping) else None)
        else:
            yield from _texts(item)


def _keywords(value: object) -> Iterator[str]:
    for text in _texts(value):
        yield from (word.strip() for word in text.split(",") if word.strip())


def _addresses(value: object, by_id: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for item in _items(value):
        node = {**by_id.get(str(item.get("@id")), {}), **item} if isinstance(item, Mapping) else {}
        yield from _texts(node.get("url") or node.get("contentUrl") if node else item)
