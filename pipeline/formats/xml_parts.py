"""Small questions to XML elements, asked by local name: publishers use namespaces as they like."""

from collections.abc import Iterator
from html import escape

from lxml import etree

from pipeline.text.wordlists import words

HTML_NAMES = words("""
    a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li ol
    p pre q s section small span strong sub sup table tbody td tfoot th thead tr u ul
    """)
"""Elements that are given on as they are; of others, the content is."""
DROPPED = frozenset({"script", "style", "iframe", "object", "embed"})
"""Elements whose content is no text."""
MAX_ATTRIBUTES = 100
"""An element with more of them is not looked at: no format has as many."""
KEPT_ATTRIBUTES = ("href", "src", "alt", "class")
Renamed = dict[str, str]


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, in small letters; none of what is no element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def namespace_of(element: etree._Element) -> str:
    """Give the namespace of an element."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag.startswith("{") else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Give the children of these names, in the order in which they stand."""
    return (child for child in element if local_name(child) in names)


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Give all elements of these names below, in the order in which they stand."""
    return (one for one in element.iter() if one is not element and local_name(one) in names)


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Follow a path of names by the first child of each."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Give an attribute by its local name, in any case; None where it is absent or empty."""
    if element is None or len(element.attrib) > MAX_ATTRIBUTES:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].lower() == name:
            return str(value).strip() or None
    return None


def text_of(element: etree._Element | None) -> str | None:
    """Give all text of an element on one line; None where there is none."""
    return " ".join("".join(_texts(element)).split()) or None if element is not None else None


def text_at(element: etree._Element | None, *path: str) -> str | None:
    """Give the text at a path."""
    return text_of(first(element, *path))


def inner_html(element: etree._Element, renamed: Renamed | None = None) -> str:
    """Write the content of an element as HTML.

    Args:
        element: Its content is written, not itself.
        renamed: HTML's names for elements of another vocabulary; an empty name drops the element.
    """
    pieces: list[str] = []
    _write(element, renamed or {}, pieces)
    return "".join(pieces).strip()


def _write(element: etree._Element, renamed: Renamed, pieces: list[str]) -> None:
    """Write what is within; no deeper than the parser lets a tree be."""
    pieces.append(escape(element.text or "", quote=False))
    for child in element:
        name = renamed.get(local_name(child), local_name(child))
        if name and name not in DROPPED and isinstance(child.tag, str):
            is_html = name in HTML_NAMES
            pieces.append(f"<{name}{_attributes(child)}>" if is_html else "")
            _write(child, renamed, pieces)
            pieces.append(f"</{name}>" if is_html and name not in {"br", "hr", "img"} else "")
        pieces.append(escape(child.tail or "", quote=False))


def _attributes(element: etree._Element) -> str:
    kept = ((name, element.get(name)) for name in KEPT_ATTRIBUTES)
    return "".join(f' {name}="{escape(value)}"' for name, value in kept if value)


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext() if text)
