"""Where the blocks of a plain text begin and end."""

from dataclasses import dataclass
from itertools import pairwise

from pipeline.errors import InvalidRecordError
from pipeline.text.sentences import is_sentence_ended

MAX_LINES = 50_000
"""Most lines that are not blank: more are no article."""
WRAP_MAX_CHARS = 100
"""No line of a text that was wrapped at a column is longer."""
WRAP_MIN_CHARS = 45
"""A line that was broken at a column is at least this long."""
WRAP_MIN_LINES = 4
"""Fewer lines show no habit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainLine:
    """One line that is not blank, without the white space around it."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    parted: bool
    """A blank line, an indentation or nothing at all stands before it."""


def split_blocks(text: str) -> tuple[tuple[int, int], ...]:
    """Find the blocks of a text as (start, end): its lines, or what blank lines part where it was wrapped at a column.

    Raises:
        InvalidRecordError: There are more lines than an article has (`too_large`).
    """
    lines = split_lines(text)
    if not is_wrapped(text, lines):
        return tuple((line.start, line.end) for line in lines)
    blocks: list[tuple[int, int]] = []
    for line in lines:
        if line.parted or not blocks:
            blocks.append((line.start, line.end))
        else:
            blocks[-1] = (blocks[-1][0], line.end)
    return tuple(blocks)


def split_lines(text: str) -> list[PlainLine]:
    """Find the lines that are not blank.

    Raises:
        InvalidRecordError: There are more lines than an article has (`too_large`).
    """
    lines: list[PlainLine] = []
    position, blank_before = 0, True
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            indent = len(line) - len(line.lstrip())
            start = position + indent
            lines.append(PlainLine(start=start, end=start + len(bare), parted=blank_before or indent > 1))
        if len(lines) > MAX_LINES:
            raise InvalidRecordError("too_large", f"more than {MAX_LINES} lines")
        blank_before = not bare
        position += len(line)
    return lines


def is_wrapped(text: str, lines: list[PlainLine]) -> bool:
    """Tell whether lines were broken at a column: all short, and most of those that go on end in mid-sentence."""
    if len(lines) < WRAP_MIN_LINES or any(line.end - line.start > WRAP_MAX_CHARS for line in lines):
        return False
    going_on = [line for line, following in pairwise(lines) if not following.parted]
    broken = [
        line
        for line in going_on
        if line.end - line.start >= WRAP_MIN_CHARS and not is_sentence_ended(text[line.start : line.end])
    ]
    return len(going_on) >= WRAP_MIN_LINES - 1 and 2 * len(broken) > len(going_on)
