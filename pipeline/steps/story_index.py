"""Which open story is an article nearest to? TF-IDF centres, found by the articles' weightiest terms."""

import math
import sys
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.steps.bucket_index import BucketIndex
from pipeline.steps.ring import Follower, Ring
from pipeline.steps.state import Json
from pipeline.steps.story_cache import StoryCache

Terms = NDArray[np.uint32]
Weights = NDArray[np.float32]

DIMENSIONS = 1 << 18
"""Terms are numbered by their hash: few of an article's share a number with another's."""
MOST_KEYS = 24
"""Terms of an article by which its story is found, the weightiest by TF-IDF."""
WIDTH = 16
"""Articles that are found by one term: the newest."""
MOST_FOUND = 64
"""Articles of which the stories are looked up, those that share most first."""
LEAST_OF_BEST = 0.25
"""Keys that an article must share with a query, as a share of those of the one that shares most."""
MOST_WEIGHED = 8
"""Candidate stories whose centre is read."""
COUNTED = 20_000
"""Latest articles over which the frequency of terms is counted."""
PRIOR = (30.0, 1.0)
"""Added to the articles and to a term's frequency, so that the first articles of a stream are not all rare words."""
MOST_CENTRE_TERMS = 300
"""Terms of a story's centre."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vector:
    """Terms by number, and their weights; each once, rising."""

    terms: Terms
    weights: Weights


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A vector with its terms' rarity."""

    vector: Vector
    keys: Terms
    """Its weightiest terms."""


class StoryIndex:
    """An index over one ring of told articles, made of nothing but the ring's entries."""

    def __init__(self) -> None:
        self._follower = Follower(reset=self._reset, add=self._add)
        self._dense: Weights = np.zeros(DIMENSIONS, dtype=np.float32)
        self._capacity = 1
        self._reset(16)

    def follow(self, ring: Ring) -> None:
        """Catch up with the ring."""
        self._capacity = ring.capacity
        self._follower.follow(ring)

    def query(self, vector: Vector) -> Query:
        """Choose the terms that an article is found by."""
        weighed = vector.weights * self._rarity(vector.terms)
        order = np.lexsort((vector.terms, -weighed))[:MOST_KEYS]
        return Query(vector=vector, keys=vector.terms[order])

    def candidates(self, query: Query, ring: Ring) -> list[str]:
        """Name the stories whose latest articles share most of the query's keys; the most likely first."""
        found = self._buckets.find(query.keys, before=ring.next_number(), oldest=ring.oldest_number(), most=MOST_FOUND)
        least = found[0][1] * LEAST_OF_BEST if found else 0
        named = (self._stories.get(number % ring.capacity) for number, count in found if count >= least)
        return list(dict.fromkeys(story_id for story_id in named if story_id is not None))[:MOST_WEIGHED]

    def likeness(self, vector: Vector, centres: Sequence[Vector]) -> list[float]:
        """Return the cosine of a vector and each of some centres, terms weighed by rarity."""
        if not centres:
            return []
        weighed = vector.weights * self._rarity(vector.terms)
        self._dense[vector.terms] = weighed
        terms = np.concatenate([centre.terms for centre in centres])
        others = np.concatenate([centre.weights for centre in centres]) * self._rarity(terms)
        starts = np.cumsum([0, *(len(centre.terms) for centre in centres[:-1])])
        lengths = np.sqrt(np.add.reduceat(others * others, starts))
        products = np.add.reduceat(self._dense[terms] * others, starts)
        self._dense[vector.terms] = 0
        norm = float(np.sqrt(weighed @ weighed)) or 1.0
        lengths[lengths == 0] = 1
        cosines: list[float] = (products / lengths / norm).tolist()
        return cosines

    def _rarity(self, terms: Terms) -> Weights:
        rarity: Weights = np.float32(math.log(len(self._counted) + PRIOR[0])) - self._frequency_log[terms]
        return np.maximum(rarity, 0, out=rarity)

    def _reset(self, entries: int) -> None:
        self._buckets = BucketIndex(entries=entries, hashes=MOST_KEYS, width=WIDTH)
        self._frequency: Weights = np.zeros(DIMENSIONS, dtype=np.float32)
        self._frequency_log: Weights = np.full(DIMENSIONS, math.log(PRIOR[1]), dtype=np.float32)
        self._counted: deque[tuple[int, Terms]] = deque()
        self._stories: dict[int, str] = {}

    def _add(self, number: int, entry: Json) -> None:
        self._stories.pop(number % self._capacity, None)
        if "terms" in entry:
            terms = unpacked(entry["terms"])
            self._count(terms, 1)
            self._counted.append((number, terms))
            self._stories[number % self._capacity] = sys.intern(str(entry["story"]))
            self._buckets.add(unpacked(entry["keys"]), number)
        # By the place in the ring, copies included: one that reads the whole ring anew counts the same.
        while self._counted and self._counted[0][0] <= number - min(COUNTED, self._capacity):
            self._count(self._counted.popleft()[1], -1)

    def _count(self, terms: Terms, by: int) -> None:
        counts = self._frequency[terms] + np.float32(by)
        self._frequency[terms] = counts
        self._frequency_log[terms] = np.log(counts + np.float32(PRIOR[1]))


class StoryIndexes:
    """The index of every ring that is in use, and the stories that were read or written last."""

    def __init__(self) -> None:
        self._indexes: dict[str, StoryIndex] = {}
        self.stories = StoryCache()
        """Stories as they are in the store."""

    def of(self, name: str) -> StoryIndex:
        """Return the index of a ring."""
        if name not in self._indexes:
            self._indexes[name] = StoryIndex()
        return self._indexes[name]


def vector_of(terms: Mapping[str, float]) -> Vector:
    """Number the terms of an article; of terms with one number the first counts."""
    hashes = np.array([zlib.crc32(term.encode("utf-8", "surrogatepass")) for term in terms], dtype=np.uint32)
    numbers = hashes & np.uint32(DIMENSIONS - 1)
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    first = np.flatnonzero(_is_first(numbers))
    return Vector(terms=numbers[first], weights=np.array(list(terms.values()), dtype=np.float32)[order[first]])


def summed(one: Vector, other: Vector) -> Vector:
    """Add vectors, and keep the weightiest terms."""
    both = np.concatenate((one.terms, other.terms))
    order = np.argsort(both, kind="stable")
    both = both[order]
    starts = np.flatnonzero(_is_first(both))
    if not len(starts):
        return one
    terms = both[starts]
    weights = np.add.reduceat(np.concatenate((one.weights, other.weights))[order], starts)
    if len(terms) > MOST_CENTRE_TERMS:
        kept = np.sort(np.lexsort((terms, -weights))[:MOST_CENTRE_TERMS])
        terms, weights = terms[kept], weights[kept]
    return Vector(terms=terms, weights=weights)


def _is_first(ordered: Terms) -> NDArray[np.bool_]:
    """Mark the first of each run of equal numbers."""
    first: NDArray[np.bool_] = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def vector_fields(vector: Vector) -> Mapping[str, object]:
    """Write a vector as plain values."""
    return {"terms": packed(vector.terms), "weights": packed(vector.weights.astype(np.float16))}


def vector_from(entry: Json) -> Vector:
    """Read a vector of what `vector_fields` wrote."""
    weights = np.frombuffer(_bytes(entry["weights"]), dtype="<f2")
    return Vector(terms=unpacked(entry["terms"]), weights=weights.astype(np.float32))


def packed(numbers: NDArray[np.uint32] | NDArray[np.float16]) -> bytes:
    """Write numbers, lowest byte first."""
    return numbers.astype(numbers.dtype.newbyteorder("<"), copy=False).tobytes()


def unpacked(written: object) -> Terms:
    """Read terms of what `packed` wrote."""
    return np.frombuffer(_bytes(written), dtype="<u4")


def _bytes(written: object) -> bytes:
    return written if isinstance(written, bytes) else b""
