"""Where an actor of a trigger can stand: the positions that a line of the lexicon names, and what is no actor."""

from functools import cache

from spacy.tokens import Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.actors import actor_of, modifier_actor
from pipeline.nlp.attributes import named_at
from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import children, datives, has_child, modifiers, objects, prepositional
from pipeline.nlp.words import has_lemma, is_verb, known_lemma
from pipeline.records.event import Actor

NEAR = 14
"""How many words behind a trigger a preposition is looked for that the parse ties to another word."""

_OWN_WORDS = frozenset({"object", "subject", "prep_object"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def at(token: Token, wanted: tuple[str, ...], finding: Finding) -> tuple[Token, ...]:
    """Return the nouns at the first of some positions that holds any; what belongs to the trigger does not count."""
    for where in wanted:
        found = tuple(noun for noun in _standing(token, where) if not is_part(noun, finding) and not is_event(noun))
        if found:
            return found
    return ()


def _standing(token: Token, where: str) -> tuple[Token, ...]:
    if where == "object":
        return objects(token)
    return datives(token) if where == "dative" else prepositional(token, where)


def nearby(token: Token, wanted: tuple[str, ...], finding: Finding) -> tuple[Token, ...]:
    """Return what the next preposition of some kind ties to anything in the same clause, if that is a name or a group.

    The parse often hangs "on Iran" in "imposed sanctions over the attack on Iran" on a word that is not the trigger.
    """
    for word in token.doc[token.i + 1 : min(token.i + NEAR, token.sent.end)]:
        if is_verb(word) and has_child(word, "nsubj", "nsubjpass"):
            return ()
        if word.dep_ in {"prep", "dative"} and word.lower_ in wanted:
            found = tuple(noun for noun in children(word, "pobj") if _is_somebody(noun))
            if found and not is_part(found[0], finding):
                return found
    return ()


def is_part(word: Token, finding: Finding) -> bool:
    """Tell whether a word belongs to the trigger ("talks" in "hold talks"), and so is no actor."""
    return any(key in _OWN_WORDS and has_lemma(word, values) for key, values in finding.sense.conditions)


def is_event(noun: Token) -> bool:
    """Tell a noun that names an event or a deed rather than somebody."""
    return known_lemma(noun, event_nouns()) is not None and noun.i not in named_at(noun.doc)


@cache
def event_nouns() -> frozenset[str]:
    """Return the nouns of the lexicon."""
    return frozenset(lemma for lemma, word_class in load_lexicon() if word_class == "noun")


def named_before(noun: Token, finding: Finding) -> tuple[Actor, ...]:
    """Take whom a noun belongs to: its possessor, else a name or people before it."""
    owners = [modifier_actor(word) for word in children(noun, "poss")]
    if not any(owners):
        is_scene = finding.sense.leaf == "DIPL.MEET" or finding.sense.leaf.startswith("DIS.")
        words = (word for word in modifiers(noun) if not (is_scene and _is_place(word)))
        owners = [modifier_actor(word) for word in words]
    return tuple({(actor.start, actor.end): actor for actor in owners if actor is not None}.values())


def _is_place(word: Token) -> bool:
    """Tell a place from a people: in "the Paris summit" and "the Leeds fire" nobody acts yet."""
    named = named_at(word.doc).get(word.i)
    if named is None or word.dep_ != "compound":
        return False
    return named.type in _PLACES or named.entity.name in load_countries().seats


def _is_somebody(noun: Token) -> bool:
    is_known = noun.i in named_at(noun.doc) or known_lemma(noun, load_roles().groups) is not None
    return is_known and actor_of(noun) is not None
