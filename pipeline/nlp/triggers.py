"""Triggers: verbs and nouns of the lexicon whose conditions hold."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.knowledge.cues import load_light_verbs, load_speech_verbs
from pipeline.knowledge.inflection import MAX_FORMS, WordClass, lemma_candidates, lemma_in
from pipeline.knowledge.lexicon import Lexicon, TriggerSense
from pipeline.knowledge.own_types import load_event_types
from pipeline.knowledge.sense_model import load_sense_model
from pipeline.nlp.attributes import FINDINGS, NAMED, has_events, named_at, words_of
from pipeline.nlp.conditions import absorbed, holds
from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import depth, governing_verb, objects
from pipeline.nlp.trigger_sense import TriggerJudge
from pipeline.nlp.words import is_name_word, is_verb, known_lemma

MAX_FINDINGS = 400
"""Most triggers of an article that are looked into, the first ones: more is no news article."""
DEADLY = frozenset(
    {
        "CONF.ATTACK", "CONF.BOMB", "UNR.RIOT", "UNR.PROTEST", "UNR.COUP", "DIS.GEO", "DIS.WEATHER", "DIS.FIRE",
        "DIS.TRANSPORT", "DIS.INDUSTRIAL", "HSE.OUTBREAK",
    }
)  # fmt: skip
"""Types whose events have casualties as figures."""

_ANSWERED = frozenset({"STMT.REQUEST", "STMT.ACCUSE", "STMT.THREATEN", "STMT.WARN", "STMT.ANNOUNCE", "DIPL.AGREE"})
"""Types of what a refusal can be an answer to."""
_HELPERS = frozenset({"aux", "auxpass"})


@Language.factory(
    "newswire_triggers",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.tag", "token.dep", f"doc._.{NAMED}"],
    default_config={"event_types": "", "has_classifier": True},
)
def build_triggers(nlp: Language, name: str, *, event_types: str, has_classifier: bool) -> "Triggers":
    """Make the component; `event_types` is the path of a file with types and triggers of the user's own."""
    del nlp, name  # spaCy hands them to every factory
    judge = TriggerJudge(load_sense_model()) if has_classifier else None
    return Triggers(load_event_types(event_types).lexicon, judge)


class Triggers:
    """Looks every verb and noun up, sentence by sentence; headings and tables are passed over."""

    def __init__(self, lexicon: Lexicon, judge: TriggerJudge | None = None) -> None:
        self._lexicon = lexicon
        self._judge = judge
        self._senses = lru_cache(maxsize=MAX_FORMS)(self._looked_up)

    def __call__(self, doc: Doc) -> Doc:
        """Set the findings of a doc, in order of the text."""
        found = [finding for sentence in doc.sents if has_events(sentence) for finding in self._in_sentence(sentence)]
        doc._.set(FINDINGS, tuple(found[:MAX_FINDINGS]))
        return doc

    def _in_sentence(self, sentence: Span) -> list[Finding]:
        found = [finding for token in self._candidates(sentence) if (finding := self._finding(*token)) is not None]
        if not found:
            return found
        told = _without_light_verbs(sentence.doc, found)
        taken = {index for finding in told for index in absorbed(sentence.doc[finding.token], finding.sense.conditions)}
        speech = _speech_verbs(sentence)
        taken |= _answered(sentence.doc, told)
        kept = [finding for finding in told if finding.token not in taken]
        return [
            replace(finding, depth=depth(sentence.doc[finding.token], unless=speech | _own_verb(sentence.doc, finding)))
            for finding in _strongest(sentence.doc, kept)
        ]

    def _candidates(self, sentence: Span) -> Iterator[tuple[Token, WordClass, tuple[TriggerSense, ...]]]:
        """Yield the words that the lexicon or the classifier knows, with their lines in the lexicon."""
        doc = sentence.doc
        words = words_of(doc)
        for index in range(sentence.start, sentence.end):
            kind = words.classes[index]
            senses = self._senses(words.texts[index], kind) if kind is not None else None
            if kind is not None and senses is not None:
                yield doc[index], kind, senses

    def _finding(self, token: Token, kind: WordClass, senses: tuple[TriggerSense, ...]) -> Finding | None:
        if unasked(token) is not None:
            return None
        fitting: Iterator[TriggerSense] = (sense for sense in senses if holds(token, sense.conditions))
        best = next(fitting, None)
        if self._judge is not None:
            best = self._judge.decide(token, kind, senses, best)
        if best is None:
            return None
        rivals = len({sense.leaf for sense in fitting} - {best.leaf})
        return Finding(token=token.i, sense=best, rivals=rivals)

    def _looked_up(self, form: str, kind: WordClass) -> tuple[TriggerSense, ...] | None:
        """Return the lines of the lexicon for a word; None where neither it nor the classifier knows the word."""
        senses = lines_of(self._lexicon, form, kind)
        lemma = lemma_candidates(form, kind)[0]
        is_known = bool(senses) or (self._judge is not None and self._judge.knows(lemma, kind))
        return senses if is_known else None


def lines_of(lexicon: Lexicon, form: str, kind: WordClass) -> tuple[TriggerSense, ...]:
    """Return the lines of the lexicon for a word: those of its likeliest dictionary form that has any."""
    lemmas = lemma_candidates(form, kind)
    return next((lexicon[lemma, kind] for lemma in lemmas if (lemma, kind) in lexicon), ())


def unasked(token: Token) -> Literal["helper", "label", "name"] | None:
    """Tell why a word is not looked up at all, or None where it is."""
    if is_name_word(token) and token.i in named_at(token.doc):
        return "name"
    if token.dep_ in _HELPERS:
        return "helper"
    return "label" if _is_label(token) else None


def _is_label(token: Token) -> bool:
    """Tell a word that heads its sentence like a label: "Arrested: police took two men …"."""
    return bool(token.is_sent_start) and token.i + 1 < len(token.doc) and token.nbor(1).text == ":"


def _answered(doc: Doc, found: list[Finding]) -> set[int]:
    """Return the nouns that name only what is turned down: "rejected a demand" is one event, the rejection."""
    refusals = [doc[one.token] for one in found if one.sense.leaf == "STMT.REJECT" and one.sense.word_class == "verb"]
    nouns = {noun.i for verb in refusals for noun in objects(verb)}
    return {
        one.token
        for one in found
        if one.token in nouns and one.sense.word_class == "noun" and one.sense.leaf in _ANSWERED
    }


def _without_light_verbs(doc: Doc, found: list[Finding]) -> list[Finding]:
    """Of "hold talks" keep the noun, where it tells the same type: it is what happens."""
    leaves = {finding.token: finding.sense.leaf for finding in found if finding.sense.word_class == "noun"}
    light = [finding for finding in found if _is_light(doc[finding.token], finding, leaves)]
    codes = {
        noun: finding.sense.plover
        for finding in light
        for noun in absorbed(doc[finding.token], finding.sense.conditions)
    }
    kept = [finding for finding in found if finding not in light]
    return [_coded(finding, codes.get(finding.token)) for finding in kept]


def _coded(finding: Finding, plover: str | None) -> Finding:
    """Hand the PLOVER type of a light verb's line on to its noun: "sign a treaty"."""
    return replace(finding, sense=replace(finding.sense, plover=plover)) if plover else finding


def _is_light(token: Token, finding: Finding, leaves: Mapping[int, str]) -> bool:
    if finding.sense.word_class != "verb" or known_lemma(token, load_light_verbs()) is None:
        return False
    own = absorbed(token, finding.sense.conditions)
    return any(leaves.get(noun.i) == finding.sense.leaf for noun in objects(token) if noun.i in own)


def _strongest(doc: Doc, found: list[Finding]) -> list[Finding]:
    """Drop casualties beside what caused them, and the weak beside a strong one of their clause or among themselves."""
    if any(has_toll(finding) and not finding.sense.toll for finding in found):
        tolls = tuple(finding.token for finding in found if finding.sense.toll)
        found = [replace(finding, tolls=tolls) for finding in found if not finding.sense.toll]
    told = {_clause(doc[finding.token]) for finding in found if not finding.sense.weak}
    kept = []
    for finding in found:
        clause = _clause(doc[finding.token])
        if not finding.sense.weak or clause not in told:
            kept.append(finding)
            told.add(clause)
    return kept


def _clause(token: Token) -> int:
    """Return the index of the verb whose clause a word stands in: itself, or the nearest above."""
    verb = token if is_verb(token) else governing_verb(token)
    return verb.i if verb is not None else -1


def has_toll(finding: Finding) -> bool:
    """Tell whether people are killed or hurt in events of this kind."""
    return finding.sense.leaf in DEADLY


def _own_verb(doc: Doc, finding: Finding) -> frozenset[int]:
    """Return the index of the verb that only carries a noun: "held" in "held talks"."""
    verb = doc[finding.token].head
    is_carried = doc[finding.token].dep_ in {"dobj", "nsubjpass"} and finding.sense.word_class == "noun"
    is_light = is_carried and known_lemma(verb, load_light_verbs()) is not None
    return frozenset({verb.i}) if is_light else frozenset()


def _speech_verbs(sentence: Span) -> frozenset[int]:
    words = words_of(sentence.doc)
    verbs = (index for index in range(sentence.start, sentence.end) if words.classes[index] == "verb")
    return frozenset(index for index in verbs if _is_speech(words.texts[index]))


@lru_cache(maxsize=MAX_FORMS)
def _is_speech(form: str) -> bool:
    return lemma_in(form, "verb", load_speech_verbs()) is not None
