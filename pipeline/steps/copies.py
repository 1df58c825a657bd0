"""Finds the articles that one repeats: a sampled-shingle index over the latest articles of a language."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.records.article import CopyKind
from pipeline.steps.bucket_index import BucketIndex
from pipeline.steps.ring import Follower, Ring
from pipeline.steps.state import Json
from pipeline.text.shingles import Hashes, Overlap, Sketch, overlap_of, thinned

MOST_INDEXED = 56
"""Hashes of an article that are looked up: half of its copies with every fifth word changed share 18 of them."""
WIDTH = 8
"""Articles that are found by one hash: what more than that have in common is boilerplate."""
MOST_LOOKED_AT = 24
"""Candidates of which the whole sketch is read."""
LEAST_CONTAINED = 0.25
"""Share of the smaller article's shingles that makes a copy. A fifth of the words changed leaves (4/5)^5 = .33 of
them; .25 had F1 .98 on 1,176 articles with 690 pairs of real and made copies, .20 and .30 .97."""
LEAST_SHARED = 5
"""Hashes in common below which nothing is said."""
CUT = 0.7
"""Where so much of the smaller article is found in the larger, and less the other way round, one was cut."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyFound:
    """An article that another repeats."""

    root: str
    """The article that its group of copies begins with."""
    kind: CopyKind
    """How alike they are; never exact."""
    similarity: float
    """Share of the smaller article that is found in the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """What copies are looked for with."""

    article_id: str
    """The article itself: it is no copy of itself."""
    at: int
    """Its time, in seconds since 1970."""
    sketch: Sketch
    """Its sketch."""


class CopyIndex:
    """An index over one ring of articles, made of nothing but the ring's entries."""

    def __init__(self) -> None:
        self._buckets = _buckets(16)
        self._follower = Follower(reset=self._reset, add=self._add)

    def find(self, probe: Probe, ring: Ring, *, span_s: float) -> CopyFound | None:
        """Return the most alike of the articles within the span of time, if any is alike enough."""
        if ring.next_number() == 0:
            return None
        self._follower.follow(ring)
        wanted = indexed_hashes(probe.sketch)
        found = self._buckets.find(wanted, before=ring.next_number(), oldest=ring.oldest_number(), most=MOST_LOOKED_AT)
        best: tuple[float, int, str, Overlap] | None = None
        for number, _count in found:
            entry = ring.entry(number)
            if entry is None or not _is_other(entry, probe) or abs(_whole(entry["at"]) - probe.at) > span_s:
                continue
            overlap = overlap_of(probe.sketch, sketch_from(entry))
            rank = (overlap.containment, overlap.shared, str(entry["root"]), overlap)
            if _is_copy(overlap) and (best is None or rank[:2] > best[:2]):
                best = rank
        if best is None:
            return None
        return CopyFound(root=best[2], kind=_kind(best[3]), similarity=round(best[0], 3))

    def _reset(self, entries: int) -> None:
        self._buckets = _buckets(entries)

    def _add(self, number: int, entry: Json) -> None:
        self._buckets.add(indexed_hashes(sketch_from(entry)), number)


class CopyIndexes:
    """The index of every ring that is in use."""

    def __init__(self) -> None:
        self._indexes: dict[str, CopyIndex] = {}

    def of(self, name: str) -> CopyIndex:
        """Return the index of a ring."""
        return self._indexes.setdefault(name, CopyIndex())


def sketch_fields(sketch: Sketch) -> Mapping[str, object]:
    """Write a sketch as plain values."""
    return {"step": sketch.step, "hashes": sketch.hashes.astype("<u4", copy=False).tobytes()}


def sketch_from(entry: Json) -> Sketch:
    """Read a sketch of what `sketch_fields` wrote."""
    packed = entry.get("hashes")
    hashes = np.frombuffer(packed if isinstance(packed, bytes) else b"", dtype="<u4")
    return Sketch(step=_whole(entry.get("step")) or 1, hashes=hashes)


def indexed_hashes(sketch: Sketch) -> Hashes:
    """Thin a sketch to what is looked up, so that a text and a piece of it agree on which hashes those are."""
    hashes, step = sketch.hashes, sketch.step
    while len(hashes) > MOST_INDEXED:
        step *= 2
        hashes = thinned(hashes, step)
    return hashes


def _buckets(entries: int) -> BucketIndex:
    return BucketIndex(entries=entries, hashes=MOST_INDEXED, width=WIDTH)


def _is_other(entry: Json, probe: Probe) -> bool:
    return probe.article_id not in (entry["id"], entry["root"])


def _is_copy(overlap: Overlap) -> bool:
    return overlap.containment >= LEAST_CONTAINED and overlap.shared >= LEAST_SHARED


def _kind(overlap: Overlap) -> CopyKind:
    return "contained" if overlap.containment >= CUT > overlap.coverage else "near"


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
