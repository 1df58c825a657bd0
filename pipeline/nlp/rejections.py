"""Why a word that could tell an event tells none. Asked of a doc that was read already: a normal run pays nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.knowledge.cues import load_light_verbs
from pipeline.knowledge.inflection import WordClass, lemma_candidates
from pipeline.knowledge.lexicon import Lexicon, TriggerSense
from pipeline.knowledge.sense_model import NONE, SenseModel
from pipeline.nlp.attributes import findings_of, named_at
from pipeline.nlp.conditions import absorbed, holds
from pipeline.nlp.findings import Finding
from pipeline.nlp.spans import span_of
from pipeline.nlp.syntax import objects
from pipeline.nlp.trigger_features import features_of
from pipeline.nlp.trigger_sense import TriggerJudge, proposal_of
from pipeline.nlp.triggers import has_toll, lines_of, unasked
from pipeline.nlp.words import known_lemma, word_class
from pipeline.records.explanation import PassedOver, Reason, Rejected

MOST_VALUES = 6
"""Words of a condition that are shown."""
REFUSAL = "STMT.REJECT"
"""Type whose object names only what is turned down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A word with what the lexicon and the classifier say of it."""

    token: Token
    kind: WordClass
    senses: tuple[TriggerSense, ...]
    fitting: TriggerSense | None
    sense: TriggerSense | None


class Rejections:
    """Looks the words of a sentence up once more, and tells why those without a finding have none."""

    def __init__(self, lexicon: Lexicon, model: SenseModel) -> None:
        self._lexicon = lexicon
        self._model = model
        self._judge = TriggerJudge(model)

    def lines_of(self, token: Token) -> tuple[TriggerSense, ...]:
        """Return the lexicon's lines for a word."""
        kind = word_class(token)
        if kind is None:
            return ()
        return lines_of(self._lexicon, token.text, kind)

    def in_sentence(self, sentence: Span) -> tuple[Rejected, ...]:
        """Return the words of a sentence that could tell an event and tell none, in order."""
        findings = {one.token: one for one in findings_of(sentence.doc) if sentence.start <= one.token < sentence.end}
        candidates = [found for token in sentence if (found := self._candidate(token)) is not None]
        senses = {one.token.i: one.sense for one in candidates if one.sense is not None}
        senses |= {index: finding.sense for index, finding in findings.items()}
        return tuple(
            self._rejected(candidate, findings, senses) for candidate in candidates if candidate.token.i not in findings
        )

    def _candidate(self, token: Token) -> _Candidate | None:
        kind = word_class(token)
        if kind is None:
            return None
        senses = self.lines_of(token)
        if not senses and not self._judge.knows(lemma_candidates(token.text, kind)[0], kind):
            return None
        fitting = next((sense for sense in senses if holds(token, sense.conditions)), None)
        is_asked = unasked(token) is None
        sense = self._judge.decide(token, kind, senses, fitting) if is_asked else None
        return _Candidate(token=token, kind=kind, senses=senses, fitting=fitting, sense=sense)

    def _rejected(
        self, candidate: _Candidate, findings: Mapping[int, Finding], senses: Mapping[int, TriggerSense]
    ) -> Rejected:
        token = candidate.token
        reason, why = _why_unasked(token) or self._undecided(candidate) or beside_others(token, findings, senses)
        span = span_of(token)
        lines = passed_over(token, candidate.senses, None)
        return Rejected(start=span.start, end=span.end, text=span.text, reason=reason, why=why, lines=lines)

    def _undecided(self, candidate: _Candidate) -> tuple[Reason, str] | None:
        if candidate.sense is not None:
            return None
        chances = self._model.chances(
            features_of(candidate.token, candidate.senses, candidate.fitting),
            proposal_of(candidate.senses, candidate.fitting),
        )
        none = chances.pop(NONE)
        best = max(chances, key=lambda leaf: chances[leaf])
        guess = f"the classifier gives no event {none:.0%}, {best} {chances[best]:.0%}"
        if candidate.fitting is not None:
            return "classifier", f"{candidate.fitting.place} holds, but {guess}"
        if not candidate.senses:
            return "classifier", f"no line of the lexicon has the word, and {guess}"
        return "condition", f"no line of the lexicon holds, and {guess}"


def _why_unasked(token: Token) -> tuple[Reason, str] | None:
    """Tell why a word is not looked up at all, for programs and for people, or None."""
    reason = unasked(token)
    if reason == "name":
        return reason, f"part of the name {named_at(token.doc)[token.i].entity.name}"
    if reason is None:
        return None
    return reason, "a helping verb" if reason == "helper" else "heads its sentence like a label"


def beside_others(
    token: Token, findings: Mapping[int, Finding], senses: Mapping[int, TriggerSense]
) -> tuple[Reason, str]:
    """Tell why a word that tells an event by itself tells none beside the others of its sentence."""
    doc, own = token.doc, senses[token.i]
    owner = next(_owners(token, senses), None)
    deadly = next((doc[index].text for index, one in findings.items() if has_toll(one)), None)
    refusal = next((doc[i].text for i, one in senses.items() if one.leaf == REFUSAL and token in objects(doc[i])), None)
    if own.toll and deadly is not None:
        return "casualties", f"casualties, which are figures of “{deadly}”"
    if owner is not None:
        return "part_of_trigger", f"belongs to the trigger “{owner.text}”"
    if known_lemma(token, load_light_verbs()) is not None and own.word_class == "verb":
        return "light_verb", "a light verb: its noun tells the event"
    if refusal is not None and own.word_class == "noun":
        return "answered", f"names what “{refusal}” turns down"
    if own.weak:
        return "weak", "weak, beside a stronger word of its clause"
    return "too_many", "the article tells more than is looked into"


def _owners(token: Token, senses: Mapping[int, TriggerSense]) -> Iterator[Token]:
    for index, sense in senses.items():
        other = token.doc[index]
        if index != token.i and token.i in absorbed(other, sense.conditions):
            yield other


def passed_over(token: Token, senses: tuple[TriggerSense, ...], chosen: TriggerSense | None) -> tuple[PassedOver, ...]:
    """Say of each line for a word, but the one chosen, what it lacks."""
    kept = chosen.place.split("+", maxsplit=1)[0] if chosen else None
    return tuple(
        PassedOver(place=sense.place, type=sense.leaf, why=_lacking(token, sense, chosen))
        for sense in senses
        if sense.place != kept
    )


def _lacking(token: Token, sense: TriggerSense, chosen: TriggerSense | None) -> str:
    missing = [condition for condition in sense.conditions if not holds(token, (condition,))]
    if missing:
        return "asks for " + " ".join(condition_text(*condition) for condition in missing)
    return "holds, but another was preferred" if chosen else "holds"


def condition_text(key: str, values: frozenset[str]) -> str:
    """Write a condition as it stands in the lexicon, cut short."""
    shown = sorted(values)
    return f"{key}={','.join(shown[:MOST_VALUES])}{',…' if len(shown) > MOST_VALUES else ''}"
