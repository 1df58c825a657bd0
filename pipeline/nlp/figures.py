"""How many, how much: numbers that belong to an event."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.knowledge.inflection import MAX_FORMS, lemma_in
from pipeline.nlp.attributes import FINDINGS, findings_of, words_of
from pipeline.nlp.findings import Finding
from pipeline.nlp.numbers import number_in
from pipeline.nlp.syntax import children, objects
from pipeline.nlp.words import is_noun, is_verb, known_lemma
from pipeline.records.event import Figure, FigureKind

_CASUALTY: Mapping[str, FigureKind] = {
    "kill": "killed", "die": "killed", "perish": "killed", "drown": "killed", "dead": "killed", "injure": "injured",
    "wound": "injured", "hurt": "injured", "injured": "injured", "wounded": "injured", "arrest": "arrested",
    "detain": "arrested",
}  # fmt: skip
_CURRENCY: Mapping[str, str] = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_MONEY = re.compile(
    r"(?P<sign>US\$|[$€£¥₹]) ?(?P<number>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,3})?)"
    r"(?:[ -]?(?P<scale>million|billion|trillion|bn|m|k)\b)?"
)
_AMOUNT_FAMILIES = frozenset({"BUS", "ECO", "DIPL", "JUS", "GOV"})

_OfSentence = tuple[tuple[Figure, ...], tuple[Figure, ...]]
"""Casualties and amounts of a sentence."""


@Language.component(
    "newswire_figures", assigns=[f"doc._.{FINDINGS}"], requires=["token.tag", "token.dep", f"doc._.{FINDINGS}"]
)
def add_figures(doc: Doc) -> Doc:
    """Give casualties and amounts of a sentence to its findings."""
    known: dict[int, _OfSentence] = {}
    doc._.set(FINDINGS, tuple(replace(found, figures=_figures(doc, found, known)) for found in findings_of(doc)))
    return doc


def _figures(doc: Doc, finding: Finding, known: dict[int, _OfSentence]) -> tuple[Figure, ...]:
    """Return the figures of a finding's sentence; each sentence is read once."""
    sentence = doc[finding.token].sent
    if sentence.start not in known:
        known[sentence.start] = tuple(casualties(sentence)), tuple(amounts(sentence))
    people, money = known[sentence.start]
    return people + money if finding.sense.leaf.split(".", maxsplit=1)[0] in _AMOUNT_FAMILIES else people


def casualties(sentence: Span) -> Iterator[Figure]:
    """Yield how many were killed, injured or arrested: "killed 12 people", "six were wounded", "40 dead"."""
    texts = words_of(sentence.doc).texts
    for index in range(sentence.start, sentence.end):
        if not _can_be_casualty(texts[index]):
            continue
        token = sentence.doc[index]
        kind = _casualty(token)
        if kind is None:
            continue
        for noun in _counted(token):
            number = _number(noun)
            if number is not None:
                value, start, end = number
                yield Figure(kind=kind, value=value, unit="people", start=start, end=end)


def amounts(sentence: Span) -> Iterator[Figure]:
    """Yield sums of money with their currency."""
    for match in _MONEY.finditer(sentence.text):
        value = number_in(f"{match['number']} {match['scale'] or ''}".strip())
        if value is not None:
            start = sentence.start_char + match.start()
            yield Figure(kind="amount", value=value, unit=_CURRENCY[match["sign"]], start=start,
                         end=sentence.start_char + match.end())  # fmt: skip


@lru_cache(maxsize=MAX_FORMS)
def _can_be_casualty(form: str) -> bool:
    """Tell whether a word can be a form of one that tells casualties; most cannot, and are not looked at further."""
    return form.lower() in _CASUALTY or any(lemma_in(form, kind, _CASUALTY) for kind in ("verb", "noun"))


def _casualty(token: Token) -> FigureKind | None:
    if token.tag_ == "JJ":
        return _CASUALTY.get(token.lower_)
    lemma = known_lemma(token, _CASUALTY) if is_verb(token) or is_noun(token) else None
    return _CASUALTY[lemma] if lemma else None


def _counted(token: Token) -> tuple[Token, ...]:
    if not is_verb(token):
        return (token, token.head) if token.dep_ == "amod" else (token,)
    own = tuple(children(token, "nsubj"))
    return objects(token) or own


def _number(noun: Token) -> tuple[float, int, int] | None:
    """Read the number at a noun, or the noun itself where it is one."""
    for word in (noun, *children(noun, "nummod")):
        first = min([word.i, *(child.i for child in children(word, "compound", "nummod"))])
        span = noun.doc[first : word.i + 1]
        value = number_in(span.text)
        if value is not None and (word.tag_ == "CD" or word.i != noun.i):
            return value, span.start_char, span.end_char
    return None
