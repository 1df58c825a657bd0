"""Reads several topics on and on from near their ends, and notices when the broker goes away or is another."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from kafka import TopicPartition

from pipeline.errors import BrokerError
from pipeline.stream.admin import topic_states
from pipeline.stream.connection import answered, opened_consumer
from pipeline.stream.consumer import POLL_MS, TopicMessage, message_of
from pipeline.stream.offsets import Bounds, bounds_of, partitions_of

PROBE_EVERY_S = 5.0
"""A client that waits for messages does not notice that nobody is there, nor that a topic got more partitions: so often
it asks."""


class Places:
    """How far topics were read, so that reading can go on there after a break.

    Args:
        known: The next offset of partitions that were read before, by topic and number.
        ids: The broker's ids of their topics then.
    """

    def __init__(
        self, known: Mapping[tuple[str, int], int] | None = None, ids: Mapping[str, str] | None = None
    ) -> None:
        self._next = {TopicPartition(*partition): place for partition, place in (known or {}).items()}
        self._ids: dict[str, str] = dict(ids or {})

    def id_of(self, topic: str) -> str:
        """Give the broker's id of a topic that is read."""
        return self._ids[topic]

    def begin(self, ids: Mapping[str, str]) -> None:
        """Forget places in topics that were made anew since."""
        renewed = {name for name, known in self._ids.items() if ids.get(name) != known}
        self._next = {partition: place for partition, place in self._next.items() if partition.topic not in renewed}
        self._ids = dict(ids)

    def note(self, message: TopicMessage) -> None:
        """Remember that a message was read."""
        self._next[TopicPartition(message.topic, message.partition)] = message.offset + 1

    def start(self, partition: TopicPartition, bounds: Bounds, *, window: int | None) -> int:
        """Say where to read on: where reading ended, else so many messages before the end."""
        known = self._next.get(partition)
        if known is not None and bounds.begin <= known <= bounds.end:
            return known
        return bounds.begin if window is None else max(bounds.begin, bounds.end - window)


def follow_topics(
    bootstrap_servers: str, topics: Sequence[str], *, places: Places, window: int | None = None, until_end: bool = False
) -> Iterator[list[TopicMessage]]:
    """Give messages in batches as they come, and empty ones while none come. Leaves no consumer group behind.

    Args:
        bootstrap_servers: Where the broker is.
        topics: As the broker knows them.
        places: Where an earlier call ended; is kept up to date.
        window: How many messages before the end of each partition reading begins where nothing was read; None is all.
        until_end: Stop at what was the end when reading began.

    Raises:
        BrokerError: Nobody answers, or a topic does not exist, or no longer.
    """
    with opened_consumer(bootstrap_servers) as consumer:
        with answered(bootstrap_servers):
            partitions = [partition for name in topics for partition in partitions_of(consumer, name)]
            bounds = bounds_of(consumer, partitions)
        places.begin({name: state.topic_id for name, state in topic_states(bootstrap_servers, topics).items()})
        for partition, place in bounds.items():
            consumer.seek(partition, places.start(partition, place, window=window))
        ends = {partition: place.end for partition, place in bounds.items()} if until_end else None
        yield from _batches(consumer, bootstrap_servers, places, ends)


def _batches(
    consumer: Any, bootstrap_servers: str, places: Places, ends: Mapping[TopicPartition, int] | None
) -> Iterator[list[TopicMessage]]:
    partitions = consumer.assignment()
    probed_at = time.monotonic()
    while ends is None or any(consumer.position(partition) < end for partition, end in ends.items()):
        with answered(bootstrap_servers):
            polled = consumer.poll(timeout_ms=POLL_MS)
        batch = [message_of(record) for records in polled.values() for record in records]
        yield batch
        for message in batch:  # only now: whoever asks for more is done with these
            places.note(message)
        if time.monotonic() - probed_at > PROBE_EVERY_S:
            _probe(consumer, bootstrap_servers, partitions)
            probed_at = time.monotonic()


def _probe(consumer: Any, bootstrap_servers: str, partitions: Collection[TopicPartition]) -> None:
    """Notice that nobody is there any more, or that topics are others than they were."""
    with answered(bootstrap_servers):
        known = consumer.topics()
        for topic in sorted({partition.topic for partition in partitions}):
            if topic not in known:
                raise BrokerError(f"the broker at {bootstrap_servers} no longer has the topic {topic}")
            if set(partitions_of(consumer, topic)) - set(partitions):
                raise BrokerError(f"the topic {topic} has more partitions than it had")
