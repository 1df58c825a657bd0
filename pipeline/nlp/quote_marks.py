"""Quotation marks in a text: which open, which close, which are apostrophes. Strings only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_CHARS = 3_000
"""Longest quotation; a mark that finds no partner within it is passed over."""

_CLOSING: Mapping[str, str] = {"“": '”"', "„": "“”", "«": "»", "‘": "’", "``": "''", "''": "''", '"': '"”'}
_MARK = re.compile(r"``|''|[“”„«»‘’\"]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A stretch between marks."""

    start: int
    """Behind the opening mark and blanks."""
    end: int
    """Before the closing mark and blanks."""
    is_open: bool = False
    """True where the paragraph ended without a closing mark: the quotation goes on in the next."""


def marked_stretches(text: str, start: int, end: int) -> Iterator[Marked]:
    """Yield what stands between marks in one paragraph, outermost marks only."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            if _is_opening(text, mark, start):
                opened = mark
        elif _is_closing(text, mark, opened, end):
            if mark.start() - opened.end() <= MAX_CHARS:
                yield from _stretch(text, opened.end(), mark.start(), is_open=False)
            opened = None
    if opened is not None and opened.group() != "‘" and end - opened.end() <= MAX_CHARS:
        yield from _stretch(text, opened.end(), end, is_open=True)


def _is_opening(text: str, mark: re.Match[str], start: int) -> bool:
    if mark.group() not in _CLOSING:
        return False
    if mark.group() in "“„«":
        return True
    is_behind_blank = mark.start() == start or not text[mark.start() - 1].isalnum()
    return is_behind_blank and text[mark.end() : mark.end() + 1].strip() != ""


def _is_closing(text: str, mark: re.Match[str], opened: re.Match[str], end: int) -> bool:
    if mark.group() not in _closing_of(opened.group()):
        return False
    if mark.group() in {"’", '"'}:
        following = text[mark.end() : mark.end() + 1] if mark.end() < end else ""
        return not following.isalnum()
    return True


def _closing_of(mark: str) -> tuple[str, ...]:
    """Return the marks that can close; curly and straight ones are mixed in one quotation where two systems wrote."""
    closing = _CLOSING[mark]
    return (closing,) if len(mark) > 1 else tuple(closing)


def _stretch(text: str, start: int, end: int, *, is_open: bool) -> Iterator[Marked]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        yield Marked(start=start, end=end, is_open=is_open)
