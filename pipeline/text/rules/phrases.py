"""Lines that are told by their exact words."""

import re

EDGES = " \t.:!|>»›→…-–—*•[]()"


def bare_phrase(text: str) -> str:
    """Return a line without marks at its ends, in lower case."""
    return text.strip(EDGES).casefold()


def phrases(lines: str) -> frozenset[str]:
    """Make a set of phrases out of text that has one a line."""
    return frozenset(bare_phrase(line) for line in lines.splitlines() if line.strip())


def starting(*openings: str) -> re.Pattern[str]:
    """Match a line that opens with one of these patterns, at a word's end."""
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(openings)})(?!\w)", re.IGNORECASE)
