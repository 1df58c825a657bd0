"""A bounded look at a page before it is parsed: a hostile one is refused in time linear in its length."""

import re

from pipeline.errors import InvalidRecordError
from pipeline.text.wordlists import words

MAX_DEPTH = 250
"""Elements within each other; libxml2 stops at 256 and drops the rest of the page."""
MAX_TAGS = 25_000
"""Opening tags; the largest of some hundred real article pages have 4,500."""
MAX_ATTRIBUTES = 5_000
"""Attributes of one element."""
LONG_TAG = 10_000
"""Only tags longer than this have their attributes counted."""

MARKUP = re.compile(
    r"<(?:!--|(?P<closing>/)?(?P<name>[a-z][^\s/>]{0,60}+)"
    r"(?P<attributes>(?:[^\"'>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)>?)"
)
"""A tag or the start of a comment. Possessive throughout: what was read once is never read again."""
QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")

VOID = words("area base br col command embed frame hr img input keygen link meta param source track wbr")
"""Elements that hold nothing."""
IMPLIED_END = words("p li dt dd option optgroup tr td th thead tbody tfoot rt rp html head body colgroup")
"""Elements whose end may be left out: they do not nest in themselves."""
RAW_TEXT = words("script style textarea title xmp")
"""Elements whose text is no markup."""


def check_page(page: str) -> None:
    """Refuse a page that would be costly to parse.

    Raises:
        InvalidRecordError: It nests too deep (`html_too_deep`), or has too many elements or attributes
            (`html_too_large`).
    """
    lowered = page.lower()
    open_names: list[str] = []
    open_counts: dict[str, int] = {}
    tags, position = 0, 0
    while found := MARKUP.search(lowered, position):
        position = found.end()
        name = found["name"]
        if name is None:
            position = _after(lowered, "-->", position)
        elif found["closing"]:
            _close(name, open_names, open_counts)
        else:
            tags += 1
            _check_tag(found["attributes"], tags)
            if name in RAW_TEXT:
                position = _after(lowered, f"</{name}", position)
            elif name not in VOID and name not in IMPLIED_END and not found["attributes"].endswith("/"):
                _open(name, open_names, open_counts)


def _after(page: str, mark: str, position: int) -> int:
    found = page.find(mark, position)
    return len(page) if found < 0 else found + len(mark)


def _open(name: str, open_names: list[str], open_counts: dict[str, int]) -> None:
    open_names.append(name)
    open_counts[name] = open_counts.get(name, 0) + 1
    if len(open_names) > MAX_DEPTH:
        raise InvalidRecordError("html_too_deep", f"more than {MAX_DEPTH} elements within each other")


def _close(name: str, open_names: list[str], open_counts: dict[str, int]) -> None:
    while open_counts.get(name, 0):
        last = open_names.pop()
        open_counts[last] -= 1
        if last == name:
            return


def _check_tag(attributes: str, tags: int) -> None:
    if tags > MAX_TAGS:
        raise InvalidRecordError("html_too_large", f"more than {MAX_TAGS} elements")
    if len(attributes) > LONG_TAG and len(QUOTED.sub("", attributes).split()) > MAX_ATTRIBUTES:
        raise InvalidRecordError("html_too_large", f"more than {MAX_ATTRIBUTES} attributes of one element")
