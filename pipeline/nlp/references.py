"""Pronouns and nouns that mean a named entity, where that is safe; and places that act for their state."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.name_words import load_name_words
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import ENTITIES, NAMED, entities_of, named_at, words_of
from pipeline.nlp.findings import NamedSpan, with_entities
from pipeline.nlp.pronouns import PERSONAL, person_meant
from pipeline.nlp.spans import span_of
from pipeline.nlp.words import is_verb, lemma_of
from pipeline.records.annotation import Entity, Mention, MentionKind

_ACTING = frozenset({"nsubj", "agent"})
_UNION = ("EU", "E.U.", "European Union", "European Commission")


@Language.component(
    "newswire_references",
    assigns=[f"doc._.{ENTITIES}", f"doc._.{NAMED}"],
    requires=["token.tag", "token.dep", f"doc._.{ENTITIES}", f"doc._.{NAMED}"],
)
def add_references(doc: Doc) -> Doc:
    """Add pronouns and nouns to the mentions of what they mean, and say for whom a seat of government stands."""
    found: dict[str, list[Mention]] = {}
    for token, key, kind in (*_pronouns(doc), *_nominals(doc)):
        span = span_of(token)
        found.setdefault(key, []).append(Mention(start=span.start, end=span.end, text=span.text, kind=kind))
    acting = {span.entity.id: token for token, span in _acting_seats(doc)}
    union = any(name in _UNION for entity in entities_of(doc) for name in (entity.name, *entity.aliases))
    changed = {
        entity.id: _standing(_with_mentions(entity, found.get(entity.id, [])), acting.get(entity.id), is_union=union)
        for entity in entities_of(doc)
    }
    doc._.set(ENTITIES, tuple(changed[entity.id] for entity in entities_of(doc)))
    doc._.set(NAMED, with_entities(named_at(doc), changed))
    return doc


def _with_mentions(entity: Entity, mentions: list[Mention]) -> Entity:
    if not mentions:
        return entity
    return replace(entity, mentions=tuple(sorted((*entity.mentions, *mentions), key=lambda mention: mention.start)))


def _pronouns(doc: Doc) -> Iterator[tuple[Token, str, MentionKind]]:
    """Yield "he", "she", "him" and "her" with the person that they mean."""
    for index, word in enumerate(words_of(doc).lowers):
        meant = person_meant(doc[index]) if word in PERSONAL else None
        if meant is not None:
            yield doc[index], meant.entity.id, "pronoun"


def _nominals(doc: Doc) -> Iterator[tuple[Token, str, MentionKind]]:
    """Yield "the president" and "the ministry" where one entity of the document alone, named before, is one."""
    heads = _heads(doc)
    lowers = words_of(doc).lowers
    for index, word in enumerate(lowers):
        meant = heads.get(word)
        if meant is None or index == 0 or lowers[index - 1] != "the":
            continue
        token = doc[index]
        if any(token.rights) or index in named_at(doc) or _is_modifier(token):
            continue
        if len(meant) == 1 and meant[0].mentions[0].start < token.idx:
            yield token, meant[0].id, "nominal"


def _is_modifier(token: Token) -> bool:
    return token.dep_ in {"compound", "amod", "poss"} or (
        token.i + 1 < len(token.doc) and token.i + 1 in named_at(token.doc)
    )


def _heads(doc: Doc) -> dict[str, list[Entity]]:
    """Return who could be meant by a noun: persons by their office, bodies by the head of their name."""
    heads: dict[str, list[Entity]] = {}
    for entity in entities_of(doc):
        words = []
        if entity.type == "PERSON" and entity.role:
            words = [entity.role.split()[-1]]
        elif entity.type == "ORG":
            name = entity.name.lower()
            words = [name.split()[-1], name.partition(" of ")[0].split()[-1]]
        known = load_roles().titles.keys() | load_name_words().bodies
        for word in dict.fromkeys(words):
            if word in known:
                heads.setdefault(word, []).append(entity)
    return heads


def _acting_seats(doc: Doc) -> Iterator[tuple[Token, NamedSpan]]:
    """Yield the verbs that seats of government are the subject of; a place where something happens is none."""
    seats = load_countries().seats
    for index, span in named_at(doc).items():
        token = doc[index]
        is_seat = span.last == index and span.type == "GPE" and span.entity.name in seats
        if is_seat and token.dep_ in _ACTING and is_verb(token.head):
            yield token.head, span


def _standing(entity: Entity, verb: Token | None, *, is_union: bool) -> Entity:
    """Say for whom a seat of government stands: the state, or of Brussels the Union where the article names it."""
    if verb is None or entity.country is None:
        return entity
    whom = "the European Union" if is_union and entity.name == "Brussels" else f"the government of {entity.country}"
    return replace(entity, sector=entity.sector or "GOV", stands_for=f'{whom}: it is the subject of "{lemma_of(verb)}"')
