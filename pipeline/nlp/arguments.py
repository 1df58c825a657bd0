"""Who does it and to whom: the parse says, and the line of the lexicon says where to look."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.cues import load_light_verbs
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
from pipeline.nlp.words import known_lemma
from pipeline.records.event import Actor

VERB_TARGETS = ("object", "dative")
"""Where a verb's target stands, when its line does not say."""
NOUN_TARGETS = ("against", "on", "with", "to", "of")
"""Where a noun's target stands, when its line does not say."""
NOUN_SOURCES = ("by", "from")
"""Where a noun's source stands, when its line does not say."""

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


def _of_verb(verb: Token, finding: Finding) -> tuple[tuple[Actor, ...], tuple[Actor, ...], str]:
    source = actors_of(subjects(verb))
    wanted = finding.sense.target or VERB_TARGETS
    skipped = _condition_words(finding)
    target: tuple[Actor, ...] = ()
    for where in wanted:
        target = actors_of(tuple(word for word in _at(verb, (where,)) if known_lemma(word, skipped) is None))
        if target:
            break
    if not target and finding.sense.target and "object" not in wanted:
        target = actors_of(tuple(word for word in objects(verb) if known_lemma(word, skipped) is None))
    return source, target, "passive" if is_passive(verb) else "active"


def _of_noun(noun: Token, finding: Finding) -> tuple[tuple[Actor, ...], tuple[Actor, ...], str]:
    between = actors_of(prepositional(noun, "between"))
    if len(between) > 1:
        return between[:1], between[1:], "between"
    source, rule = _named_before(noun, finding)
    verb = _verb_of(noun)
    is_light = verb is not None and known_lemma(verb, load_light_verbs()) is not None
    if not source:
        source, rule = actors_of(_at(noun, finding.sense.source or NOUN_SOURCES)), "preposition"
    if not source and verb is not None and is_light and noun.i in {word.i for word in objects(verb)}:
        source, rule = actors_of(subjects(verb)), "light-verb"
    wanted = finding.sense.target or tuple(prep for prep in NOUN_TARGETS if prep not in finding.sense.source)
    target = actors_of(_at(noun, wanted))
    if not target and verb is not None and is_light:
        target = actors_of(_at(verb, tuple(prep for prep in wanted if prep != "of")))
    return source, target, rule


def _condition_words(finding: Finding) -> frozenset[str]:
    """Return the words that belong to the trigger ("talks" in "hold talks"), and so are no actor."""
    return frozenset(
        word
        for key, values in finding.sense.conditions
        if key in {"object", "subject", "prep_object"}
        for word in values
    )


def _at(token: Token, wanted: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the nouns at the first of some positions that holds any."""
    for where in wanted:
        if where == "object":
            found = objects(token)
        elif where == "dative":
            found = datives(token)
        else:
            found = prepositional(token, where)
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
