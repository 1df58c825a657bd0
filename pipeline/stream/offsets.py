"""Where partitions begin and end, and how far a consumer group is behind."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import TopicPartition
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError

from pipeline.errors import BrokerError
from pipeline.stream.connection import answered, opened_admin, opened_consumer

POLL_MS = 20
PATIENCE_S = 15.0
COORDINATOR_PATIENCE_S = 5.0
LOOK_EVERY_S = 0.2
NOTHING_COMMITTED = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The offsets that a partition holds."""

    begin: int
    """Of its first message."""
    end: int
    """One past its last message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a group is on a topic."""

    lag: int
    """Messages that it has not committed."""
    has_committed: bool
    """False when it has never committed anything there."""


def bounds_of(consumer: Any, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, Bounds]:
    """Find where partitions begin and end; the consumer is left assigned to them, at no place in particular.

    The end is taken from a fetch: asked for it, the embedded broker names the first message of the last batch.

    Raises:
        BrokerError: The broker does not answer in time.
    """
    begins, listed = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
    filled = [partition for partition in partitions if listed[partition] > begins[partition]]
    consumer.assign(filled)
    for partition in filled:
        consumer.seek(partition, listed[partition])
    _fetch_high_watermarks(consumer, filled)
    ends = {**listed, **{partition: max(listed[partition], consumer.highwater(partition)) for partition in filled}}
    consumer.assign(partitions)
    return {partition: Bounds(begin=begins[partition], end=ends[partition]) for partition in partitions}


def partitions_of(consumer: Any, topic: str) -> list[TopicPartition]:
    """List the partitions of a topic.

    Raises:
        BrokerError: There is no such topic.
    """
    # All topics first: some brokers make a topic of a name that they are asked about.
    if topic not in consumer.topics():
        raise BrokerError(f"there is no topic {topic}: see newswire topics list, and newswire topics create")
    return [TopicPartition(topic, partition) for partition in sorted(consumer.partitions_for_topic(topic))]


def end_offsets(bootstrap_servers: str, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Find the real ends of partitions, given by topic and number.

    Raises:
        BrokerError: Nobody answers, or not in time.
    """
    partitions = [TopicPartition(topic, number) for topic, number in places]
    with opened_consumer(bootstrap_servers) as consumer, answered(bootstrap_servers):
        return {tuple(partition): place.end for partition, place in bounds_of(consumer, partitions).items()}


def count_messages(bootstrap_servers: str, topics: Iterable[str]) -> dict[str, int]:
    """Count the offsets between beginning and end of topics that exist; after compaction there are fewer messages.

    Raises:
        BrokerError: Nobody answers.
    """
    with opened_consumer(bootstrap_servers) as consumer, answered(bootstrap_servers):
        names = [name for name in topics if name in consumer.topics()]
        partitions = [partition for name in names for partition in partitions_of(consumer, name)]
        counts = dict.fromkeys(names, 0)
        for partition, bounds in bounds_of(consumer, partitions).items():
            counts[partition.topic] += bounds.end - bounds.begin
    return counts


def group_progress(bootstrap_servers: str, groups: Iterable[str], topics: Sequence[str]) -> dict[str, Progress]:
    """Tell of each topic how far behind its readers are; where several groups read it, the one that is ahead counts.

    Raises:
        BrokerError: Nobody answers, or a topic does not exist.
    """
    with opened_consumer(bootstrap_servers) as consumer, answered(bootstrap_servers):
        partitions = [partition for name in topics for partition in partitions_of(consumer, name)]
        bounds = bounds_of(consumer, partitions)
    committed = [_committed(bootstrap_servers, group, partitions) for group in groups]
    return {name: _progress(name, bounds, committed) for name in topics}


def groups_of(bootstrap_servers: str, app_id: str) -> tuple[str, ...]:
    """Name the consumer groups of an app: its own, and those of workers that run only some agents.

    Raises:
        BrokerError: Nobody answers.
    """
    with opened_admin(bootstrap_servers) as admin:
        names = {group["group_id"] for group in admin.list_groups()}
    return (app_id, *sorted(name for name in names if name.startswith(f"{app_id}-")))


def _progress(
    topic: str, bounds: Mapping[TopicPartition, Bounds], committed: Sequence[Mapping[TopicPartition, int]]
) -> Progress:
    own = {partition: place for partition, place in bounds.items() if partition.topic == topic}
    reached = {
        partition: max((offsets.get(partition, NOTHING_COMMITTED) for offsets in committed), default=NOTHING_COMMITTED)
        for partition in own
    }
    lag = sum(max(0, place.end - max(place.begin, reached[partition])) for partition, place in own.items())
    return Progress(lag=lag, has_committed=any(offset != NOTHING_COMMITTED for offset in reached.values()))


def _committed(bootstrap_servers: str, group: str, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
    """Ask what a group has committed; a cluster where no group ever was needs a moment to set up for it."""
    deadline = time.monotonic() + COORDINATOR_PATIENCE_S
    with opened_admin(bootstrap_servers) as admin:
        while True:
            try:
                offsets = admin.list_group_offsets({group: list(partitions)})[group]
            except (CoordinatorNotAvailableError, CoordinatorLoadInProgressError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(LOOK_EVERY_S)
            else:
                return {partition: place.offset for partition, place in offsets.items()}


def _fetch_high_watermarks(consumer: Any, partitions: Sequence[TopicPartition]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while any(consumer.highwater(partition) is None for partition in partitions):
        if time.monotonic() > deadline:
            raise BrokerError("the broker does not say where its topics end: is it overloaded?")
        consumer.poll(timeout_ms=POLL_MS)
