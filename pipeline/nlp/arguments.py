"""Who does it and to whom: the parse says, and the line of the lexicon says where to look."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.cues import load_light_verbs
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.nlp.actors import actors_of, modifier_actor
from pipeline.nlp.attributes import DATES, FINDINGS, NAMED, findings_of, named_at
from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import (
    children,
    datives,
    governing_verb,
    is_passive,
    modifiers,
    objects,
    prepositional,
    subjects,
)
from pipeline.nlp.words import has_lemma, is_noun, known_lemma
from pipeline.records.event import Actor

VERB_TARGETS = ("object", "dative")
"""Where a verb's target stands, when its line does not say."""
NOUN_TARGETS = ("against", "on", "with", "to", "of")
"""Where a noun's target stands, when its line does not say."""
NOUN_SOURCES = ("by", "from")
"""Where a noun's source stands, when its line does not say."""

Arguments = tuple[tuple[Actor, ...], tuple[Actor, ...], str]
"""Source, target, and the rule that found them."""

_OWN_WORDS = frozenset({"object", "subject", "prep_object"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


@Language.component(
    "newswire_arguments",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.tag", "token.dep", f"doc._.{NAMED}", f"doc._.{DATES}", f"doc._.{FINDINGS}"],
)
def add_arguments(doc: Doc) -> Doc:
    """Give every finding its source and target."""
    doc._.set(FINDINGS, tuple(_with_actors(doc[found.token], found) for found in findings_of(doc)))
    return doc


def _with_actors(token: Token, finding: Finding) -> Finding:
    read = _of_verb if finding.sense.word_class == "verb" else _of_noun
    source, target, rule = read(token, finding)
    if finding.sense.reciprocal and not target and len(source) > 1:
        source, target, rule = source[:1], source[1:], rule + "+reciprocal"
    target = tuple(actor for actor in target if not _overlaps(actor, source))
    return replace(finding, source=source, target=target, rules=(*finding.rules, rule))


def _of_verb(verb: Token, finding: Finding) -> Arguments:
    source = actors_of(subjects(verb))
    rule = "passive" if is_passive(verb) else "active"
    for name, find in TARGET_RULES:
        found = actors_of(tuple(word for word in find(verb, finding) if not _is_part(word, finding)))
        target = tuple(actor for actor in found if not _overlaps(actor, source))
        if target:
            return source, target, f"{rule}+{name}" if name else rule
    return source, (), rule


def at_verb(verb: Token, finding: Finding) -> tuple[Token, ...]:
    """Find the target where the line of the lexicon says, else at the object."""
    wanted = finding.sense.target or VERB_TARGETS
    return _at(verb, wanted if "object" in wanted else (*wanted, "object"), finding)


def at_own_noun(verb: Token, finding: Finding) -> tuple[Token, ...]:
    """Find it behind a noun that belongs to the trigger, or tells an event too: "hold talks with"."""
    wanted = tuple(where for where in finding.sense.target if where not in VERB_TARGETS)
    nouns = [noun for noun in objects(verb) if is_noun(noun)]
    nouns += [noun for prep in children(verb, "prep") for noun in children(prep, "pobj")]
    for noun in nouns:
        if _is_part(noun, finding) or _is_trigger(noun):
            found = _at(noun, wanted or NOUN_TARGETS[:-1], finding)
            if found:
                return found
    return ()


def in_clause(verb: Token, finding: Finding) -> tuple[Token, ...]:
    """Find it in the clause: "demanded that Kyiv withdraw", "offered to negotiate with Kyiv"."""
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.i < verb.i:
            continue
        if clause.dep_ == "ccomp" and not is_passive(clause):
            return subjects(clause)
        for where in ("object", "dative", *NOUN_TARGETS[:-1]):
            found = _at(clause, (where,), finding)
            if found:
                return found
    return ()


TargetRule = Callable[[Token, Finding], tuple[Token, ...]]

TARGET_RULES: tuple[tuple[str, TargetRule], ...] = (("", at_verb), ("noun", at_own_noun), ("clause", in_clause))
"""Where a verb's target is looked for, in this order; the first that finds an actor beside the source decides."""


def _of_noun(noun: Token, finding: Finding) -> Arguments:
    between = actors_of(prepositional(noun, "between"))
    if len(between) > 1:
        return between[:1], between[1:], "between"
    source, rule = _named_before(noun, finding)
    verb = _verb_of(noun)
    is_light = verb is not None and known_lemma(verb, load_light_verbs()) is not None
    if not source:
        source, rule = actors_of(_at(noun, finding.sense.source or NOUN_SOURCES, finding)), "preposition"
    if not source and verb is not None and is_light and noun.i in {word.i for word in objects(verb)}:
        source, rule = actors_of(subjects(verb)), "light-verb"
    wanted = finding.sense.target or tuple(prep for prep in NOUN_TARGETS if prep not in finding.sense.source)
    target = actors_of(_at(noun, wanted, finding))
    if not target and verb is not None and is_light:
        target = actors_of(_at(verb, tuple(prep for prep in wanted if prep != "of"), finding))
    return source, target, rule


def _is_part(word: Token, finding: Finding) -> bool:
    """Tell whether a word belongs to the trigger ("talks" in "hold talks"), and so is no actor."""
    return any(key in _OWN_WORDS and has_lemma(word, values) for key, values in finding.sense.conditions)


def _is_trigger(noun: Token) -> bool:
    """Tell a noun that names an event or a deed rather than somebody."""
    return known_lemma(noun, event_nouns()) is not None and noun.i not in named_at(noun.doc)


@cache
def event_nouns() -> frozenset[str]:
    """Return the nouns of the lexicon."""
    return frozenset(lemma for lemma, word_class in load_lexicon() if word_class == "noun")


def _at(token: Token, wanted: tuple[str, ...], finding: Finding) -> tuple[Token, ...]:
    """Return the nouns at the first of some positions that holds any; what belongs to the trigger does not count."""
    for where in wanted:
        if where == "object":
            nouns = objects(token)
        elif where == "dative":
            nouns = datives(token)
        else:
            nouns = prepositional(token, where)
        found = tuple(noun for noun in nouns if not _is_part(noun, finding) and not _is_trigger(noun))
        if found:
            return found
    return ()


def _named_before(noun: Token, finding: Finding) -> tuple[tuple[Actor, ...], str]:
    """Take whom a noun belongs to: its possessor, else a name or people before it."""
    owners = [modifier_actor(word) for word in children(noun, "poss")]
    if not any(owners):
        is_meeting = finding.sense.leaf == "DIPL.MEET"
        words = (word for word in modifiers(noun) if not (is_meeting and _is_place(word)))
        owners = [modifier_actor(word) for word in words]
    found = {(actor.start, actor.end): actor for actor in owners if actor is not None}
    return tuple(found.values()), "modifier"


def _is_place(word: Token) -> bool:
    """Tell a place from a people: in "the Paris summit" nobody acts yet."""
    named = named_at(word.doc).get(word.i)
    if named is None or word.dep_ != "compound":
        return False
    return named.type in _PLACES or named.entity.name in load_countries().seats


def _verb_of(noun: Token) -> Token | None:
    while noun.dep_ == "conj":
        noun = noun.head
    return governing_verb(noun) if noun.dep_ in {"dobj", "nsubjpass", "nsubj", "pobj"} else None


def _overlaps(actor: Actor, others: tuple[Actor, ...]) -> bool:
    return any(actor.start < other.end and other.start < actor.end for other in others)
