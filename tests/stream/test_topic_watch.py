"""A worker does not outlive its topics."""

from collections.abc import Mapping

import pytest

from pipeline.errors import BrokerError
from pipeline.stream.admin import TopicState
from pipeline.stream.topic_watch import TopicWatch


def state(topic_id: str) -> TopicState:
    return TopicState(name="raw", topic_id=topic_id, partitions=1, replication=1, configs={})


def ends(now: Mapping[str, TopicState]) -> list[str]:
    """Reasons for which a worker ends that began with one topic."""
    reasons: list[str] = []
    TopicWatch({"raw": state("first")}, ask=lambda: now, stop_worker=reasons.append).look()
    return reasons


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"raw": state("first")}, []),
        ({"raw": state("second")}, ["topic raw was made anew"]),
        ({}, ["topic raw was deleted"]),
    ],
    ids=["as it was", "made anew", "deleted"],
)
def test_a_worker_ends_when_a_topic_is_no_longer_what_it_was(
    now: Mapping[str, TopicState], expected: list[str]
) -> None:
    assert ends(now) == expected


def test_a_broker_that_is_away_says_nothing() -> None:
    def ask() -> Mapping[str, TopicState]:
        raise BrokerError("away")

    reasons: list[str] = []

    assert TopicWatch({"raw": state("first")}, ask=ask, stop_worker=reasons.append).look()
    assert reasons == []
