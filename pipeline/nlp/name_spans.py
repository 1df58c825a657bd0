"""A name as a run of tokens, and what is cut off its ends."""

from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import text_of
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
        return doc[self.first].idx

    def end(self, doc: Doc) -> int:
        """Return the offset behind its last code point."""
        return doc[self.last].idx + len(doc[self.last])

    def text(self, doc: Doc) -> str:
        """Return the words as they stand."""
        return text_of(doc)[self.start(doc) : self.end(doc)]


def trimmed(doc: Doc, name: Name) -> Name | None:
    """Leave out a leading "the", a possessive 's, marks at the ends, and titles of persons; None if nothing is left."""
    first, last = name.first, name.last
    while first <= last and _is_leading(doc, first):
        first += 1
    while last >= first and _is_trailing(doc, last):
        last -= 1
    if name.type == "PERSON":
        first = _behind_titles(doc, first, last)
    if first > last or not any(char.isalpha() for char in doc[first : last + 1].text):
        return None
    if name.type in _NUMBERED and not doc[last].text[:1].isupper() and not doc[first].text[:1].isupper():
        return None
    return Name(first=first, last=last, type=name.type)


def without_overlaps(names: list[Name]) -> list[Name]:
    """Of names that share a token keep the longer, then the earlier; in order of the text."""
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
    for words in range(min(TITLE_WORDS, end), 0, -1):
        if " ".join(token.lower_ for token in doc[end - words : end]) in titles:
            return words
    return 0


def _behind_titles(doc: Doc, first: int, last: int) -> int:
    honorifics = load_roles().honorifics
    start = first
    for end in range(first + 1, last + 1):
        if doc[end - 1].lower_ in honorifics or title_at(doc, end) > 0:
            start = end
    return start


def _is_leading(doc: Doc, index: int) -> bool:
    token = doc[index]
    return token.lower_ in _LEADING or token.is_space or not any(char.isalnum() for char in token.text)


def _is_trailing(doc: Doc, index: int) -> bool:
    token = doc[index]
    is_word = not token.is_space and any(char.isalnum() for char in token.text)
    return not is_word or token.lower_ in _TRAILING
