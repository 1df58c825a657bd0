"""Who does it and to whom, where the trigger is a noun: "Russian strikes on Kyiv", "held talks with", "an offer by"."""

from functools import cache

from spacy.tokens import Token

from pipeline.knowledge.cues import load_cues, load_light_verbs, load_speech_verbs
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.nlp.actors import actors_of
from pipeline.nlp.findings import Finding
from pipeline.nlp.positions import at, named_before, nearby
from pipeline.nlp.syntax import children, datives, governing_verb, is_passive, objects, prepositional, subjects
from pipeline.nlp.words import known_lemma
from pipeline.records.event import Actor

TARGETS = ("against", "on", "with", "to", "of")
"""Where a noun's target stands, when its line does not say."""
SOURCES = ("by", "from")
"""Where a noun's source stands, when its line does not say."""

Arguments = tuple[tuple[Actor, ...], tuple[Actor, ...], str]
"""Source, target, and the rule that found them."""

_SUFFERED = frozenset(
    [
        "face", "suffer", "survive", "escape", "undergo", "see", "witness", "receive", "get", "welcome", "cover",
        "cite", "recall", "remember", "mourn", "expect", "follow", "await", "cause", "spark",
        "trigger", "prompt", "include",
    ]
)  # fmt: skip
"""Verbs whose subject does not do what their object names: "survived a shooting"."""
_KNOWN = frozenset({"the", "this", "that", "these", "those", "any", "no"})


def noun_actors(noun: Token, finding: Finding) -> Arguments:
    """Find source and target of a noun trigger."""
    between = actors_of(prepositional(noun, "between") or prepositional(noun, "among"))
    if len(between) > 1:
        return between[:1], between[1:], "between"
    verb = _verb_of(noun)
    source, rule = _source(noun, verb, finding)
    return source, _target(noun, verb, finding, source=source), rule


def _source(noun: Token, verb: Token | None, finding: Finding) -> tuple[tuple[Actor, ...], str]:
    owners = named_before(noun, finding)
    if owners:
        return owners, "modifier"
    found = actors_of(at(noun, finding.sense.source or SOURCES, finding))
    if found or verb is None:
        return found, "preposition"
    if _is_light(verb):
        doers = actors_of(subjects(verb)) if _belongs(noun, verb) else ()
        return doers or actors_of(_controlled_by(verb)), "light-verb"
    return (actors_of(subjects(verb)), "its-verb") if _is_done_by_subject(noun, verb) else ((), "preposition")


def _controlled_by(verb: Token) -> tuple[Token, ...]:
    """Return who takes part where the noun is the subject: "talks began with Kyiv" names one side at least."""
    return prepositional(verb, "by")


def _target(noun: Token, verb: Token | None, finding: Finding, *, source: tuple[Actor, ...]) -> tuple[Actor, ...]:
    wanted = finding.sense.target or tuple(where for where in TARGETS if where not in finding.sense.source)
    words = at(noun, wanted, finding)
    if not words and verb is not None and _is_light(verb):
        words = datives(verb) or at(verb, tuple(where for where in wanted if where != "of"), finding)
    if not words and source:
        words = at(noun, tuple(where for where in TARGETS[:-1] if where not in wanted), finding)
    return actors_of(words) or actors_of(nearby(noun, tuple(where for where in wanted if where != "of"), finding))


def _verb_of(noun: Token) -> Token | None:
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    return governing_verb(noun) if noun.dep_ in {"dobj", "nsubjpass", "nsubj", "pobj"} else None


def _is_light(verb: Token) -> bool:
    return known_lemma(verb, load_light_verbs()) is not None


def _belongs(noun: Token, verb: Token) -> bool:
    return noun.i in {word.i for word in objects(verb)}


def _is_done_by_subject(noun: Token, verb: Token) -> bool:
    """Tell "earmarked aid" from "condemned the attack": the object is new, and the verb neither tells nor wishes it."""
    is_known = any(child.lower_ in _KNOWN for child in children(noun, "det")) or is_passive(verb)
    if is_known or not _belongs(noun, verb):
        return False
    telling = (load_cues()["verb"], load_speech_verbs(), statement_verbs(), _SUFFERED)
    return not any(known_lemma(verb, words) for words in telling)


@cache
def statement_verbs() -> frozenset[str]:
    """Return the verbs of the lexicon that say something of a deed: "condemned an attack"."""
    told = (
        (lemma, sense.leaf) for (lemma, kind), senses in load_lexicon().items() if kind == "verb" for sense in senses
    )
    return frozenset(lemma for lemma, leaf in told if leaf.split(".", maxsplit=1)[0] == "STMT")
