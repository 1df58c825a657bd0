"""Trains the classifier of triggers on the sentences of this folder and writes it into `pipeline/knowledge/`.

`make train` runs it. It first trains without the held-out files and prints what lexicon and classifier get right there,
then trains on everything. Words that nobody marked stand for NONE, with a small weight: some of them do tell an event.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.inflection import WordClass, lemma_candidates
from pipeline.knowledge.lexicon import Lexicon, TriggerSense, load_lexicon
from pipeline.knowledge.sense_model import NONE, SHARED, Proposal, SenseModel, save_sense_model, shared_of
from pipeline.knowledge.tables import HERE as KNOWLEDGE
from pipeline.nlp.attributes import named_at
from pipeline.nlp.conditions import holds
from pipeline.nlp.model import load_model
from pipeline.nlp.trigger_features import features_of
from pipeline.nlp.trigger_sense import TriggerJudge, proposal_of
from pipeline.nlp.words import word_class

VERSION = "1"
SENTENCES = Path(__file__).resolve().parent / "sentences"
HELD_OUT = ("14", "17", "20", "21", "23")
"""Numbers of the files that are kept apart for the test: near-misses, nouns, reports, words of conflict."""
UNMARKED = 0.05
"""Weight of a word that nobody marked."""
PENALTY = 1 / 0.3
"""Of squared weights of a type."""
FAMILY_PENALTY = PENALTY / 2
"""Of squared weights that the types of a family share."""
SHARED_PENALTY = 0.05
LEAST = 2
"""How often a feature must occur."""
ROUNDS = 80
SMALLEST = 1
"""Bytes up to this size become 0, which packs better."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A word in its sentence."""

    file: str
    word: str
    label: str | None
    features: tuple[str, ...]
    proposal: Proposal
    is_name: bool


def read_examples(nlp: Language, lexicon: Lexicon) -> list[Example]:
    """Parse all sentences and describe their verbs and nouns, and what else is marked."""
    rows = [
        (path.name[:2], json.loads(line))
        for path in sorted(SENTENCES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    docs = nlp.pipe([row["text"] for _, row in rows], batch_size=64)
    return [
        example for (file, row), doc in zip(rows, docs, strict=True) for example in _examples(file, row, doc, lexicon)
    ]


def _examples(file: str, row: dict, doc: Doc, lexicon: Lexicon) -> Iterator[Example]:
    labels = {item["start"]: item["type"] for item in row["items"]}
    for token in doc:
        kind, label = word_class(token), labels.get(token.idx)
        if kind is None or (label is None and token.dep_ in {"aux", "auxpass"}):
            continue
        senses, fitting = looked_up(token, kind, lexicon)
        yield Example(
            file=file,
            word=f"{lemma_candidates(token.text, kind)[0]}|{kind}",
            label=label,
            features=tuple(features_of(token, senses, fitting)),
            proposal=proposal_of(senses, fitting),
            is_name=token.i in named_at(doc),
        )


def looked_up(token: Token, kind: WordClass, lexicon: Lexicon) -> tuple[tuple[TriggerSense, ...], TriggerSense | None]:
    """Look a word up: its lines, and the one that holds."""
    found = (lexicon.get((lemma, kind), ()) for lemma in lemma_candidates(token.text, kind))
    senses = next((lines for lines in found if lines), ())
    return senses, next((sense for sense in senses if holds(token, sense.conditions)), None)


def told_words(examples: Sequence[Example]) -> frozenset[str]:
    """Return the words that tell an event somewhere."""
    return frozenset(example.word for example in examples if example.label not in {None, NONE})


def training_set(examples: Sequence[Example], words: frozenset[str]) -> list[Example]:
    """Leave out what is never asked about: unmarked words that neither the lexicon nor a marked trigger has."""
    return [
        example
        for example in examples
        if example.label or (not example.is_name and (example.proposal.can or example.word in words))
    ]


def train(examples: Sequence[Example], words: frozenset[str], *, rounds: int = ROUNDS) -> SenseModel:
    """Fit a softmax with weights a type, weights a family and shared weights, and keep it in bytes."""
    labels = tuple(sorted({example.label for example in examples if example.label}))
    counts = Counter(name for example in examples for name in set(example.features))
    rows = {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    fit = _Fit(examples, labels, rows)
    weights, bias, shared = fit.solve(rounds)
    scale = float(np.abs(weights).max()) / 127
    packed = np.rint(weights / scale).astype(np.int8)
    packed[np.abs(packed) <= SMALLEST] = 0
    kept = np.flatnonzero(packed.any(axis=1))
    names = sorted(rows, key=rows.__getitem__)
    return SenseModel(
        version=VERSION,
        labels=labels,
        features={names[old]: new for new, old in enumerate(kept)},
        weights=packed[kept],
        scale=scale,
        bias=bias.astype(np.float32),
        shared=shared.astype(np.float32),
        words=words,
    )


class _Fit:
    """The sum that is made small: weighted log loss and squared weights."""

    def __init__(self, examples: Sequence[Example], labels: tuple[str, ...], rows: dict[str, int]) -> None:
        families = sorted({label.split(".")[0] for label in labels})
        self.family = np.array(
            [[label.split(".")[0] == family for family in families] for label in labels], dtype=float
        )
        self.x = _matrix(examples, rows)
        self.back = self.x.T.tocsr()
        self.gold = np.array([labels.index(example.label or NONE) for example in examples])
        self.worth = np.array([1.0 if example.label else UNMARKED for example in examples])
        self.shared = np.zeros((len(examples), len(labels), len(SHARED)), dtype=np.float32)
        for number, example in enumerate(examples):
            for kind, label in shared_of(example.proposal, labels):
                self.shared[number, labels.index(label), kind] = 1
        sizes = np.cumsum([len(rows) * len(labels), len(rows) * len(families), len(labels), len(SHARED)])
        self.cuts, self.size = sizes[:-1], int(sizes[-1])
        self.shapes = (len(rows), len(labels)), (len(rows), len(families))

    def solve(self, rounds: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        options = {"maxiter": rounds, "maxcor": 5}
        found = minimize(self.loss, np.zeros(self.size), jac=True, method="L-BFGS-B", options=options).x
        own, family, bias, shared = self._parts(found)
        return own + family @ self.family.T, bias, shared

    def loss(self, point: np.ndarray) -> tuple[float, np.ndarray]:
        own, family, bias, shared = self._parts(point)
        scores = self.x @ own + (self.x @ family) @ self.family.T + bias + self.shared @ shared
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = scores / scores.sum(axis=1, keepdims=True)
        here = np.arange(len(self.gold)), self.gold
        loss = -(self.worth * np.log(chances[here] + 1e-12)).sum()
        for weights, penalty in ((own, PENALTY), (family, FAMILY_PENALTY), (shared, SHARED_PENALTY)):
            loss += 0.5 * penalty * float((weights * weights).sum())
        chances[here] -= 1
        chances *= self.worth[:, None]
        slope = self.back @ chances
        shared_slope = np.einsum("nk,nkm->m", chances, self.shared) + SHARED_PENALTY * shared
        parts = (
            slope + PENALTY * own,
            slope @ self.family + FAMILY_PENALTY * family,
            chances.sum(axis=0),
            shared_slope,
        )
        return loss, np.concatenate([part.ravel() for part in parts])

    def _parts(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        own, family, bias, shared = np.split(point, self.cuts)
        return own.reshape(self.shapes[0]), family.reshape(self.shapes[1]), bias, shared


def _matrix(examples: Sequence[Example], rows: dict[str, int]) -> csr_matrix:
    found = [sorted({rows[name] for name in example.features if name in rows}) for example in examples]
    ends = np.cumsum([0, *(len(columns) for columns in found)])
    columns = np.array([column for columns in found for column in columns], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(examples), len(rows)))


def scores(examples: Sequence[Example], judge: TriggerJudge | None) -> dict[str, float]:
    """Return precision and recall of types over marked words, events told falsely, and unmarked words that tell one."""
    right = found = wanted = false = unmarked = 0
    for example in examples:
        leaf = judge.chosen(example.features, example.proposal, example.word) if judge else example.proposal.fits
        if example.label is None:
            unmarked += leaf is not None and not example.is_name
            continue
        wanted += example.label != NONE
        found += leaf is not None
        right += leaf == example.label
        false += leaf is not None and example.label == NONE
    return {
        "precision": right / max(1, found),
        "recall": right / max(1, wanted),
        "f1": 2 * right / max(1, found + wanted),
        "false": false,
        "unmarked": unmarked,
    }


def report(examples: Sequence[Example]) -> None:
    """Train without the held-out files and print what is right there, with and without the classifier."""
    known = [example for example in examples if example.file not in HELD_OUT]
    test = [example for example in examples if example.file in HELD_OUT]
    words = told_words(known)
    judge = TriggerJudge(train(training_set(known, words), words))
    for name, who in (("lexicon", None), ("lexicon and classifier", judge)):
        figures = " ".join(f"{key} {value:.3f}" for key, value in scores(test, who).items())
        sys.stdout.write(f"held out, {name}: {figures}\n")


def main() -> None:
    """Read the sentences, report, train and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--output", type=Path, default=KNOWLEDGE / "trigger_sense.npz")
    parser.add_argument("--no-report", action="store_true", help="only train on everything and write")
    given = parser.parse_args()
    nlp = load_model(last="newswire_names")
    examples = read_examples(nlp, load_lexicon())
    if not given.no_report:
        report(examples)
    words = told_words(examples)
    model = train(training_set(examples, words), words)
    save_sense_model(model, given.output)
    size = given.output.stat().st_size / 1e6
    sys.stdout.write(f"{given.output.name}: {len(model.features)} features, {size:.2f} MB\n")


if __name__ == "__main__":
    main()
