"""Reads several topics on and on from near their ends, and notices when the broker goes away or is another."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kafka import TopicPartition

from pipeline.errors import BrokerError
from pipeline.stream.admin import topic_states
from pipeline.stream.connection import answered, opened_consumer
from pipeline.stream.consumer import POLL_MS, TopicMessage, message_of
from pipeline.stream.offsets import Bounds, bounds_of, partitions_of

PROBE_EVERY_S = 5.0
"""A client that waits for messages does not notice that nobody is there: so long may it be quiet before it asks."""


class Places:
    """How far topics were read, so that reading can go on there after a break."""

    def __init__(self) -> None:
        self._next: dict[TopicPartition, int] = {}
        self._ids: dict[str, object] = {}

    def begin(self, ids: Mapping[str, object]) -> None:
        """Forget places in topics that were made anew since."""
        renewed = {name for name, known in self._ids.items() if ids.get(name) != known}
        self._next = {partition: place for partition, place in self._next.items() if partition.topic not in renewed}
        self._ids = dict(ids)

    def note(self, message: TopicMessage) -> None:
        """Remember that a message was read."""
        self._next[TopicPartition(message.topic, message.partition)] = message.offset + 1

    def start(self, partition: TopicPartition, bounds: Bounds, *, window: int) -> int:
        """Say where to read on: where reading ended, else so many messages before the end."""
        known = self._next.get(partition)
        if known is not None and bounds.begin <= known <= bounds.end:
            return known
        return max(bounds.begin, bounds.end - window)


def follow_topics(
    bootstrap_servers: str, topics: Sequence[str], *, window: int, places: Places
) -> Iterator[list[TopicMessage]]:
    """Give messages in batches as they come, and empty ones while none come. Leaves no consumer group behind.

    Args:
        bootstrap_servers: Where the broker is.
        topics: As the broker knows them.
        window: How many messages before the end of each partition reading begins.
        places: Where an earlier call ended; is kept up to date.

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
        yield from _batches(consumer, bootstrap_servers, topics, places)


def _batches(
    consumer: Any, bootstrap_servers: str, topics: Sequence[str], places: Places
) -> Iterator[list[TopicMessage]]:
    heard_at = time.monotonic()
    while True:
        with answered(bootstrap_servers):
            polled = consumer.poll(timeout_ms=POLL_MS)
        batch = [message_of(record) for records in polled.values() for record in records]
        yield batch
        for message in batch:  # only now: whoever asks for more is done with these
            places.note(message)
        if batch:
            heard_at = time.monotonic()
        elif time.monotonic() - heard_at > PROBE_EVERY_S:
            _probe(consumer, bootstrap_servers, topics)
            heard_at = time.monotonic()


def _probe(consumer: Any, bootstrap_servers: str, topics: Sequence[str]) -> None:
    with answered(bootstrap_servers):
        known = consumer.topics()
    missing = [name for name in topics if name not in known]
    if missing:
        raise BrokerError(f"the broker at {bootstrap_servers} no longer has the topic {missing[0]}")
