"""Decides what a trigger tells: the lexicon proposes, the classifier confirms, chooses, vetoes, or abstains."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.knowledge.inflection import WordClass, lemma_candidates
from pipeline.knowledge.lexicon import TriggerSense
from pipeline.knowledge.sense_model import NONE, Proposal, SenseModel
from pipeline.nlp.trigger_features import Reading, features_of, word_features

RULE = "trigger_sense"
"""Stands for file and line where no line of the lexicon tells the type."""
HOPELESS = 0.02
"""Chance of the likeliest type, by the word alone, under which a sentence is not looked at where no line holds."""
SURE = 0.25
"""Chance of a line's type, by the word alone, over which the line stands unlooked at. Both together spare three of five
looks on 68 articles, and leave the scores of labelled articles as they are within half a point."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """From which probability on the classifier is believed; set on sentences that it was not trained on."""

    veto: float = 0.95
    """Of NONE, against a line of the lexicon that holds."""
    switch: float = 0.5
    """By how much another type must be likelier than that line's."""
    revive: float = 0.6
    """Of a type, where the word is in the lexicon and no line of it holds."""
    add: float = 0.5
    """Of a type, where the word is not in the lexicon."""


class TriggerJudge:
    """Weighs the lines of the lexicon for a word against the classifier."""

    def __init__(self, model: SenseModel, thresholds: Thresholds | None = None) -> None:
        self._model = model
        self._labels = frozenset(model.labels)
        self._thresholds = thresholds or Thresholds()
        self._settled: dict[tuple[str, str, str | None], bool] = {}
        self._reading: Reading | None = None

    def knows(self, lemma: str, kind: WordClass) -> bool:
        """Tell whether a word told an event in training."""
        return f"{lemma}|{kind}" in self._model.words

    def decide(
        self, token: Token, kind: WordClass, senses: tuple[TriggerSense, ...], fitting: TriggerSense | None
    ) -> TriggerSense | None:
        """Return the sense of a word, or None where it tells no event; `fitting` is the line that holds."""
        if fitting is not None and (fitting.settled or fitting.leaf not in self._labels):
            return fitting
        lemma = lemma_candidates(token.text, kind)[0]
        if self._is_settled(lemma, kind, senses, fitting):
            return fitting
        reading = self._reading_of(token)
        if not senses and token.i in reading.named:
            return None
        features = features_of(token, senses, fitting, reading=reading)
        leaf = self.chosen(features, proposal_of(senses, fitting), f"{lemma}|{kind}")
        if leaf is None or (fitting is not None and leaf == fitting.leaf):
            return fitting if leaf else None
        return _sense(token, kind, senses, leaf)

    def _is_settled(
        self, lemma: str, kind: WordClass, senses: tuple[TriggerSense, ...], fitting: TriggerSense | None
    ) -> bool:
        """Tell a word whose sentence is not likely to change what the lexicon says; remembered by word and line."""
        if not senses and not self.knows(lemma, kind):
            return True
        key = lemma, kind, fitting.place if fitting else None
        known = self._settled.get(key)
        if known is None:
            chances = self._model.chances(word_features(lemma, kind, senses, fitting), proposal_of(senses, fitting))
            best = max(chance for label, chance in chances.items() if label != NONE)
            known = chances[fitting.leaf] > SURE if fitting else best < HOPELESS
            self._settled[key] = known
        return known

    def _reading_of(self, token: Token) -> Reading:
        if self._reading is None or self._reading.doc is not token.doc:
            self._reading = Reading(token.doc)
        return self._reading

    def chosen(self, features: Iterable[str], proposal: Proposal, word: str) -> str | None:
        """Return the type that a described word tells, or None; `word` is its lemma and class."""
        if not proposal.can and word not in self._model.words:
            return None
        chances = self._model.distribution(features, proposal)
        limits, none = self._thresholds, self._model.columns[NONE]
        if proposal.fits is not None and chances[none] > limits.veto:
            return None
        chances[none] = 0
        best = int(chances.argmax())
        leaf = self._model.labels[best]
        if proposal.fits is None:
            return leaf if chances[best] > (limits.revive if proposal.can else limits.add) else None
        return leaf if chances[best] - chances[self._model.columns[proposal.fits]] > limits.switch else proposal.fits


def proposal_of(senses: tuple[TriggerSense, ...], fitting: TriggerSense | None) -> Proposal:
    """Say what the lexicon proposes for a word."""
    return Proposal(
        fits=fitting.leaf if fitting else None,
        is_conditional=bool(fitting and fitting.conditions),
        can=frozenset(sense.leaf for sense in senses),
    )


def _sense(token: Token, kind: WordClass, senses: tuple[TriggerSense, ...], leaf: str) -> TriggerSense:
    """Take the line of that type, whose conditions no longer count, or make one."""
    known = next((sense for sense in senses if sense.leaf == leaf), None)
    if known is not None:
        return replace(known, conditions=(), place=f"{known.place}+{RULE}")
    lemma = lemma_candidates(token.text, kind)[0]
    return TriggerSense(lemma=lemma, word_class=kind, leaf=leaf, place=RULE)
