"""Who wrote a page's article, as it shows it: links to authors and bylines."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.text.cleaners import clean_line

MARK = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es|i)?|auteurs?|writers?|autorenzeile)(?:$|[\s_-]|name|link)|auth(?:or)?_?-?name",
    re.IGNORECASE,
)
"""Classes of elements that hold a byline."""
ADDRESS = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|staff|contributors?|"
    r"writers?|journalists?|bios?|people|by|profile)/(?:[^/?#]{1,40}/)?[^/?#]{2,80}/?(?:[?#]|$)"
)
MAX_CHARS = 120
MAX_ELEMENTS = 30_000
MAX_FOUND = 8
OPENING = re.compile(
    r"^\W{0,3}(?:(?:written|words|story|text|posted|reported|published) by|by|von|par|por|di|texte?|"
    r"veröffentlicht(?: von)?|autor(?:in)?)\b\s{0,3}:?\s{0,3}",
    re.IGNORECASE,
)
CUT = re.compile(
    r"\s?[|•·/@]|\s[–—-]\s|\b(?:published|updated|posted|on|in|at|am|um|le|el)\b|\d|"
    r", (?:staff|correspondent|reporter|editor)\b",
    re.IGNORECASE,
)
"""What follows the names in a byline."""
PARTED = re.compile(r"\s?(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s?")
NAME = re.compile(r"(?:[^\W\d_][\w'’.-]{0,30} ){1,4}[^\W\d_][\w'’.-]{1,30}")
INLINE, BLOCKS = ("a", "span", "address", "p"), ("div", "h3", "h4", "li")
SKIPPED = frozenset({"nav", "footer", "script", "style", "head"})


def find_shown_authors(tree: _Element) -> tuple[str, ...]:
    """Read the names of the first byline that a page shows."""
    names = _linked_names(tree)
    if names:
        return names
    for tags in INLINE, BLOCKS:
        for element in _bounded(tree, *tags):
            if MARK.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"):
                names = _names_of(element)
                if names:
                    return names
    return ()


def _linked_names(tree: _Element) -> tuple[str, ...]:
    """Read the first link to an author, and those that stand beside it."""
    names: list[str] = []
    place = None
    for element in _bounded(tree, "a"):
        is_author = (element.get("rel") or "").lower() == "author" or ADDRESS.search(element.get("href") or "")
        if not is_author or (place is not None and _place(element) != place):
            continue
        found = _names_of(element)
        place = _place(element) if found and place is None else place
        names += found
    return tuple(dict.fromkeys(names))[:MAX_FOUND]


def _place(element: _Element) -> _Element | None:
    """Return what holds an element and those beside it."""
    parent = element.getparent()
    return parent if parent is None else parent.getparent()


def _bounded(tree: _Element, *tags: str) -> Iterator[_Element]:
    for number, element in enumerate(tree.iter(*tags)):
        if number > MAX_ELEMENTS:
            return
        if not any(above.tag in SKIPPED for above in element.iterancestors()):
            yield element


def _names_of(element: _Element) -> tuple[str, ...]:
    text = clean_line(" ".join(element.itertext()))
    if not text or len(text) > MAX_CHARS:
        return ()
    bare = CUT.split(OPENING.sub("", text), maxsplit=1)[0]
    return tuple(
        name
        for part in PARTED.split(bare)
        if (name := part.strip(" .,:")) and NAME.fullmatch(name) and name[0].isupper()
    )
