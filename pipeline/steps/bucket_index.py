"""A bounded inverted index: which of the latest entries share hashes with this one?"""

import numpy as np
from numpy.typing import NDArray

WRAP = 1 << 32
"""Entry numbers are kept in 32 bits; only their distance from the newest counts."""
FILL = 0.75
"""Share of cells in use where the index holds as many entries as it is made for."""


class BucketIndex:
    """Buckets of the newest entries that have a hash; what is common to many pushes out only its own oldest.

    Memory is fixed from the start: no hash is stored, and two hashes may share a bucket, so what is found is a
    candidate that the caller looks at.

    Args:
        entries: How many it is made for.
        hashes: How many each has, at most.
        width: Cells of a bucket.
    """

    def __init__(self, *, entries: int, hashes: int, width: int) -> None:
        buckets = 1 << max(4, (int(entries * hashes / (width * FILL)) - 1).bit_length())
        self._cells: NDArray[np.uint32] = np.zeros((buckets, width), dtype=np.uint32)
        self._heads: NDArray[np.uint8] = np.zeros(buckets, dtype=np.uint8)
        self._mask = np.uint32(buckets - 1)
        self._width = width

    def add(self, hashes: NDArray[np.uint32], number: int) -> None:
        """Enter an entry; numbers rise."""
        buckets = self._buckets(hashes)
        heads = self._heads[buckets]
        self._cells[buckets, heads] = np.uint32((number + 1) % WRAP)
        self._heads[buckets] = (heads + 1) % self._width

    def find(self, hashes: NDArray[np.uint32], *, before: int, oldest: int) -> list[tuple[int, int]]:
        """Return the entries from `oldest` to `before` that share hashes, and how many: most first, then newest."""
        cells = self._cells[self._buckets(hashes)].ravel()
        ages = (np.uint32(before % WRAP) - cells[cells > 0]) & np.uint32(WRAP - 1)
        found, counts = np.unique(ages[ages < before - oldest], return_counts=True)
        order = np.lexsort((found, -counts))
        return [(before - 1 - int(found[place]), int(counts[place])) for place in order]

    def _buckets(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Spread hashes over the buckets by their upper bits: sampled ones have equal lower bits."""
        spread = hashes * np.uint32(0x9E3779B1)
        return (spread ^ (spread >> np.uint32(15))) & self._mask
