"""The words of a doc and its parse as plain lists: spaCy makes a new object for each token that it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.knowledge.inflection import WordClass
from pipeline.nlp.words import word_classes


@dataclass(frozen=True, kw_only=True, slots=True)
class WordLists:
    """One entry a token in each list."""

    texts: list[str]
    """As they stand."""
    lowers: list[str]
    """In lower case."""
    starts: list[int]
    """Offset of the first code point."""
    ends: list[int]
    """Offset behind the last code point."""
    labels: list[str]
    """What the parse calls the tie to the head."""
    heads: list[int]
    """Index of the head; a root is its own."""
    children: Mapping[int, list[int]]
    """Indexes of what depends on a word, in order, by its index; a leaf has none."""
    classes: list[WordClass | None]
    """Verb, noun or neither."""
    marks: list[bool]
    """True for blanks, and for tokens without a letter or figure."""

    def places(self, lower: str) -> list[int]:
        """Return the indexes of the tokens that are a word, whatever its case."""
        return [index for index, word in enumerate(self.lowers) if word == lower] if lower in self.lowers else []


def word_lists(doc: Doc) -> WordLists:
    """Read the words of a doc."""
    texts = [token.text for token in doc]
    starts: list[int] = doc.to_array("IDX").tolist()
    heads = [index + offset for index, offset in enumerate(doc.to_array("HEAD").astype("int64").tolist())]
    return WordLists(
        texts=texts,
        lowers=[text.lower() for text in texts],
        starts=starts,
        ends=[start + len(text) for start, text in zip(starts, texts, strict=True)],
        labels=_names(doc, "DEP"),
        heads=heads,
        children=_children(heads),
        classes=word_classes(doc),
        marks=[not (text.isalnum() or any(map(str.isalnum, text))) for text in texts],
    )


def _names(doc: Doc, attribute: str) -> list[str]:
    """Return the names behind the keys of an attribute; there are a few dozen of them, each is looked up once."""
    keys: list[int] = doc.to_array(attribute).tolist()
    names = {key: doc.vocab.strings[key] if key else "" for key in set(keys)}
    return [names[key] for key in keys]


def _children(heads: list[int]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for index, head in enumerate(heads):
        if head != index:
            children.setdefault(head, []).append(index)
    return children
