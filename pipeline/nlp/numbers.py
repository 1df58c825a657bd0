"""Numbers in words and figures."""

import re
from collections.abc import Mapping

_UNITS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Mapping[str, int] = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Mapping[str, int] = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000, "m": 1_000_000, "k": 1_000,
}  # fmt: skip
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?")
_MAX_WORDS = 12


def number_in(text: str) -> float | None:
    """Read "26", "1,200", "1.5 million" or "twenty-six"; None where the text is no number."""
    words = text.lower().replace("-", " ").split()
    if not words or len(words) > _MAX_WORDS:
        return None
    total, current = 0.0, 0.0
    for word in words:
        step = _step(word, current)
        if step is None:
            return None
        if word in _SCALES and _SCALES[word] >= 1_000:  # noqa: PLR2004 - thousands and up close a group
            total, current = total + step, 0.0
        else:
            current = step
    return total + current


def _step(word: str, current: float) -> float | None:
    if word in {"and", "a", "an"}:
        return current or (1.0 if word != "and" else 0.0)
    if word in _SCALES:
        return (current or 1.0) * _SCALES[word]
    if word in _UNITS or word in _TENS:
        return current + (_UNITS.get(word) or _TENS.get(word) or 0)
    if _FIGURES.fullmatch(word) and not current:
        return float(word.replace(",", ""))
    return None
