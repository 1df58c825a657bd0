"""Who wrote the article, on a line of its own."""

import re

from pipeline.text.lines import Role, Surroundings

TOP_LINES = 6
"""A byline stands at the top."""
_WORD = r"[^\W\d_][\w'’.-]{0,30}"
PLACE = re.compile(r",? (?:at|in|à|en|aus) [A-ZÀ-Þ].{1,40}")
"""Where the writer was."""
BYLINE = re.compile(
    rf"(?:By|BY|Par|Von|Por|Written by|Story by)\s+(?P<names>{_WORD}(?:\s+{_WORD}){{1,4}}"
    rf"(?:\s*(?:,|&|and|et|und|y)\s+{_WORD}(?:\s+{_WORD}){{1,4}}){{0,4}})"
)
SEPARATOR = re.compile(r"\s*(?:,|&)\s*|\s+(?:and|et|und|y)\s+")
MAX_CHARS = 160


def find_byline(surroundings: Surroundings) -> Role | None:
    """Find a line that only says who wrote the article."""
    if surroundings.index >= TOP_LINES:
        return None
    return "byline" if read_byline(surroundings.line.text) else None


def read_byline(text: str) -> tuple[str, ...]:
    """Read the names of a byline; none where the line is no byline."""
    found = BYLINE.fullmatch(PLACE.sub("", text, count=1)) if len(text) <= MAX_CHARS else None
    if not found:
        return ()
    names = tuple(SEPARATOR.split(found["names"]))
    return names if all(_is_name(name) for name in names) else ()


def _is_name(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
