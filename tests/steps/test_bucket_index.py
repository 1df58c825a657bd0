from typing import Any

import numpy as np
import pytest

from pipeline.steps.bucket_index import WRAP, BucketIndex


def index() -> BucketIndex:
    return BucketIndex(entries=100, hashes=4, width=4)


def hashes(*values: int) -> "np.ndarray[Any, np.dtype[np.uint32]]":
    return np.array(values, dtype=np.uint32)


def test_the_entry_that_shares_most_comes_first() -> None:
    made = index()
    made.add(hashes(1, 2, 3), 0)
    made.add(hashes(3, 14, 15), 1)

    assert made.find(hashes(1, 2, 3), before=2, oldest=0) == [(0, 3), (1, 1)]


def test_what_is_too_old_is_not_found() -> None:
    made = index()
    made.add(hashes(1), 0)

    assert made.find(hashes(1), before=2, oldest=1) == []


def test_a_bucket_keeps_the_newest() -> None:
    made = index()
    for number in range(9):
        made.add(hashes(1), number)

    assert [number for number, _count in made.find(hashes(1), before=9, oldest=0)] == [8, 7, 6, 5]


@pytest.mark.parametrize("number", [WRAP - 3, WRAP + 1, 3 * WRAP + 7])
def test_numbers_may_outgrow_their_cells(number: int) -> None:
    made = index()
    made.add(hashes(7), number)

    assert made.find(hashes(7), before=number + 2, oldest=number - 50) == [(number, 1)]


def test_a_hash_that_shares_a_bucket_with_another_is_not_found_for_it() -> None:
    made = BucketIndex(entries=1, hashes=1, width=4)
    made.add(hashes(1), 0)

    found = [value for value in range(2, 400) if made.find(hashes(value), before=1, oldest=0)]

    assert len(found) < 10


def test_no_more_are_returned_than_asked_for() -> None:
    made = index()
    for number in range(4):
        made.add(hashes(1), number)

    assert made.find(hashes(1), before=4, oldest=0, most=2) == [(3, 1), (2, 1)]
