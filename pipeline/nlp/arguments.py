"""Who does it and to whom: the parse says, and the line of the lexicon says where to look."""

from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.nlp.actors import actors_of
from pipeline.nlp.attributes import DATES, FINDINGS, NAMED, findings_of, named_at
from pipeline.nlp.findings import AGENTLESS, Finding
from pipeline.nlp.noun_arguments import TARGETS, Arguments, noun_actors
from pipeline.nlp.positions import at, is_event, is_part, named_before, nearby
from pipeline.nlp.syntax import children, is_passive, objects, subjects
from pipeline.nlp.words import has_lemma, is_noun, is_verb
from pipeline.records.event import Actor

VERB_TARGETS = ("object", "dative")
"""Where a verb's target stands, when its line does not say."""
DOCUMENTS = frozenset(
    {
        "letter", "paper", "report", "statement", "note", "petition", "memo", "bill", "amendment", "resolution",
        "study",
        "survey", "poll", "data", "datum", "document", "filing", "email", "article", "book", "law", "decree",
    }
)  # fmt: skip
"""What says, asks or warns in somebody's stead."""
AUTHORS = ("from", "by", "of")
BEHIND_NOUNS = (*TARGETS, "by", "from", "for")
"""Where it stands behind a noun that the verb governs: "rejected a request from Kyiv"."""


@Language.component(
    "newswire_arguments",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.tag", "token.dep", f"doc._.{NAMED}", f"doc._.{DATES}", f"doc._.{FINDINGS}"],
)
def add_arguments(doc: Doc) -> Doc:
    """Give every finding its source and target."""
    triggers = frozenset(found.token for found in findings_of(doc))
    doc._.set(FINDINGS, tuple(_with_actors(doc[found.token], found, triggers) for found in findings_of(doc)))
    return doc


def _with_actors(token: Token, finding: Finding, triggers: frozenset[int]) -> Finding:
    if finding.sense.word_class == "verb":
        source, target, rule = _of_verb(token, finding, triggers)
    else:
        source, target, rule = noun_actors(token, finding)
    if finding.tolls and not (source and target):
        source, target, rule = _with_victims(token.doc, finding, (source, target, rule))
    if finding.sense.reciprocal and not target and len(source) > 1:
        source, target, rule = source[:1], source[1:], rule + "+reciprocal"
    if finding.sense.leaf in AGENTLESS:
        if source and not any(map(is_known, target)):
            target = source
        source = ()
    target = tuple(actor for actor in target if not _overlaps(actor, source))
    return replace(finding, source=source, target=target, rules=(*finding.rules, rule))


def _of_verb(verb: Token, finding: Finding, triggers: frozenset[int]) -> Arguments:
    doers = tuple(word for word in subjects(verb) if word.i not in triggers or not is_event(word))
    source = actors_of(tuple(author for word in doers for author in _authors(word)))
    rule = "passive" if is_passive(verb) else "active"
    for name, find in TARGET_RULES:
        target = tuple(actor for actor in find(verb, finding) if not _overlaps(actor, source))
        if target:
            return source, target, f"{rule}+{name}" if name else rule
    left = tuple(word for word in objects(verb) if word.i not in triggers and not (is_passive(verb) and not source))
    return source, actors_of(left), f"{rule}+own-object" if left else rule


def _authors(noun: Token) -> tuple[Token, ...]:
    """Return who stands behind a document: "a letter from three groups urges"; any other noun stands for itself."""
    if not has_lemma(noun, DOCUMENTS) or noun.i in named_at(noun.doc):
        return (noun,)
    behind = (
        token for prep in children(noun, "prep", "agent") if prep.lower_ in AUTHORS for token in children(prep, "pobj")
    )
    return (*children(noun, "poss"), *behind)


def at_verb(verb: Token, finding: Finding) -> tuple[Actor, ...]:
    """Find the target where the line of the lexicon says, else at the object."""
    wanted = finding.sense.target or VERB_TARGETS
    return actors_of(at(verb, wanted if "object" in wanted else (*wanted, "object"), finding))


def at_own_noun(verb: Token, finding: Finding) -> tuple[Actor, ...]:
    """Find it behind or before a noun that belongs to the trigger, or tells an event too: "reject Kyiv's demand"."""
    wanted = tuple(where for where in finding.sense.target if where not in VERB_TARGETS)
    nouns = [noun for noun in objects(verb) if is_noun(noun)]
    nouns += [noun for prep in children(verb, "prep") for noun in children(prep, "pobj")]
    for noun in nouns:
        if is_part(noun, finding) or is_event(noun):
            found = actors_of(at(noun, (*wanted, *BEHIND_NOUNS), finding)) or named_before(noun, finding)
            if found:
                return found
    return ()


def in_clause(verb: Token, finding: Finding) -> tuple[Actor, ...]:
    """Find it in the clause: "demanded that Kyiv withdraw", "offered to negotiate with Kyiv"."""
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.i < verb.i or not is_verb(clause):
            continue
        if clause.dep_ == "ccomp" and not is_passive(clause):
            return actors_of(subjects(clause))
        for where in (*VERB_TARGETS, *TARGETS[:-1]):
            found = actors_of(at(clause, (where,), finding))
            if found:
                return found
        return at_own_noun(clause, finding)
    return ()


def beside(verb: Token, finding: Finding) -> tuple[Actor, ...]:
    """Find it behind a preposition of the line that the parse ties to another word."""
    wanted = tuple(where for where in finding.sense.target if where not in VERB_TARGETS)
    return actors_of(nearby(verb, wanted, finding)) if wanted else ()


TargetRule = Callable[[Token, Finding], tuple[Actor, ...]]

TARGET_RULES: tuple[tuple[str, TargetRule], ...] = (
    ("", at_verb), ("noun", at_own_noun), ("clause", in_clause), ("beside", beside),
)  # fmt: skip
"""Where a verb's target is looked for, in this order; the first that finds an actor beside the source decides."""


def _with_victims(doc: Doc, finding: Finding, known: Arguments) -> Arguments:
    """Take from "killed six soldiers in an ambush" who did it and to whom, where the attack leaves it open."""
    source, target, rule = known
    for index in finding.tolls:
        verb = doc[index]
        if not is_verb(verb):
            continue
        victims = objects(verb)
        doers = tuple(noun for noun in subjects(verb) if not is_event(noun)) if victims else ()
        source = source or actors_of(doers)
        target = target or actors_of(victims or subjects(verb))
    return source, target, rule if (source, target) == known[:2] else f"{rule}+victims"


def is_known(actor: Actor) -> bool:
    """Tell whether an actor is named, or of a known country or sector."""
    return bool(actor.entity or actor.country or actor.sector)


def _overlaps(actor: Actor, others: tuple[Actor, ...]) -> bool:
    return any(actor.start < other.end and other.start < actor.end for other in others)
