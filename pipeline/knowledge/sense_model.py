"""The trained part of deciding what a trigger tells: a linear model, as data in `trigger_sense.npz`.

It is a softmax over event types and NONE. A feature has one weight a type, kept as one byte; four more weights are
shared by all types and say how far the lexicon is believed. `seeds/events/train.py` makes the file, numpy reads it.
"""

import zipfile
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE

NONE = "NONE"
"""The label of a word that tells no event."""
SHARED = ("fits", "can", "fits_by_condition", "none_fits")
"""What the shared weights are for: a line of the lexicon holds; the word has a line of that type; a line holds that has
conditions; no line holds (for NONE)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the lexicon says of a word."""

    fits: str | None
    """Type of the line that holds, or None."""
    is_conditional: bool = False
    """That line has conditions."""
    can: frozenset[str] = frozenset()
    """Types of all lines of the word."""


@dataclass(frozen=True, kw_only=True)
class SenseModel:
    """A trained model."""

    version: str
    """Rises with every training that is published."""
    labels: tuple[str, ...]
    """Event types and NONE, in the order of the columns."""
    features: Mapping[str, int]
    """Row of each feature."""
    weights: NDArray[np.int8]
    """A row a feature, a column a label."""
    scale: float
    """What a byte of `weights` is worth."""
    bias: NDArray[np.float32]
    """One a label."""
    shared: NDArray[np.float32]
    """In the order of `SHARED`."""
    words: frozenset[str]
    """`lemma|word class` of words that told an event in training."""

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Return the column of each label."""
        return {label: column for column, label in enumerate(self.labels)}

    def chances(self, features: Iterable[str], proposal: Proposal) -> dict[str, float]:
        """Return the probability of each label; they add up to one."""
        return dict(zip(self.labels, self.distribution(features, proposal).tolist(), strict=True))

    def distribution(self, features: Iterable[str], proposal: Proposal) -> NDArray[np.float32]:
        """Return the probabilities in the order of the labels."""
        row_of = self.features.get
        rows = {row for name in features if (row := row_of(name)) is not None}
        scores: NDArray[np.float32] = self._worth.take(sorted(rows), axis=0).sum(axis=0) + self.bias
        for kind, label in shared_of(proposal, self.columns):
            scores[self.columns[label]] += self.shared[kind]
        np.exp(scores - scores.max(), out=scores)
        scores /= scores.sum()
        return scores

    @cached_property
    def _worth(self) -> NDArray[np.float32]:
        return self.weights.astype(np.float32) * np.float32(self.scale)


def shared_of(proposal: Proposal, labels: Container[str]) -> list[tuple[int, str]]:
    """Return which shared weights count for which labels."""
    found = [(SHARED.index("can"), leaf) for leaf in sorted(proposal.can)]
    if proposal.fits is None:
        found.append((SHARED.index("none_fits"), NONE))
    else:
        found.append((SHARED.index("fits"), proposal.fits))
        if proposal.is_conditional:
            found.append((SHARED.index("fits_by_condition"), proposal.fits))
    return [(kind, label) for kind, label in found if label in labels]


@cache
def load_sense_model(path: Path = HERE / "trigger_sense.npz") -> SenseModel:
    """Read a model.

    Raises:
        SourceError: The file cannot be read or is no such model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return SenseModel(
                version=_text(held["version"]),
                labels=tuple(_text(held["labels"]).split("\n")),
                features={name: row for row, name in enumerate(_text(held["features"]).split("\n"))},
                weights=held["weights"],
                scale=float(held["scale"]),
                bias=held["bias"],
                shared=held["shared"],
                words=frozenset(_text(held["words"]).split("\n")),
            )
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"trigger model {path} cannot be read: {error}") from error


def save_sense_model(model: SenseModel, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    np.savez_compressed(
        path,
        version=_bytes(model.version),
        labels=_bytes("\n".join(model.labels)),
        features=_bytes("\n".join(sorted(model.features, key=model.features.__getitem__))),
        weights=model.weights,
        scale=np.float64(model.scale),
        bias=model.bias,
        shared=model.shared,
        words=_bytes("\n".join(sorted(model.words))),
    )


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: NDArray[np.uint8]) -> str:
    return array.tobytes().decode()
