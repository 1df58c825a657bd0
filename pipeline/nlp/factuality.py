"""Whether an event happened, as the article has it: rules over the words around the trigger, the strongest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.cues import CueKind, Cues, load_cues
from pipeline.knowledge.ontology import Shift
from pipeline.nlp.attributes import FINDINGS, findings_of
from pipeline.nlp.findings import Finding
from pipeline.nlp.spans import span_of
from pipeline.nlp.syntax import children, has_child
from pipeline.nlp.words import has_lemma, is_noun, is_verb, known_lemma
from pipeline.records.event import Factuality

CLIMB = 4
"""Most words above the trigger that can set its factuality."""

_LINKS = frozenset(
    {"xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "nsubjpass", "prep", "advcl", "conj", "dative", "oprd"}
)
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "would", "wo"})
_INFINITIVE_ONLY = frozenset({"tell", "teach", "instruct"})
"""Verbs that do so for an infinitive alone: "told them to leave", not "told them that they left"."""
_TIES = frozenset({"for", "of", "on", "to", "from", "with", "against", "into", "over", "as", "in"})
"""Prepositions over which a word reaches the trigger; "after", "during" and the like tell a time."""
_CLAUSE_ONLY = frozenset({"tell", "call", "ask", "press", "push", "need", "look", "mean", "try"})
"""Verbs that set the factuality of a clause or of what a preposition ties to them, not of their object."""
_HELPING = frozenset({"help", "let", "make", "enable"})
"""Verbs that say little beside the verb below them: "could help cut costs"."""
_TO_COME = frozenset({"until", "once", "before"})
"""Marks of a clause in the present tense about what is yet to come: "until Iraq pays"."""
_ACTS_OF_SPEECH = frozenset({"STMT"})
"""Families whose deeds are done in the words or acts that are meant for them: "rallied to demand his release"."""
_OUTCOMES = frozenset({"ECO.PRICE_MOVE", "ECO.INDICATOR", "BUS.RESULTS"})
"""Types whose infinitives tell how a movement ended: "rose to close at 31"."""
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "been"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a rule found."""

    factuality: Factuality
    """Whether it happened."""
    cue: Token
    """The word that shows it."""
    rule: str
    """Name of the rule."""
    shift: Shift | None = None
    """Set where PLOVER codes it under another type."""


FactualityRule = Callable[[Token, Cues], Verdict | None]


@Language.component(
    "newswire_factuality",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.tag", "token.dep", f"doc._.{FINDINGS}"],
)
def judge_factuality(doc: Doc) -> Doc:
    """Ask the rules in order about every finding; what none of them speaks on has happened."""
    cues = load_cues()
    doc._.set(FINDINGS, tuple(_judged(doc[found.token], found, cues) for found in findings_of(doc)))
    return doc


def _judged(token: Token, finding: Finding, cues: Cues) -> Finding:
    verdict = next((found for rule in RULES if (found := rule(token, cues))), None)
    if verdict is None or (verdict.rule == "infinitive" and _is_done_in_passing(token, finding)):
        return finding
    return replace(
        finding,
        factuality=verdict.factuality,
        cues=(span_of(verdict.cue),),
        shift=verdict.shift or ("planned" if verdict.factuality == "planned" else None),
        rules=(*finding.rules, f"{verdict.rule}:{verdict.cue.lower_}"),
    )


def _is_done_in_passing(token: Token, finding: Finding) -> bool:
    """Tell a purpose or result that the deed above brings with it, where that deed is told as done."""
    leaf = finding.sense.leaf
    is_of_kind = leaf in _OUTCOMES or leaf.split(".", maxsplit=1)[0] in _ACTS_OF_SPEECH
    return is_of_kind and token.dep_ in {"advcl", "xcomp"} and token.head.tag_ in {"VBD", "VBN"}


def negated(token: Token, cues: Cues) -> Verdict | None:
    """Read "did not", "will not", "never", "no talks"; of a noun's verb only where it is about the noun's being."""
    for word in _deciding(token, cues):
        if _describes(word, token):
            return None
        for child in word.children:
            is_negation = child.dep_ == "neg" or cues["adverb"].get(child.lower_) == "denied"
            is_none = child.dep_ == "det" and child.lower_ == "no" and word.i == token.i
            if is_negation or is_none or _is_of_none(child, token):
                is_refusal = any(helper.lower_ in _FUTURE for helper in children(word, "aux"))
                return Verdict(factuality="denied", cue=child, rule="negation", shift="refused" if is_refusal else None)
    return None


def _is_of_none(child: Token, verb: Token) -> bool:
    """Tell the only object of a verb that says there was none: "paid no dividend", "reached no deal"."""
    is_only = child.dep_ == "dobj" and [other.i for other in children(verb, "dobj")] == [child.i]
    return is_only and any(one.lower_ == "no" for one in children(child, "det"))


def _describes(verb: Token, noun: Token) -> bool:
    """Tell a verb that says what a noun is like: "the arrests were not lawful" denies no arrest."""
    return noun.dep_ == "nsubj" and noun.head.i == verb.i and has_child(verb, "acomp", "attr", "oprd")


def conditional(token: Token, cues: Cues) -> Verdict | None:
    """Read "if", "unless" and "without" that open the trigger's clause."""
    for word in (token, *_chain(token)):
        for child in word.children:
            if child.dep_ in {"mark", "prep"} and child.lower_ in cues["mark"] and child.i < token.i:
                return Verdict(factuality=cues["mark"][child.lower_], cue=child, rule="condition")
            if child.dep_ == "mark" and child.lower_ in _TO_COME and word.tag_ in {"VBZ", "VBP"}:
                return Verdict(factuality="possible", cue=child, rule="condition")
        if word.dep_ == "pcomp" and word.head.lower_ in cues["mark"]:
            return Verdict(factuality=cues["mark"][word.head.lower_], cue=word.head, rule="condition")
    return None


def modal(token: Token, cues: Cues) -> Verdict | None:
    """Read "will", "may", "must" at the trigger, or at the verb that a noun trigger depends on."""
    for word in _deciding(token, cues):
        for helper in children(word, "aux"):
            found = cues["modal"].get(helper.lower_)
            if found is not None:
                return Verdict(factuality=found, cue=helper, rule="modal")
    return None


def modified(token: Token, cues: Cues) -> Verdict | None:
    """Read "allegedly", "planned talks", "a possible strike"."""
    for child in token.children:
        found = cues["adverb"].get(child.lower_) or cues["adjective"].get(child.lower_)
        if found is not None and child.dep_ in {"advmod", "amod", "det"}:
            return Verdict(factuality=found, cue=child, rule="modifier")
    return None


def embedded(token: Token, cues: Cues) -> Verdict | None:
    """Read what stands above: "plans to visit", "urged a ceasefire", "accused of killing", "a plan to strike"."""
    below = token
    for word in _chain(token):
        found = _above(word, below, cues)
        if found == "ongoing" and below.i != token.i:
            found = None
        if found is not None and has_child(word, "neg"):
            return Verdict(factuality="denied", cue=word, rule="embedded-negated", shift="refused")
        if found is not None:
            return Verdict(factuality=found, cue=word, rule="embedded", shift="refused" if found == "denied" else None)
        below = word
    return None


def _above(word: Token, below: Token, cues: Cues) -> Factuality | None:
    kind: CueKind = "verb" if is_verb(word) else "noun"
    if below.dep_ == "conj" or (kind == "noun" and below.dep_ not in {"acl", "prep", "pcomp", "pobj"}):
        return None
    lemma = known_lemma(word, cues[kind])
    if lemma is None or _is_ruled_out(below, lemma, cues[kind][lemma]):
        return None
    return cues[kind][lemma]


def infinitive(token: Token, cues: Cues) -> Verdict | None:  # noqa: ARG001 - rules share one shape
    """Read a bare purpose or schedule: "to hold talks", "is to visit"."""
    for helper in children(token, "aux"):
        if helper.lower_ == "to" and token.dep_ in {"advcl", "xcomp", "acl", "relcl", "ROOT", "ccomp", "conj"}:
            return Verdict(factuality="planned", cue=helper, rule="infinitive")
    return None


def progressive(token: Token, cues: Cues) -> Verdict | None:  # noqa: ARG001 - rules share one shape
    """Read "is fighting", "has been fighting"."""
    for helper in children(token, "aux", "auxpass"):
        is_told = token.dep_ == "ccomp" and helper.lower_ in {"was", "were"}
        is_going_on = token.tag_ == "VBG" and (helper.lower_ in _PRESENT_BE or is_told)
        is_being_done = helper.lower_ == "being" and any(a.lower_ in _PRESENT_BE for a in children(token, "aux"))
        if is_going_on or is_being_done:
            return Verdict(factuality="ongoing", cue=helper, rule="progressive")
    return None


RULES: tuple[FactualityRule, ...] = (negated, conditional, modal, modified, embedded, infinitive, progressive)
"""In this order; the first that speaks decides."""


def _chain(token: Token) -> Iterator[Token]:
    """Yield the words above a trigger that its clause or phrase hangs on; a joined clause tells for itself."""
    for _ in range(CLIMB):
        if token.dep_ not in _LINKS or token.head.i == token.i or _stands_alone(token):
            return
        token = token.head
        if token.dep_ == "prep" and token.lower_ not in _TIES:
            return
        yield token


def _stands_alone(clause: Token) -> bool:
    """Tell a clause with a subject and tense of its own: "rejected it, although experts say it had been killed"."""
    is_finite = clause.tag_ in {"VBD", "VBZ", "VBP"} or has_child(clause, "aux", "auxpass")
    is_beside = clause.dep_ == "conj" or (clause.dep_ == "advcl" and not _opens_condition(clause))
    return is_beside and is_finite and has_child(clause, "nsubj", "nsubjpass")


def _opens_condition(clause: Token) -> bool:
    return any(child.lower_ in load_cues()["mark"] for child in children(clause, "mark"))


def _deciding(token: Token, cues: Cues) -> Iterator[Token]:
    """Yield a trigger and the verbs whose helpers are its own too.

    These are the verb that a noun is object or subject of, the verb that another is joined to, and one of going on.
    """
    yield token
    for _ in range(CLIMB):
        head = token.head
        is_shared = token.dep_ == "conj" and not has_child(token, "nsubj", "nsubjpass", "aux")
        is_argument = is_noun(token) and token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} and is_verb(head)
        is_helped = token.dep_ in {"xcomp", "ccomp"} and token.tag_ == "VB" and has_lemma(head, _HELPING)
        is_going_on = is_helped or (token.dep_ == "xcomp" and _class_of(head, cues) == "ongoing")
        if head.i == token.i or not (is_shared or is_argument or is_going_on):
            return
        token = head
        if is_verb(token):
            yield token


def _class_of(verb: Token, cues: Cues) -> Factuality | None:
    lemma = known_lemma(verb, cues["verb"])
    return cues["verb"][lemma] if lemma else None


def _is_told(clause: Token) -> bool:
    """Tell a clause that reports a fact: it has its own verb in the past."""
    return clause.tag_ in {"VBD", "VBN"} and not any(child.tag_ == "MD" for child in clause.children)


def _is_ruled_out(below: Token, lemma: str, found: Factuality) -> bool:
    """Tell where a word above says nothing of what is below: "told the meeting", "discussed the attack"."""
    if lemma in _INFINITIVE_ONLY and (below.dep_ != "xcomp" or below.tag_ != "VB"):
        return True
    if below.dep_ == "ccomp" and found in {"planned", "ongoing"} and _is_told(below):
        return True
    is_definite = any(child.lower_ in {"the", "this", "that", "these"} for child in below.children)
    return below.dep_ == "dobj" and (lemma in _CLAUSE_ONLY or (found == "possible" and is_definite))
