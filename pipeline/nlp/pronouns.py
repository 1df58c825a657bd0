"""Whom "he", "she" or "the president, …" means. Of "he" and "she": the latest person before it that is a subject."""

from spacy.tokens import Token

from pipeline.nlp.attributes import entities_of, named_at
from pipeline.nlp.findings import NamedSpan
from pipeline.nlp.syntax import children, governing_verb, subjects

LOOK_BACK = 80
"""Most tokens that are looked through: some three sentences."""

LEAST_MENTIONS = 3
"""How often a person is named at least whom a pronoun means from farther away."""

PERSONAL = frozenset({"he", "she", "him", "her"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})


def person_meant(token: Token) -> NamedSpan | None:
    """Return the person that a pronoun means, or None where the rule finds nobody."""
    if token.lower_ not in PERSONAL:
        return None
    named = named_at(token.doc)
    doers = _doers(token)
    for index in range(token.i - 1, max(-1, token.i - LOOK_BACK), -1):
        name = named.get(index)
        is_person = name is not None and name.last == index and name.entity.type == "PERSON"
        if name is not None and is_person and name.entity.id not in doers and _is_subject(token.doc[index]):
            return name
    return _main_person(token)


def _main_person(pronoun: Token) -> NamedSpan | None:
    """Return the person whom an article about one person is about: named before, and more often than any other."""
    before = [one for one in entities_of(pronoun.doc) if one.type == "PERSON" and one.mentions[0].start < pronoun.idx]
    before.sort(key=lambda one: -len(one.mentions))
    if not before or len(before[0].mentions) < LEAST_MENTIONS:
        return None
    if len(before) > 1 and len(before[1].mentions) * 2 > len(before[0].mentions):
        return None
    return next((span for span in named_at(pronoun.doc).values() if span.entity.id == before[0].id), None)


def apposed_name(token: Token) -> NamedSpan | None:
    """Return the person that stands in apposition: "the president, Emmanuel Macron"."""
    named = named_at(token.doc)
    names = (named[other.i] for other in children(token, "appos") if other.i in named)
    return next((name for name in names if name.type == "PERSON"), None)


def name_at(token: Token) -> NamedSpan | None:
    """Return the name that a token is part of, that stands beside it, or the person that it means as a pronoun."""
    return named_at(token.doc).get(token.i) or apposed_name(token) or person_meant(token)


def _doers(token: Token) -> frozenset[str]:
    """Return the entities that do what is done to an object pronoun: "Merz called him" is not about Merz."""
    if token.dep_ not in {"dobj", "pobj", "dative"}:
        return frozenset()
    verb = governing_verb(token)
    named = named_at(token.doc)
    return frozenset(named[noun.i].entity.id for noun in (subjects(verb) if verb else ()) if noun.i in named)


def _is_subject(token: Token) -> bool:
    while token.dep_ in {"conj", "appos", "compound"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in _SUBJECT
