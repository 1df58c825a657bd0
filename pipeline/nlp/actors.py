"""A noun as an actor: the shortest words that name it, and what is known of it."""

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import dates_of, named_at, text_of
from pipeline.nlp.findings import NamedSpan
from pipeline.nlp.numbers import number_in
from pipeline.nlp.pronouns import apposed_name, person_meant
from pipeline.nlp.syntax import children, clause_antecedent, has_child, noun_phrase
from pipeline.nlp.words import has_lemma, is_noun, lemma_of
from pipeline.records.annotation import Entity
from pipeline.records.event import Actor

MAX_TOKENS = 12
"""Longest actor; a longer phrase is cut to its last words."""

_QUANTITIES = frozenset(
    [
        "dozen",
        "hundred",
        "thousand",
        "score",
        "million",
        "group",
        "number",
        "crowd",
        "handful",
        "lot",
        "majority",
        "ten",
    ]
)
_NOBODY = frozenset(
    [
        "it",
        "there",
        "which",
        "that",
        "who",
        "what",
        "this",
        "these",
        "those",
        "i",
        "we",
        "you",
        "they",
        "them",
        "us",
        "me",
        "one",
    ]
)
_STANDING_IN = frozenset(["it", "they", "he", "she", "its", "their", "his"])
"""Pronouns that often stand for the subject of a verb above; "her" and "them" as often for others."""
_SHARES = frozenset(["each", "all", "some", "many", "most", "both", "several", "any", "none", "half", "one"])
"""Words that take part of a group: "each of the banks"."""


def actor_of(token: Token) -> Actor | None:
    """Make an actor of the head of a noun phrase; None for pronouns that name nobody, dates and bare numbers."""
    doc = token.doc
    named = named_at(doc).get(token.i) or apposed_name(token) or _apposed_body(token)
    if named is not None:
        return _of_entity(named, token)
    stands_for = clause_antecedent(token) if token.lower_ in _STANDING_IN else None
    if stands_for is not None:
        return actor_of(stands_for)
    return _of_pronoun(token) or (_of_phrase(token) if _is_actor(token) else None)


def _of_pronoun(token: Token) -> Actor | None:
    doc = token.doc
    meant = person_meant(token)
    if meant is not None:
        return _actor(doc[token.i : token.i + 1], entity=meant.entity, sector=meant.entity.sector)
    return None


def _is_actor(token: Token) -> bool:
    """Tell the head of a phrase that can act: no pronoun that names nobody, no date and no bare number."""
    if token.lower_ in _SHARES and any(of.lower_ == "of" for of in children(token, "prep")):
        return True
    if token.lower_ in _NOBODY or _is_date(token) or not _is_nominal(token):
        return False
    return token.tag_ != "CD" or has_child(token, "prep")


def _is_nominal(token: Token) -> bool:
    """Tell a noun, or a word in its place; a name that the model takes for a verb has a capital."""
    is_misread = token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.is_title and token.tag_.startswith("VB")
    return is_noun(token) or token.tag_ in {"JJ", "CD"} or is_misread


def actors_of(tokens: tuple[Token, ...]) -> tuple[Actor, ...]:
    """Make actors of heads, each once."""
    found: dict[tuple[int, int], Actor] = {}
    for token in tokens:
        actor = actor_of(token)
        if actor is not None:
            found.setdefault((actor.start, actor.end), actor)
    return tuple(found.values())


def modifier_actor(token: Token) -> Actor | None:
    """Make an actor of a word before a noun trigger ("Russian strikes", "Macron's visit"): a name or a group."""
    if token.tag_ == "PRP$":
        return actor_of(token) if token.lower_ in _STANDING_IN else None
    named = named_at(token.doc).get(token.i)
    if named is not None:
        return _of_entity(named, token)
    if load_countries().code(token.text) is not None:
        return _actor(token.doc[token.i : token.i + 1], country=load_countries().code(token.text))
    is_group = is_noun(token) and (token.dep_ == "poss" or lemma_of(token) in load_roles().groups)
    return actor_of(token) if is_group else None


def _apposed_body(token: Token) -> NamedSpan | None:
    """Return the body that stands in apposition: "the lessor, Corrib Capital"."""
    named = named_at(token.doc)
    names = (named[other.i] for other in children(token, "appos") if other.i in named)
    return next((name for name in names if name.type == "ORG"), None)


def _of_entity(named: NamedSpan, token: Token) -> Actor:
    """Name an entity; a city that stands for its state ("Moscow") acts as a government."""
    entity = named.entity
    span = token.doc[named.first : named.last + 1]
    sector = entity.sector or ("GOV" if entity.type == "GPE" and entity.country else None)
    return _actor(span, entity=entity, sector=sector)


def _of_phrase(token: Token) -> Actor:
    doc = token.doc
    phrase = noun_phrase(token)
    end, head = _with_of(token)
    span = doc[max(phrase.start, end - MAX_TOKENS) : end]
    return _actor(span, country=_country_in(span), sector=_sector(head), count=_count(token))


def _with_of(token: Token) -> tuple[int, Token]:
    """Take "dozens of people" and "Ministry of Defence" whole."""
    doc = token.doc
    for of in children(token, "prep"):
        nouns = list(children(of, "pobj"))
        if of.lower_ != "of" or not nouns or nouns[0].i - token.i > MAX_TOKENS // 2:
            continue
        is_quantity = has_lemma(token, _QUANTITIES) or token.tag_ == "CD" or token.lower_ in _SHARES
        if is_quantity or nouns[0].i in named_at(doc) or nouns[0].tag_.startswith("NNP"):
            return nouns[0].i + 1, nouns[0] if is_quantity else token
    return token.i + 1, token


def _actor(
    span: TokenSpan,
    *,
    entity: Entity | None = None,
    country: str | None = None,
    sector: str | None = None,
    count: int | None = None,
) -> Actor:
    start, end = span.start_char, span.end_char
    return Actor(
        start=start,
        end=end,
        text=text_of(span.doc)[start:end],
        entity=entity.id if entity else None,
        name=entity.name if entity else None,
        country=entity.country if entity else country,
        sector=sector,
        count=count,
    )


def _country_in(span: TokenSpan) -> str | None:
    named = named_at(span.doc)
    codes = (named[token.i].entity.country if token.i in named else load_countries().code(token.text) for token in span)
    return next((code for code in codes if code), None)


def _sector(head: Token) -> str | None:
    groups = load_roles().groups
    return groups.get(head.lower_) or groups.get(lemma_of(head))


def _count(token: Token) -> int | None:
    words = list(children(token, "nummod"))
    if token.tag_ == "CD":
        words = [token]
    for word in words:
        start = min([word.i, *(child.i for child in children(word, "compound", "nummod"))])
        number = number_in(token.doc[start : word.i + 1].text)
        if number is not None and number == int(number):
            return int(number)
    return None


def _is_date(token: Token) -> bool:
    return any(date.start <= token.idx < date.end for date in dates_of(token.doc))
