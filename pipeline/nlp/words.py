"""Word classes and dictionary forms of tokens, from their tags; no lemmatizer is run."""

from collections.abc import Container

from spacy.strings import StringStore
from spacy.tokens import Doc, Token

from pipeline.knowledge.inflection import WordClass, lemma_candidates, lemma_in, likeliest_lemma

_CLASS_OF_TAG: dict[str, WordClass] = {"VB": "verb", "NN": "noun"}
_CLASS_OF_POS: dict[str, WordClass] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}


_classes: dict[tuple[int, int], WordClass | None] = {}
"""By the keys of a tag and a part of speech, which spaCy hands out quicker than the words; there are some hundred."""


def word_class(token: Token) -> WordClass | None:
    """Tell verbs and nouns from other words, by the tag, or by the part of speech where a pipeline has no tags."""
    key = token.tag, token.pos
    return _classes[key] if key in _classes else _learnt(key, token.vocab.strings)


def word_classes(doc: Doc) -> list[WordClass | None]:
    """Return the class of each word of a doc."""
    strings = doc.vocab.strings
    keys = [(tag, pos) for tag, pos in doc.to_array(["TAG", "POS"]).tolist()]
    return [_classes[key] if key in _classes else _learnt(key, strings) for key in keys]


def _learnt(key: tuple[int, int], strings: StringStore) -> WordClass | None:
    tag, pos = (strings[part] if part else "" for part in key)
    _classes[key] = _CLASS_OF_TAG.get(tag[:2]) or _CLASS_OF_POS.get(pos)
    return _classes[key]


def is_verb(token: Token) -> bool:
    """Tell whether a token is a verb or auxiliary."""
    return word_class(token) == "verb"


def is_noun(token: Token) -> bool:
    """Tell whether a token is a noun or a name."""
    return word_class(token) == "noun"


def is_name_word(token: Token) -> bool:
    """Tell whether a token is tagged as part of a name."""
    return token.tag_ in {"NNP", "NNPS"} or token.pos_ == "PROPN"


def lemma_of(token: Token) -> str:
    """Return the likeliest dictionary form, in lower case."""
    kind = word_class(token)
    return likeliest_lemma(token.text, kind) if kind else token.text.lower()


def known_lemma(token: Token, vocabulary: Container[str]) -> str | None:
    """Return the dictionary form that stands in a vocabulary, or None."""
    kind = word_class(token)
    if kind is None:
        return token.lower_ if token.lower_ in vocabulary else None
    return lemma_in(token.text, kind, vocabulary)


def has_lemma(token: Token, words: frozenset[str]) -> bool:
    """Tell whether any dictionary form of a token is among some words."""
    kind = word_class(token)
    if kind is None:
        return token.lower_ in words
    return not words.isdisjoint(lemma_candidates(token.text, kind))
