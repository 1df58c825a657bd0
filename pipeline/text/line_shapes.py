"""How a line looks: its length, marks, letters and figures."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from pipeline.knowledge.tables import HERE, read_words
from pipeline.text.sentences import is_running_text, is_sentence_ended
from pipeline.text.wordlists import words as word_set

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
WORD_STEPS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 35)
"""Numbers of words at which a length is another length."""
SEEN_CHARS = 600
QUOTES = "\"“”‘'«»„"
BULLETS = "•*-–—·▪◦●○■□✓✔➤►‣"
SMALL = word_set("""
    a an and as at but by for from in into of off on or over so than that the to up via vs v with yet is are was be it
    its
    """)
"""Words that stay small in titles."""
MIN_CAPITALS = 4
"""Letters of a line in capitals: fewer are an abbreviation."""
MIN_NAME_WORDS, MAX_NAME_WORDS = 2, 4
MIN_PARTICIPLE, MIN_GERUND = 5, 6
MUCH = 4
"""One character in so many is much."""
MAX_LABEL_WORDS = 4
FIRST_EMOJI = 0x1F000


@cache
def headline_verbs() -> frozenset[str]:
    """Read the verbs as headlines have them."""
    return read_words(HERE / "headline_verbs.txt")


def find_shapes(text: str) -> Iterator[str]:
    """Name the forms of a line."""
    seen = text[:SEEN_CHARS]
    words = WORD.findall(seen)
    yield f"words:{bisect_right(WORD_STEPS, len(words))}"
    if len(words) > WORD_STEPS[-2]:
        yield "long"
    yield from _ends(seen)
    yield from _starts(seen)
    yield from _letters(words)
    yield from _figures(seen, words)


def _ends(text: str) -> Iterator[str]:
    yield "ended" if is_sentence_ended(text) else "unended"
    last = text.rstrip(" ")[-1:]
    yield f"last:{last}" if last in "?!:;,…)]" else "last:mark" if last in ".”\"'’" else "last:word"
    if is_running_text(text):
        yield "running"
    if re.search(r"[.!?][”\"’']? [A-ZÀ-Þ\"“‘]", text):
        yield "sentences"


def _starts(text: str) -> Iterator[str]:
    first = text[0]
    if first in QUOTES:
        yield "first:quote"
        yield "all_quoted" if text.rstrip(" .")[-1:] in QUOTES else "part_quoted"
        if text.count(first) == 1 and first in '“"‘' and "”" not in text:
            yield "open_quote"
    elif first in BULLETS:
        yield "first:bullet"
    elif first.isdigit():
        yield "first:digit"
        if re.match(r"\d{1,2}[.)] ", text):
            yield "numbered"
    elif first.islower():
        yield "first:lower"
    elif not first.isalpha():
        yield f"first:{first if first in '([@#©|{£$€' else 'mark'}"


def _letters(words: list[str]) -> Iterator[str]:
    lettered = [word for word in words if word[0].isalpha()]
    if not lettered:
        yield "no_words"
        return
    if all(word.isupper() for word in lettered) and sum(map(len, lettered)) >= MIN_CAPITALS:
        yield "all_caps"
    telling = [word for word in lettered if word.lower() not in SMALL]
    capital = sum(word[0].isupper() for word in telling)
    later = [word for word in telling[1:] if word[0].isupper()]
    if telling and capital == len(telling):
        yield "title_case"
        if MIN_NAME_WORDS <= len(words) <= MAX_NAME_WORDS and len(lettered) == len(telling) == len(words):
            yield "name_like"
    elif not later:
        yield "no_names"
    else:
        yield "some_names"
    if any(word.lower() in headline_verbs() and not word[0].isupper() for word in lettered[1:]):
        yield "verb"
    if any(word.endswith("ed") and len(word) >= MIN_PARTICIPLE and word.islower() for word in lettered[1:]):
        yield "participle"
    if any(word.endswith("ing") and len(word) >= MIN_GERUND for word in lettered[:2]):
        yield "gerund"


def _figures(text: str, words: list[str]) -> Iterator[str]:
    digits = sum(map(str.isdigit, text))
    if digits:
        yield "digits"
        if digits > len(text) // MUCH:
            yield "much_digits"
        if not any(word.isalpha() and len(word) > 1 for word in words):
            yield "only_digits"
    if "|" in text or " · " in text or " • " in text[1:]:
        yield "pipe"
    if "/" in text:
        yield "slash"
    yield from _marks(text)


def _marks(text: str) -> Iterator[str]:
    label, mark, rest = text.partition(": ")
    if mark and len(label.split()) <= MAX_LABEL_WORDS:
        yield "label"
        yield "label_short" if len(rest.split()) <= MAX_LABEL_WORDS else "label_long"
        if any(map(str.isdigit, rest)):
            yield "label_digits"
    if re.search(r" [-–—] ", text):
        yield "dash"
    if text[0] in "([" and text.rstrip(".")[-1] in ")]":
        yield "bracketed"
    if any(ord(letter) > FIRST_EMOJI for letter in text):
        yield "emoji"
