"""Whether every message that was fetched reaches its agent."""

from types import SimpleNamespace

import pytest
from faust.types import TP

from pipeline.stream.trail import FetchTrail, SkippedMessageError


def message(offset: int, *, generation: int = 1, partition: int = 0) -> SimpleNamespace:
    return SimpleNamespace(tp=TP("topic", partition), offset=offset, generation_id=generation)


def follow(fetched: list[SimpleNamespace], arrived: list[SimpleNamespace]) -> None:
    trail = FetchTrail()
    for one in fetched:
        trail.fetched(one)
    for one in arrived:
        trail.check(one)


def test_a_message_that_was_fetched_and_did_not_arrive_is_noticed() -> None:
    with pytest.raises(SkippedMessageError, match="offset 5 was fetched"):
        follow([message(4), message(5), message(6)], [message(4), message(6)])


def test_the_first_message_of_an_assignment_is_missed_too() -> None:
    with pytest.raises(SkippedMessageError, match="offset 4 was fetched"):
        follow([message(4), message(5)], [message(5)])


@pytest.mark.parametrize(
    ("fetched", "arrived"),
    [
        ([message(4), message(9)], [message(4), message(9)]),
        ([message(4), message(5), message(4), message(5)], [message(4), message(5), message(4), message(5)]),
        ([message(4), message(5), message(4), message(5)], [message(4), message(5)]),
        (
            [message(4), message(4, generation=2), message(5, generation=2)],
            [message(4, generation=2), message(5, generation=2)],
        ),
        ([message(4), message(7, partition=1)], [message(7, partition=1), message(4)]),
    ],
    ids=["a gap in the log", "all twice", "fetched twice, come once", "again after a rebalance", "two partitions"],
)  # fmt: skip
def test_what_is_in_order_passes(fetched: list[SimpleNamespace], arrived: list[SimpleNamespace]) -> None:
    follow(fetched, arrived)
