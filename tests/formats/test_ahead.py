import threading
from collections.abc import Iterator

import pytest

from pipeline.errors import SourceError
from pipeline.formats.ahead import HELD, read_ahead


def test_every_item_comes_once_and_in_order() -> None:
    chunks = read_ahead(range(1_000), chunk=7)

    assert [item for items in chunks for item in items] == list(range(1_000))


def test_no_chunk_is_larger_than_asked() -> None:
    assert max(len(items) for items in read_ahead(range(100), chunk=7)) <= 7


def test_an_empty_source_ends() -> None:
    assert [items for items in read_ahead([], chunk=7) if items] == []


def test_what_was_read_comes_before_the_error_that_ended_the_source() -> None:
    seen: list[int] = []

    def take_all() -> None:
        for items in read_ahead(failing(), chunk=7):
            seen.extend(items)

    with pytest.raises(SourceError, match="gone"):
        take_all()
    assert seen == [1, 2]


def failing() -> Iterator[int]:
    yield 1
    yield 2
    raise SourceError("gone")


def test_a_silent_source_is_told_by_a_chunk_of_none() -> None:
    go_on = threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        go_on.wait(30)
        yield 2

    seen: list[list[int]] = []
    for items in read_ahead(slow(), chunk=7):
        seen.append(items)
        if not items:
            go_on.set()

    assert [] in seen


def test_no_more_is_read_ahead_than_is_held() -> None:
    read: list[int] = []
    is_full = threading.Event()

    def endless() -> Iterator[int]:
        number = 0
        while True:
            read.append(number)
            if len(read) >= HELD:
                is_full.set()
            yield number
            number += 1

    chunks = read_ahead(endless(), chunk=1)
    next(chunks)
    is_full.wait(30)
    chunks.close()

    assert len(read) <= HELD + 3
