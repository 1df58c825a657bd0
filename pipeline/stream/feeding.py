"""Sends what readers find to a topic: paced, confirmed, remembered, and stopped only between two articles."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.codec import decode_value
from pipeline.errors import BrokerError, InvalidRecordError
from pipeline.formats.found import Found
from pipeline.records.dead_letter import Origin
from pipeline.stages.intake import raw_value
from pipeline.stream.admin import topic_states
from pipeline.stream.connection import opened_admin
from pipeline.stream.feed_source import Item
from pipeline.stream.feed_state import FeedState
from pipeline.stream.producer import OrderedProducer, Settled, opened_producer

SAVE_EVERY_S = 1.0


class Stop(Protocol):
    """Somebody's wish that the feed ends."""

    @property
    def is_asked(self) -> bool:
        """Whether to end after the present article."""

    def waiting(self) -> AbstractContextManager[None]:
        """Within the block the feed is idle: the wish may break in as KeyboardInterrupt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where to send."""

    bootstrap_servers: str
    """The brokers."""
    topic: str
    """As the broker knows it."""
    max_message_bytes: int
    """Largest value that is sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Whom to tell what happens."""

    advance: Callable[[int], None]
    """Called for each item read, with its bytes."""
    refused: Callable[[str], None]
    """Called with a line for each item that is not sent."""


@dataclass(kw_only=True, slots=True)
class Counts:
    """How many articles the broker has, and how many it will not get."""

    sent: int = 0
    """Confirmed by the broker."""
    refused: int = 0
    """Too large, or not to be encoded."""


class Pace:
    """Lets so many articles through a second, evenly; all of them where no rate is given."""

    def __init__(
        self,
        rate: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_s = 1 / rate if rate else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next_at = clock()

    def wait(self) -> None:
        """Return when the next article may go. What was missed while nothing came is not made up for."""
        now = self._clock()
        if self._next_at > now:
            self._sleep(self._next_at - now)
        self._next_at = max(self._next_at, now) + self._interval_s


class Feeder:
    """Sends items in order, and remembers each once it and all before it are settled."""

    def __init__(
        self, producer: OrderedProducer[Item], *, state: FeedState, report: Report, max_message_bytes: int
    ) -> None:
        self._producer = producer
        self._state = state
        self._report = report
        self._max_bytes = max_message_bytes
        self._saved_at = time.monotonic()
        self.counts = Counts()

    def run(self, chunks: Iterator[Sequence[Item]], pace: Pace, stop: Stop) -> None:
        """Send all, until the chunks end or somebody asks to stop; all that was sent is settled then.

        Raises:
            BrokerError: The broker does not take a message.
            SourceError: A source cannot be read any further.
            SettingsError: The state file cannot be written.
            KeyboardInterrupt: Somebody asked to stop.
        """
        try:
            self._send_all(chunks, pace, stop)
        except BrokerError:
            self._state.save()
            raise
        except BaseException:
            self.settle()
            raise
        self.settle()

    def settle(self) -> None:
        """Wait for everything that is on its way, and write down how far that is."""
        for settled in self._producer.drain():
            self._note(settled)
        self._state.save()

    def _send_all(self, chunks: Iterator[Sequence[Item]], pace: Pace, stop: Stop) -> None:
        while True:
            with stop.waiting():
                chunk = next(chunks, None)
            if chunk is None:
                return
            if not chunk:
                self.settle()
            for item in chunk:
                with stop.waiting():
                    pace.wait()
                self._send(item)
                if stop.is_asked:
                    raise KeyboardInterrupt

    def _send(self, item: Item) -> None:
        self._report.advance(item.found.read_bytes)
        try:
            value = bounded_value(item.found, self._max_bytes)
        except InvalidRecordError as error:
            self.settle()
            self._note(Settled(token=item, refusal=error.detail))
            return
        self._producer.send(item, value, key=key_of(value))
        for settled in self._producer.settled():
            self._note(settled)
        if time.monotonic() - self._saved_at > SAVE_EVERY_S:
            self._saved_at = time.monotonic()
            self._state.save()

    def _note(self, settled: Settled[Item]) -> None:
        item = settled.token
        if settled.refusal is None:
            self.counts.sent += 1
        else:
            self.counts.refused += 1
            self._report.refused(f"{line_of(item.found.origin)} is refused: {settled.refusal}")
        if item.path is not None:
            self._state.confirm(item.path, item.place)
        elif item.address is not None and item.mark is not None:
            self._state.confirm_mark(item.address, item.mark)


def bounded_value(found: Found, max_bytes: int) -> bytes:
    """Make the value of a message.

    Raises:
        InvalidRecordError: As `raw_value`, and where it became too large on the way (`too_large`).
    """
    value = raw_value(found)
    if len(value) > max_bytes:
        raise InvalidRecordError("too_large", f"{len(value)} bytes as a message, more than max_message_bytes allows")
    return value


def key_of(value: bytes) -> bytes | None:
    """Make the key of a raw article: its id, where it is given; what cannot be read has none."""
    try:
        plain = decode_value(value)
    except InvalidRecordError:
        return None
    given = plain.get("id") if isinstance(plain, dict) else None
    return given.encode() if isinstance(given, str) and given else None


def line_of(origin: Origin) -> str:
    """Name where an item stands: `file:line`, or the file."""
    return f"{origin.file}:{origin.line}" if origin.line else str(origin.file)


def cluster_with(bootstrap_servers: str, topic: str) -> str | None:
    """Name the cluster, after seeing that it has the topic.

    Raises:
        BrokerError: Nobody answers, or there is no such topic.
    """
    if topic not in topic_states(bootstrap_servers, [topic]):
        raise BrokerError(f"there is no topic {topic} at {bootstrap_servers}: make it with newswire topics create")
    with opened_admin(bootstrap_servers) as admin:
        name: str | None = admin.describe_cluster()["cluster_id"]
        return name


def opened_state(path: Path | None, target: Target) -> FeedState:
    """See that the topic is there, and read what a state file remembers of earlier feeds to it.

    Raises:
        BrokerError: Nobody answers, or there is no such topic.
        SettingsError: The file cannot be read, or is of another topic or cluster.
    """
    cluster = cluster_with(target.bootstrap_servers, target.topic)
    return FeedState(path, cluster=cluster, topic=target.topic)


def opened_feed(target: Target) -> AbstractContextManager[OrderedProducer[Item]]:
    """Open the producer of a feed.

    Raises:
        BrokerError: Nobody answers.
    """
    return opened_producer(target.bootstrap_servers, target.topic, max_message_bytes=target.max_message_bytes)
