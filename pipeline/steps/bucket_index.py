"""A bounded inverted index: which of the latest entries share hashes with this one?"""

import numpy as np
from numpy.typing import NDArray

WRAP = 1 << 32
"""Entry numbers are kept in 32 bits; only their distance from the newest counts."""
FILL = 0.75
"""Share of cells in use where the index holds as many entries as it is made for."""
FIRST = np.ones(1, dtype=np.bool_)


class BucketIndex:
    """Buckets of the newest entries that have a hash; what is common to many pushes out only its own oldest.

    Memory is fixed from the start. Of a hash eight bits are kept, so that two in one bucket are told apart in 255 cases
    of 256; what is found is a candidate that the caller looks at.

    Args:
        entries: How many it is made for.
        hashes: How many each has, at most.
        width: Cells of a bucket.
    """

    def __init__(self, *, entries: int, hashes: int, width: int) -> None:
        buckets = 1 << max(4, (int(entries * hashes / (width * FILL)) - 1).bit_length())
        self._cells: NDArray[np.uint32] = np.zeros((buckets, width), dtype=np.uint32)
        self._tags: NDArray[np.uint8] = np.zeros((buckets, width), dtype=np.uint8)
        self._heads: NDArray[np.uint8] = np.zeros(buckets, dtype=np.uint8)
        self._mask = np.uint32(buckets - 1)
        self._width = width

    def add(self, hashes: NDArray[np.uint32], number: int) -> None:
        """Enter an entry; numbers rise."""
        buckets, tags = self._places(hashes)
        heads = self._heads[buckets]
        self._cells[buckets, heads] = np.uint32((number + 1) % WRAP)
        self._tags[buckets, heads] = tags
        self._heads[buckets] = (heads + np.uint8(1)) % self._width

    def find(
        self, hashes: NDArray[np.uint32], *, before: int, oldest: int, most: int | None = None
    ) -> list[tuple[int, int]]:
        """Return the entries from `oldest` to `before` that share hashes, and how many: most first, then newest."""
        buckets, tags = self._places(hashes)
        cells = self._cells[buckets][self._tags[buckets] == tags[:, None]]
        ages = np.uint32(before % WRAP) - cells[cells > 0]
        ages = ages[ages < before - oldest]
        if not len(ages):
            return []
        ages.sort()
        starts = np.flatnonzero(np.concatenate((FIRST, ages[1:] != ages[:-1])))
        counts = np.concatenate((starts[1:], (len(ages),))) - starts
        order = np.argsort(-counts, kind="stable")[:most]
        numbers = before - 1 - ages[starts[order]].astype(np.int64)
        return list(zip(numbers.tolist(), counts[order].tolist(), strict=True))

    def _places(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """Spread hashes over the buckets by their upper bits: sampled ones have equal lower bits."""
        spread = hashes * np.uint32(0x9E3779B1)
        tags: NDArray[np.uint8] = (hashes * np.uint32(0x85EBCA6B) >> np.uint32(24)).astype(np.uint8)
        return (spread ^ (spread >> np.uint32(15))) & self._mask, tags
