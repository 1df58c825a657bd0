"""Triggers: verbs and nouns of the lexicon whose conditions hold."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.knowledge.cues import load_light_verbs, load_speech_verbs
from pipeline.knowledge.inflection import lemma_candidates
from pipeline.knowledge.lexicon import Lexicon, TriggerSense
from pipeline.knowledge.own_types import load_event_types
from pipeline.knowledge.sense_model import load_sense_model
from pipeline.nlp.attributes import FINDINGS, NAMED, has_events, named_at
from pipeline.nlp.conditions import absorbed, holds
from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import depth, objects
from pipeline.nlp.trigger_sense import TriggerJudge
from pipeline.nlp.words import is_name_word, known_lemma, word_class

MAX_FINDINGS = 400
"""Most triggers of an article that are looked into, the first ones: more is no news article."""
DEADLY = frozenset(
    {
        "CONF.ATTACK", "CONF.BOMB", "UNR.RIOT", "UNR.PROTEST", "UNR.COUP", "DIS.GEO", "DIS.WEATHER", "DIS.FIRE",
        "DIS.TRANSPORT", "DIS.INDUSTRIAL", "HSE.OUTBREAK",
    }
)  # fmt: skip
"""Types whose events have casualties as figures."""

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

    def __call__(self, doc: Doc) -> Doc:
        """Set the findings of a doc, in order of the text."""
        found = [finding for sentence in doc.sents if has_events(sentence) for finding in self._in_sentence(sentence)]
        doc._.set(FINDINGS, tuple(found[:MAX_FINDINGS]))
        return doc

    def _in_sentence(self, sentence: Span) -> list[Finding]:
        found = [finding for token in sentence if (finding := self._finding(token)) is not None]
        told = _without_light_verbs(sentence.doc, found)
        taken = {index for finding in told for index in absorbed(sentence.doc[finding.token], finding.sense.conditions)}
        speech = _speech_verbs(sentence) if found else frozenset()
        kept = [finding for finding in told if finding.token not in taken]
        return [
            replace(finding, depth=depth(sentence.doc[finding.token], unless=speech)) for finding in _strongest(kept)
        ]

    def _finding(self, token: Token) -> Finding | None:
        kind = word_class(token)
        if kind is None or token.dep_ in _HELPERS or (is_name_word(token) and token.i in named_at(token.doc)):
            return None
        senses = next(
            (
                self._lexicon[lemma, kind]
                for lemma in lemma_candidates(token.text, kind)
                if (lemma, kind) in self._lexicon
            ),
            (),
        )
        fitting: Iterator[TriggerSense] = (sense for sense in senses if holds(token, sense.conditions))
        best = next(fitting, None)
        if self._judge is not None:
            best = self._judge.decide(token, kind, senses, best)
        if best is None:
            return None
        rivals = len({sense.leaf for sense in fitting} - {best.leaf})
        return Finding(token=token.i, sense=best, rivals=rivals)


def _without_light_verbs(doc: Doc, found: list[Finding]) -> list[Finding]:
    """Of "hold talks" keep the noun, where it tells the same type: it is what happens."""
    leaves = {finding.token: finding.sense.leaf for finding in found if finding.sense.word_class == "noun"}
    return [finding for finding in found if not _is_light(doc[finding.token], finding, leaves)]


def _is_light(token: Token, finding: Finding, leaves: Mapping[int, str]) -> bool:
    if finding.sense.word_class != "verb" or known_lemma(token, load_light_verbs()) is None:
        return False
    own = absorbed(token, finding.sense.conditions)
    return any(leaves.get(noun.i) == finding.sense.leaf for noun in objects(token) if noun.i in own)


def _strongest(found: list[Finding]) -> list[Finding]:
    """Drop casualties beside what caused them, and the weak beside the strong; of weak ones alone keep the first."""
    if any(has_toll(finding) and not finding.sense.toll for finding in found):
        found = [finding for finding in found if not finding.sense.toll]
    strong = [finding for finding in found if not finding.sense.weak]
    return strong or found[:1]


def has_toll(finding: Finding) -> bool:
    """Tell whether people are killed or hurt in events of this kind."""
    return finding.sense.leaf in DEADLY


def _speech_verbs(sentence: Span) -> frozenset[int]:
    speech = load_speech_verbs()
    return frozenset(token.i for token in sentence if token.tag_.startswith("VB") and known_lemma(token, speech))
