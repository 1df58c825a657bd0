"""A name as a run of tokens, and what is cut off its ends."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import text_of, words_of
from pipeline.nlp.word_lists import WordLists
from pipeline.records.annotation import EntityType

TITLE_WORDS = 3
"""Most words that a title has."""

_LEADING = frozenset({"the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our"})
_TRAILING = frozenset({"'s", "’s", "'", "’", "`s", "s’", "and", "for", "in", "at"})
_NUMBERED = frozenset({"PERSON", "NORP"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One mention of a name, by its tokens."""

    first: int
    """Index of its first token."""
    last: int
    """Index of its last token."""
    type: EntityType
    """What the name is taken for."""

    def start(self, doc: Doc) -> int:
        """Return the offset of its first code point."""
        return words_of(doc).starts[self.first]

    def end(self, doc: Doc) -> int:
        """Return the offset behind its last code point."""
        return words_of(doc).ends[self.last]

    def text(self, doc: Doc) -> str:
        """Return the words as they stand."""
        words = words_of(doc)
        if self.first == self.last:
            return words.texts[self.first]
        return text_of(doc)[words.starts[self.first] : words.ends[self.last]]


def trimmed(doc: Doc, name: Name) -> Name | None:
    """Leave out a leading "the", a possessive 's, marks at the ends, and titles of persons; None if nothing is left."""
    words = words_of(doc)
    first, last = name.first, name.last
    while first <= last and _is_leading(words, first):
        first += 1
    while last >= first and _is_trailing(words, last):
        last -= 1
    if name.type == "PERSON":
        first = _behind_titles(doc, first, last)
    if first > last or not any(char.isalpha() for text in words.texts[first : last + 1] for char in text):
        return None
    if name.type in _NUMBERED and not words.texts[last][:1].isupper() and not words.texts[first][:1].isupper():
        return None
    if (first, last) == (name.first, name.last):
        return name
    return Name(first=first, last=last, type=name.type)


def without_overlaps(names: list[Name]) -> list[Name]:
    """Of names that share a token keep the longer, then the earlier; in order of the text."""
    if all(name.last < following.first for name, following in pairwise(names)):
        return names
    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (name.first - name.last, name.first)):
        indexes = range(name.first, name.last + 1)
        if taken.isdisjoint(indexes):
            taken.update(indexes)
            kept.append(name)
    return sorted(kept, key=lambda name: name.first)


def title_at(doc: Doc, end: int) -> int:
    """Return how many tokens of the longest title that ends before a token; 0 for none."""
    titles = load_roles().titles
    lowers = words_of(doc).lowers
    if end <= 0 or lowers[end - 1] not in _title_ends():
        return 0
    return next(
        (count for count in range(min(TITLE_WORDS, end), 0, -1) if " ".join(lowers[end - count : end]) in titles), 0
    )


@cache
def _title_ends() -> frozenset[str]:
    """Return the last words of titles: most words are none, and are told by that."""
    return frozenset(title.rpartition(" ")[2] for title in load_roles().titles)


def _behind_titles(doc: Doc, first: int, last: int) -> int:
    honorifics = load_roles().honorifics
    lowers = words_of(doc).lowers
    start = first
    for end in range(first + 1, last + 1):
        if lowers[end - 1] in honorifics or title_at(doc, end) > 0:
            start = end
    return start


def _is_leading(words: WordLists, index: int) -> bool:
    return words.marks[index] or words.lowers[index] in _LEADING


def _is_trailing(words: WordLists, index: int) -> bool:
    return words.marks[index] or words.lowers[index] in _TRAILING
