"""Which open story is an article nearest to? TF-IDF centres, found by the articles' weightiest terms."""

import base64
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.steps.bucket_index import BucketIndex
from pipeline.steps.ring import Follower, Ring
from pipeline.steps.state import Json

Terms = NDArray[np.uint32]
Weights = NDArray[np.float32]

DIMENSIONS = 1 << 18
"""Terms are numbered by their hash: few of an article's share a number with another's."""
MOST_KEYS = 24
"""Terms of an article by which its story is found, the weightiest by TF-IDF."""
WIDTH = 16
"""Articles that are found by one term: the newest."""
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

    def candidates(self, query: Query, ring: Ring) -> Iterator[str]:
        """Name the stories whose latest articles share most of the query's keys; the most likely first."""
        found = self._buckets.find(query.keys, before=ring.next_number(), oldest=ring.oldest_number())
        shared: dict[str, int] = {}
        for number, count in found:
            story_id = self._stories.get(number % ring.capacity)
            if story_id is not None:
                shared[story_id] = max(shared.get(story_id, 0), count)
        yield from sorted(shared, key=lambda story_id: (-shared[story_id], story_id))[:MOST_WEIGHED]

    def likeness(self, vector: Vector, centres: Iterable[Vector]) -> list[float]:
        """Return the cosine of a vector and each of some centres, terms weighed by rarity."""
        rarity = self._rarity(vector.terms)
        weighed = vector.weights * rarity
        self._dense[vector.terms] = weighed
        norm = float(np.sqrt(weighed @ weighed)) or 1.0
        found = []
        for centre in centres:
            other = centre.weights * self._rarity(centre.terms)
            length = float(np.sqrt(other @ other)) or 1.0
            found.append(float(self._dense[centre.terms] @ other) / norm / length)
        self._dense[vector.terms] = 0
        return found

    def _rarity(self, terms: Terms) -> Weights:
        counts = self._frequency[terms] + np.float32(PRIOR[1])
        rarity: Weights = np.log(np.float32(len(self._counted) + PRIOR[0]) / counts)
        return np.maximum(rarity, 0)

    def _reset(self, entries: int) -> None:
        self._buckets = BucketIndex(entries=entries, hashes=MOST_KEYS, width=WIDTH)
        self._frequency: Weights = np.zeros(DIMENSIONS, dtype=np.float32)
        self._counted: deque[Terms] = deque()
        self._stories: dict[int, str] = {}

    def _add(self, number: int, entry: Json) -> None:
        if "terms" not in entry:
            return
        terms = vector_from(entry).terms
        self._frequency[terms] += 1
        self._counted.append(terms)
        if len(self._counted) > COUNTED:
            self._frequency[self._counted.popleft()] -= 1
        self._stories[number % self._capacity] = str(entry["story"])
        self._buckets.add(_unpacked(entry["keys_of_vector"]), number)


class StoryIndexes:
    """The index of every ring that is in use."""

    def __init__(self) -> None:
        self._indexes: dict[str, StoryIndex] = {}

    def of(self, name: str) -> StoryIndex:
        """Return the index of a ring."""
        if name not in self._indexes:
            self._indexes[name] = StoryIndex()
        return self._indexes[name]


def vector_of(terms: Mapping[str, float]) -> Vector:
    """Number the terms of an article."""
    encoded = (term.encode("utf-8", "surrogatepass") for term in terms)
    hashes = np.fromiter(map(zlib.crc32, encoded), dtype=np.uint32, count=len(terms))
    numbers, first = np.unique(hashes % np.uint32(DIMENSIONS), return_index=True)
    return Vector(terms=numbers, weights=np.array(list(terms.values()), dtype=np.float32)[first])


def summed(one: Vector, other: Vector) -> Vector:
    """Add vectors, and keep the weightiest terms."""
    terms, places = np.unique(np.concatenate((one.terms, other.terms)), return_inverse=True)
    weights = np.bincount(places, weights=np.concatenate((one.weights, other.weights))).astype(np.float32)
    if len(terms) > MOST_CENTRE_TERMS:
        kept = np.sort(np.lexsort((terms, -weights))[:MOST_CENTRE_TERMS])
        terms, weights = terms[kept], weights[kept]
    return Vector(terms=terms, weights=weights)


def vector_fields(vector: Vector) -> Mapping[str, object]:
    """Write a vector as plain values."""
    return {"terms": packed(vector.terms), "weights": packed(vector.weights.astype(np.float16))}


def vector_from(entry: Json) -> Vector:
    """Read a vector of what `vector_fields` wrote."""
    weights = np.frombuffer(base64.b64decode(str(entry["weights"])), dtype="<f2")
    return Vector(terms=_unpacked(entry["terms"]), weights=weights.astype(np.float32))


def packed(numbers: NDArray[np.uint32] | NDArray[np.float16]) -> str:
    """Write numbers in base64, lowest byte first."""
    return base64.b64encode(numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()).decode("ascii")


def _unpacked(text: object) -> Terms:
    return np.frombuffer(base64.b64decode(str(text)), dtype="<u4")
