"""Text of strangers on a terminal: nothing in it may move the cursor, change a colour, or turn the line around."""

import json
import re
import unicodedata

_SUSPECT = re.compile(r"[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u058f]")
"""Anything but the plainest letters: looked at one by one."""

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that are written as their number: controls, direction marks, lone surrogates, separators."""

ZERO_WIDTH_JOINERS = "\u200c\u200d"
"""Needed to write some scripts."""


def printable(text: str) -> str:
    r"""Write control characters, and all that a terminal might obey, as `\x1b` or `\u202e`."""
    return _SUSPECT.sub(_escaped, text)


def printable_json(text: str) -> str:
    """Escape the same characters in JSON text, so that it still means the same."""
    return _SUSPECT.sub(_escaped_in_json, text)


def shortened(text: str, max_chars: int) -> str:
    """Put text on one line of a bounded length, printable."""
    line = " ".join(text[: max_chars * 4].split())
    return printable(line if len(line) <= max_chars else line[: max_chars - 1] + "…")


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in HIDDEN and char not in ZERO_WIDTH_JOINERS


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return char.encode("unicode_escape").decode("ascii") if _is_hidden(char) else char


def _escaped_in_json(match: re.Match[str]) -> str:
    char = match.group()
    return json.dumps(char)[1:-1] if _is_hidden(char) and char != "\n" else char
