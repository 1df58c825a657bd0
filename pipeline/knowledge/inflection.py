"""Dictionary forms of English verbs and nouns, by ending and a list of exceptions: no model, no guess kept as fact.

A form can belong to several words ("rated": rate, rat), so candidates are given, the likeliest first; whoever knows a
vocabulary takes the first that is in it.
"""

import re
from collections.abc import Callable, Container
from functools import cache, lru_cache
from typing import Literal

from pipeline.knowledge.tables import HERE, read_rows

MAX_FORMS = 65_536
"""Forms of words that are remembered with what is known of them; an archive of news has more, rare ones."""
WordClass = Literal["verb", "noun"]

_DOUBLED = re.compile(r"([^aeiou])\1$")
_WITH_E = re.compile(r"[cgsuvz]$|(?:at|ir|ur|ar|od|ok|ak|ik|id|as)$|^[^aeiou]*[aeiou][^aeiouwxy]$")
"""Stems that had an e: "accus|ed", "rap|ed" (a short "rap" would double its consonant)."""


@cache
def irregular_forms() -> dict[tuple[str, str], str]:
    """Return the dictionary form of each irregular form, by form and word class."""
    forms: dict[tuple[str, str], str] = {}
    for row in read_rows(HERE / "irregular.tsv", columns=3):
        lemma, word_class, others = row.columns
        for form in others.split():
            forms.setdefault((form, word_class), lemma)
    return forms


@lru_cache(maxsize=MAX_FORMS)
def lemma_candidates(form: str, word_class: WordClass) -> tuple[str, ...]:
    """Return the dictionary forms that a word may have, in lower case, likeliest first; never empty."""
    word = form.lower()
    irregular = irregular_forms().get((word, word_class))
    if irregular is not None:
        return (irregular, word)
    candidates = [word]
    for ending, stems in _ENDINGS[word_class]:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            candidates[:0] = stems(word[: -len(ending)])
            break
    return tuple(dict.fromkeys(candidates))


def lemma_in(form: str, word_class: WordClass, vocabulary: Container[str]) -> str | None:
    """Return the dictionary form that stands in a vocabulary, or None."""
    return next((word for word in lemma_candidates(form, word_class) if word in vocabulary), None)


def likeliest_lemma(form: str, word_class: WordClass) -> str:
    """Return the likeliest dictionary form."""
    return lemma_candidates(form, word_class)[0]


def _stems_of_past(stem: str) -> list[str]:
    if _DOUBLED.search(stem):
        return [stem, stem[:-1]] if stem[-1] in "sl" else [stem[:-1], stem, stem + "e"]
    if _WITH_E.search(stem):
        return [stem + "e", stem]
    return [stem, stem + "e"]


def _stems_of_es(stem: str) -> list[str]:
    if stem.endswith(("s", "x", "z", "ch", "sh", "o")):
        return [stem, stem + "e"]
    return [stem + "e", stem]


_Stems = Callable[[str], list[str]]
_ENDINGS: dict[WordClass, tuple[tuple[str, _Stems], ...]] = {
    "verb": (
        ("ies", lambda stem: [stem + "y", stem + "ie"]),
        ("ied", lambda stem: [stem + "y", stem + "ie"]),
        ("ying", lambda stem: [stem + "y", stem + "ie"]),
        ("es", _stems_of_es),
        ("ss", lambda _: []),
        ("s", lambda stem: [stem]),
        ("ed", _stems_of_past),
        ("ing", _stems_of_past),
    ),
    "noun": (
        ("ies", lambda stem: [stem + "y", stem + "ie"]),
        ("es", _stems_of_es),
        ("ss", lambda _: []),
        ("us", lambda _: []),
        ("s", lambda stem: [stem]),
    ),
}
