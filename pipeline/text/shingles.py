"""Samples of a text's shingles: small sketches by which copies, cuts and extensions are measured."""

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.text.fingerprint import normalize_words

Hashes = NDArray[np.uint32]

SHINGLE_WORDS = 5
"""Words in a row that make a shingle; on copies of news, 4 to 8 do much the same."""
MOST_SAMPLED = 160
"""Most hashes of a sketch: texts up to some 200 words are kept whole."""
MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
"""Multipliers of the finaliser of MurmurHash3 (Austin Appleby, public domain)."""
PRIME = np.uint64(0x100000001B3)
"""Of FNV-1a, as the base of the polynomial over words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """Those of a text's shingle hashes that `step` divides: every step-th of them, whatever the text.

    Sketches of different steps compare at the greater one (FracMinHash: Irber et al. 2022).
    """

    step: int
    """A power of two."""
    hashes: Hashes
    """Rising, each once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """What two sketches have in common, sizes and count at the greater step of the two."""

    shared: int
    """Hashes in both."""
    sizes: tuple[int, int]
    """Hashes of each."""

    @property
    def containment(self) -> float:
        """Share of the smaller that is found in the larger."""
        return self.shared / max(1, min(self.sizes))

    @property
    def coverage(self) -> float:
        """Share of the larger that is found in the smaller."""
        return self.shared / max(1, *self.sizes)


def sketch_of(text: str) -> Sketch:
    """Sample the shingles of a text; one of fewer words than a shingle has none."""
    words = np.fromiter(
        map(zlib.crc32, normalize_words(text).encode("utf-8", "surrogatepass").split()), dtype=np.uint64
    )
    hashes = distinct(_shingle_hashes(words))
    step = 1
    while len(hashes) > MOST_SAMPLED:
        step *= 2
        hashes = thinned(hashes, step)
    return Sketch(step=step, hashes=hashes)


def thinned(hashes: Hashes, step: int) -> Hashes:
    """Keep the hashes that `step`, a power of two, divides."""
    kept: Hashes = hashes[hashes & np.uint32(step - 1) == 0]
    return kept


def distinct(hashes: Hashes) -> Hashes:
    """Order hashes and keep each once: `numpy.unique` hashes them first, which takes four times as long."""
    ordered: Hashes = np.sort(hashes)
    if not len(ordered):
        return ordered
    kept: Hashes = ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]
    return kept


def overlap_of(one: Sketch, other: Sketch) -> Overlap:
    """Count what two sketches share: a hash in both is one that the greater step divides."""
    step = max(one.step, other.step)
    both = np.concatenate((one.hashes, other.hashes))
    both.sort()
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    return Overlap(shared=shared, sizes=(_size_at(one, step), _size_at(other, step)))


def _size_at(sketch: Sketch, step: int) -> int:
    """Count the hashes of a sketch that a step divides."""
    if sketch.step == step:
        return len(sketch.hashes)
    return int(np.count_nonzero(sketch.hashes & np.uint32(step - 1) == 0))


def _shingle_hashes(words: NDArray[np.uint64]) -> Hashes:
    """Hash every run of words: a polynomial over the words' CRC-32, mixed, of which the upper half is kept."""
    count = max(0, len(words) - SHINGLE_WORDS + 1)
    mixed: NDArray[np.uint64] = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        mixed = mixed * PRIME + words[place : place + count]
    shift: Any = np.uint64(33)
    for multiplier in MIX:
        mixed = (mixed ^ (mixed >> shift)) * multiplier
    hashes: Hashes = ((mixed ^ (mixed >> shift)) >> np.uint64(32)).astype(np.uint32)
    return hashes
