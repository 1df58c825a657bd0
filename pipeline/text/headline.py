"""The headline of a page, without the site's name."""

import re
import unicodedata
from collections.abc import Sequence

from pipeline.text.cleaners import clean_line

MIN_CHARS, MAX_CHARS = 3, 400
MIN_SHARED = 0.5
"""Share of the shorter's words that a main heading has in common with the declared title when both mean the same."""
MIN_LONE_WORDS = 4
"""A single main heading of at least this many words is the headline, whatever the page declares for search engines."""
MIN_NAME_CHARS = 4
"""Shorter names of sites have to be there in full."""
SEPARATOR = re.compile(r"\s*[|»]\s*|\s+[–—:·•-]\s+")
WORD = re.compile(r"\w+")


def choose_headline(declared: str | None, *, headings: Sequence[str], site_names: Sequence[str]) -> str | None:
    """Choose between the title that a page declares and the main headings that it shows.

    What is shown wins where it says the same: declared titles are often shortened, or carry the site's name.
    """
    shown = [heading for heading in map(clean_line, headings) if MIN_CHARS <= len(heading) <= MAX_CHARS]
    title = clean_line(declared or "")[:MAX_CHARS]
    best = max(shown, key=lambda heading: _shared(heading, title), default=None)
    if best and len(_words(best)) > 1 and _shared(best, title) >= MIN_SHARED:
        return best
    if len(shown) == 1 and len(_words(shown[0])) >= MIN_LONE_WORDS:
        return shown[0]
    return strip_site_name(title, site_names) or best


def strip_site_name(title: str, site_names: Sequence[str]) -> str:
    """Take the site's name off the end or the beginning of a title."""
    names = [name for name in map(_squashed, site_names) if name]
    marks = list(SEPARATOR.finditer(title))
    for mark in marks:
        tail = _squashed(title[mark.end() :])
        if mark.start() and any(_is_name(tail, name) for name in names):
            return title[: mark.start()]
    for mark in reversed(marks):
        head = _squashed(title[: mark.start()])
        if mark.end() < len(title) and any(_is_name(head, name) for name in names):
            return title[mark.end() :]
    return title


def _is_name(part: str, name: str) -> bool:
    if len(part) < MIN_NAME_CHARS or len(name) < MIN_NAME_CHARS:
        return part == name
    return part in name or name in part


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return set(WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def _squashed(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))


def _shared(first: str, second: str) -> float:
    one, other = _words(first), _words(second)
    return len(one & other) / max(1, min(len(one), len(other)))
