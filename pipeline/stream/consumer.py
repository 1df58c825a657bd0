"""Reads a topic from one end to the other, or on and on, and leaves no consumer group behind."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from kafka import TopicPartition
from kafka.errors import KafkaError

from pipeline.codec import unframed
from pipeline.errors import BrokerError
from pipeline.stream.connection import answered, opened_consumer
from pipeline.stream.offsets import Bounds, bounds_of, partitions_of

Start = Literal["beginning", "now"] | datetime

POLL_MS = 250
SILENT_AT_MOST_S = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicMessage:
    """A message of a topic, undecoded."""

    topic: str
    """As the broker knows it."""
    partition: int
    """Its partition."""
    offset: int
    """Where it stands in the partition."""
    timestamp: datetime
    """Its time, in UTC."""
    key: bytes | None
    """Its key."""
    value: bytes | None
    """Its bytes, without Confluent's wire format; None is a tombstone."""
    headers: tuple[tuple[str, bytes], ...] = ()
    """Its headers."""


def read_topic(
    bootstrap_servers: str, topic: str, *, start: Start = "beginning", until_end: bool = True
) -> Iterator[TopicMessage]:
    """Give the messages of a topic as they come; within a partition in order.

    Args:
        bootstrap_servers: Where the broker is.
        topic: As the broker knows it.
        start: Where to begin; messages older than a given time are left out.
        until_end: Stop at what was the end when reading began; else wait for more.

    Raises:
        BrokerError: Nobody answers, the topic does not exist, or the broker falls silent before the end.
    """
    with opened_consumer(bootstrap_servers) as consumer:
        with answered(bootstrap_servers):
            bounds = bounds_of(consumer, partitions_of(consumer, topic))
            _seek(consumer, bounds, start)
        ends = {partition: place.end for partition, place in bounds.items()} if until_end else None
        for message in _messages(consumer, ends, bootstrap_servers):
            if not isinstance(start, datetime) or message.timestamp >= start:
                yield message


def read_message(bootstrap_servers: str, topic: str, partition: int, offset: int) -> TopicMessage | None:
    """Give the message at one offset, or None where there is none.

    Raises:
        BrokerError: Nobody answers, or the topic or the partition does not exist.
    """
    where = TopicPartition(topic, partition)
    with opened_consumer(bootstrap_servers) as consumer:
        with answered(bootstrap_servers):
            if where not in partitions_of(consumer, topic):
                raise BrokerError(f"topic {topic} has no partition {partition}")
            place = bounds_of(consumer, [where])[where]
            if not place.begin <= offset < place.end:
                return None
            consumer.seek(where, offset)
        first = next(_messages(consumer, {where: place.end}, bootstrap_servers), None)
    return first if first is not None and first.offset == offset else None


def _seek(consumer: Any, bounds: Mapping[TopicPartition, Bounds], start: Start) -> None:
    offsets = {partition: place.end if start == "now" else place.begin for partition, place in bounds.items()}
    if isinstance(start, datetime):
        offsets |= _offsets_at(consumer, bounds, start)
    for partition, offset in offsets.items():
        consumer.seek(partition, offset)


def _offsets_at(consumer: Any, bounds: Mapping[TopicPartition, Bounds], time: datetime) -> dict[TopicPartition, int]:
    """Find where a time begins; left out where a broker does not know, which it shows by an offset without a time."""
    found = consumer.offsets_for_times(dict.fromkeys(bounds, int(time.timestamp() * 1000)))
    after_all = {partition: bounds[partition].end for partition, place in found.items() if place is None}
    known = {partition: place.offset for partition, place in found.items() if place and place.timestamp >= 0}
    return after_all | known


def _messages(
    consumer: Any, ends: Mapping[TopicPartition, int] | None, bootstrap_servers: str
) -> Iterator[TopicMessage]:
    heard_at = time.monotonic()
    while ends is None or _is_before(consumer, ends):
        with answered(bootstrap_servers):
            polled = _polled(consumer, patient_until=heard_at + SILENT_AT_MOST_S)
        for partition, records in (polled or {}).items():
            for record in records:
                if ends is None or record.offset < ends[partition]:
                    yield message_of(record)
        if polled or (polled is not None and ends is None):
            heard_at = time.monotonic()
        elif time.monotonic() - heard_at > SILENT_AT_MOST_S:
            raise BrokerError(f"the broker at {bootstrap_servers} fell silent before the end of the topic")


def _polled(consumer: Any, *, patient_until: float) -> Mapping[TopicPartition, Sequence[Any]] | None:
    """Ask for messages once; None where nobody could answer, which a broker that starts again may until then.

    Raises:
        KafkaError: What passes has not passed by then, or it is nothing that passes.
    """
    try:
        polled: Mapping[TopicPartition, Sequence[Any]] = consumer.poll(timeout_ms=POLL_MS)
    except KafkaError as error:
        if not error.retriable or time.monotonic() > patient_until:
            raise
        time.sleep(POLL_MS / 1000)
        return None
    return polled


def _is_before(consumer: Any, ends: Mapping[TopicPartition, int]) -> bool:
    """Tell whether anything is left, and ask no more for partitions where nothing is."""
    done = [partition for partition, end in ends.items() if consumer.position(partition) >= end]
    consumer.pause(*done)
    return len(done) < len(ends)


def message_of(record: Any) -> TopicMessage:
    """Make a message of what the client gives."""
    return TopicMessage(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=_time(record.timestamp),
        key=record.key,
        value=None if record.value is None else unframed(record.value),
        headers=tuple(record.headers),
    )


def _time(milliseconds: int) -> datetime:
    """Read a message's time, which its producer may have made up."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


__all__ = ["Start", "TopicMessage", "opened_consumer", "read_message", "read_topic"]
