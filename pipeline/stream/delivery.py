"""Delivery: what came of messages leaves in their order, and they are acknowledged when the broker has it all.

Each partition has a queue. Outputs are sent from its head alone, so that they leave in the order in which messages
came; a message is acknowledged when the broker has confirmed everything that came of it and of those before it.
"""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faust.types import TP, EventT

from pipeline.errors import InvalidRecordError
from pipeline.records.dead_letter import Origin
from pipeline.stages.dead_letters import dead_letter_message
from pipeline.stages.messages import Failure, Incoming, Outcome
from pipeline.stream.publisher import Publisher

log = logging.getLogger("newswire.stream")

ATTEMPTS_HEADER = "attempts"
"""Header of a message that was sent round again: how often it has failed."""
ATTEMPTS_DIGITS = 6
OURS = frozenset({"bug", "worker_crash", "timeout"})
"""Reasons for which the program, not the record, is suspected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldLimits:
    """How much an agent holds unacknowledged, and when it gives up."""

    messages: int = 512
    """Messages in all, with those that wait behind a slow head."""
    total_bytes: int = 128_000_000
    """Bytes of their values; one message is always admitted."""
    failures_in_a_row: int = 100
    """Failures of the program's own in a row that stop the worker."""


class Item:
    """One message on its way."""

    def __init__(self, event: EventT[Any]) -> None:
        message = event.message
        self.event = event
        self.incoming = Incoming(
            value=message.value, key=message.key, timestamp=datetime.fromtimestamp(message.timestamp, UTC)
        )
        self.admitted_at = time.monotonic()
        self.is_dropped = False
        self.saved: Awaitable[None] | None = None
        """Waits until the broker has the state that the message changed; None when it changed none."""
        self._outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    @property
    def size(self) -> int:
        """Bytes of its value."""
        return len(self.incoming.value or b"")

    def settle(self, outcome: Outcome) -> None:
        """Say what became of it; nobody may be waiting any more."""
        if not self._outcome.done():
            self._outcome.set_result(outcome)

    async def settled(self) -> Outcome:
        """Wait for what becomes of it."""
        return await self._outcome


Send = Callable[[Item, Outcome], Awaitable[Awaitable[None]]]
Acknowledge = Callable[[Item], None]
Fail = Callable[[BaseException], None]


class PartitionQueue:
    """Messages of one partition, oldest first: one task sends, another waits for the broker and acknowledges."""

    def __init__(self, *, send: Send, acknowledge: Acknowledge, fail: Fail) -> None:
        self.held_bytes = 0
        self._items: deque[Item] = deque()
        self._to_send: asyncio.Queue[Item] = asyncio.Queue()
        self._sent: asyncio.Queue[tuple[Item, Awaitable[None]]] = asyncio.Queue()
        self._send = send
        self._acknowledge = acknowledge
        self._tasks = tuple(
            asyncio.get_running_loop().create_task(run) for run in (self._sending(), self._confirming())
        )
        for task in self._tasks:
            task.add_done_callback(lambda done: _report(done, fail))

    def put(self, item: Item) -> None:
        """Add a message behind those that came before it."""
        self._items.append(item)
        self._to_send.put_nowait(item)
        self.held_bytes += item.size

    @property
    def oldest(self) -> float | None:
        """When the head was admitted, by the monotonic clock; None when nothing is held."""
        return self._items[0].admitted_at if self._items else None

    def __len__(self) -> int:
        return len(self._items)

    def close(self) -> None:
        """Drop what is held: the partition belongs to another worker now, which reads it again."""
        for task in self._tasks:
            task.cancel()
        for item in self._items:
            item.is_dropped = True

    async def _sending(self) -> None:
        while True:
            item = await self._to_send.get()
            self._sent.put_nowait((item, await self._send(item, await item.settled())))

    async def _confirming(self) -> None:
        while True:
            item, confirmation = await self._sent.get()
            await confirmation
            if item.saved is not None:
                await item.saved
            self._items.popleft()
            self.held_bytes -= item.size
            self._acknowledge(item)


class Delivery:
    """All partitions of one agent.

    Args:
        stage: The agent's name, for dead letters.
        publisher: Where outcomes and dead letters go.
        limits: How much is held.
        stop_worker: Ends the process with everything unacknowledged; called when going on would lose messages.
        acknowledged: Is told of each message after it has been acknowledged; must not raise.
    """

    def __init__(
        self,
        *,
        stage: str,
        publisher: Publisher,
        limits: HoldLimits,
        stop_worker: Callable[[str], None],
        acknowledged: Acknowledge | None = None,
    ) -> None:
        self.stage = stage
        self.worked: Counter[str] = Counter()
        self._publisher = publisher
        self._limits = limits
        self._stop_worker = stop_worker
        self._acknowledged = acknowledged
        self._queues: dict[TP, PartitionQueue] = {}
        self._failures = 0
        self._changed = asyncio.Event()

    async def admit(self, event: EventT[Any]) -> Item:
        """Take a message in as soon as there is room; it is delivered when it has been settled."""
        item = Item(event)
        while not self._has_room(item.size):
            self._changed.clear()
            await self._changed.wait()
        tp = event.message.tp
        if tp not in self._queues:
            self._queues[tp] = PartitionQueue(send=self._send, acknowledge=self._acknowledge, fail=self.fail)
        self._queues[tp].put(item)
        return item

    @property
    def held(self) -> int:
        """Messages that are held unacknowledged; may be asked from any thread."""
        return sum(len(queue) for queue in tuple(self._queues.values()))

    def oldest_age_s(self) -> float:
        """Return for how long the oldest unacknowledged message has been held."""
        heads = [queue.oldest for queue in self._queues.values() if queue.oldest is not None]
        return time.monotonic() - min(heads) if heads else 0.0

    def revoke(self, partitions: Iterable[TP]) -> None:
        """Forget the messages of partitions that were taken away; whoever has them now reads them again."""
        for tp in set(partitions) & set(self._queues):
            self._queues.pop(tp).close()
        self._changed.set()

    def fail(self, error: BaseException) -> None:
        """Stop the worker for an error after which nothing more may be acknowledged."""
        self._stop_worker(f"{self.stage}: {type(error).__name__}: {error}")

    def _has_room(self, size: int) -> bool:
        held = self.held
        held_bytes = sum(queue.held_bytes for queue in self._queues.values())
        return held == 0 or (held < self._limits.messages and held_bytes + size <= self._limits.total_bytes)

    async def _send(self, item: Item, outcome: Outcome) -> Awaitable[None]:
        """Send what came of a message, or its dead letter; what is returned waits until the broker has it."""
        if outcome.failure is not None:
            return await self._bury(item, outcome.failure)
        try:
            confirmation = await self._publisher.send(outcome.messages)
        except InvalidRecordError as error:
            return await self._bury(item, Failure(reason=error.reason, detail=error.detail))
        return _Published(confirmation, count=self._count, bury=lambda failure: self._bury(item, failure))

    async def _bury(self, item: Item, failure: Failure) -> Awaitable[None]:
        message = item.event.message
        origin = Origin(topic=message.topic, partition=message.partition, offset=message.offset)
        letter = dead_letter_message(
            item.incoming,
            failure,
            stage=self.stage,
            origin=origin,
            failed_at=datetime.now(UTC),
            attempts=attempts_before(message.headers) + 1,
        )
        fields = {"reason": failure.reason, "stage": self.stage, "detail": failure.detail}
        place = {"topic": message.topic, "partition": message.partition, "offset": message.offset}
        log.warning("dead-lettered", extra={**fields, **place})
        confirmation = await self._publisher.send([letter])
        self._count(failure)
        return confirmation

    def _count(self, failure: Failure | None) -> None:
        self.worked[failure.reason if failure else "published"] += 1
        self._failures = self._failures + 1 if failure and failure.reason in OURS else 0
        if self._failures >= self._limits.failures_in_a_row:
            self._stop_worker(f"{self.stage}: {self._failures} failures in a row, the last one {failure}")

    def _acknowledge(self, item: Item) -> None:
        item.event.ack()
        self._changed.set()
        if self._acknowledged is not None:
            self._acknowledged(item)


class _Published:
    """Waits until the broker has what came of a message; where it will never take it, until it has the dead letter."""

    def __init__(
        self,
        confirmation: Awaitable[None],
        *,
        count: Callable[[Failure | None], None],
        bury: Callable[[Failure], Awaitable[Awaitable[None]]],
    ) -> None:
        self._confirmation = confirmation
        self._count = count
        self._bury = bury

    def __await__(self) -> Generator[Any, None, None]:
        try:
            yield from self._confirmation.__await__()
        except InvalidRecordError as error:
            buried = yield from self._bury(Failure(reason=error.reason, detail=error.detail)).__await__()
            yield from buried.__await__()
        else:
            self._count(None)


def attempts_before(headers: Iterable[tuple[str, bytes]] | None) -> int:
    """Read how often a message that was sent round again has failed before; 0 where it was not."""
    for name, value in headers or ():
        if name == ATTEMPTS_HEADER and value.isdigit() and len(value) <= ATTEMPTS_DIGITS:
            return int(value)
    return 0


def _report(task: "asyncio.Task[None]", fail: Fail) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        fail(error)
