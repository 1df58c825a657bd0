"""A broker that is started again, or hands over to another, does not end a reading."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from kafka import TopicPartition
from kafka.errors import KafkaError, NotLeaderForPartitionError, TopicAuthorizationFailedError

from pipeline.errors import BrokerError
from pipeline.stream import consumer as consumer_module
from pipeline.stream.consumer import _messages

PARTITION = TopicPartition("topic", 0)
RECORD = SimpleNamespace(topic="topic", partition=0, offset=0, timestamp=0, key=b"k", value=b"v", headers=[])


class FakeConsumer:
    """Raises the errors that it was given, one a poll, then gives one record, and nothing more."""

    def __init__(self, errors: Sequence[KafkaError]) -> None:
        self._errors = list(errors)
        self._given = 0

    def poll(self, timeout_ms: int) -> dict[TopicPartition, list[SimpleNamespace]]:
        if self._errors:
            raise self._errors.pop(0)
        self._given += 1
        return {PARTITION: [RECORD]} if self._given == 1 else {}

    def position(self, _partition: TopicPartition) -> int:
        return min(self._given, 1)

    def pause(self, *_partitions: TopicPartition) -> None:
        pass


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "POLL_MS", 1)


def keys(errors: Sequence[KafkaError]) -> list[bytes | None]:
    return [message.key for message in _messages(FakeConsumer(errors), {PARTITION: 1}, "here:1")]


def test_what_passes_is_waited_out() -> None:
    assert keys([NotLeaderForPartitionError(), NotLeaderForPartitionError()]) == [b"k"]


def test_what_does_not_pass_ends_the_reading() -> None:
    with pytest.raises(BrokerError, match="here:1"):
        keys([TopicAuthorizationFailedError()])


def test_what_does_not_pass_in_time_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "SILENT_AT_MOST_S", -1.0)

    with pytest.raises(BrokerError, match="here:1"):
        keys([NotLeaderForPartitionError()])
