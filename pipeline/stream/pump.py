"""The pump: messages in, a process pool, every send awaited, acknowledgement of each partition's head alone.

Why not Faust's easy ways: `take` drops what follows an exception, `concurrency` commits past slow messages, a plain
loop acknowledges what failed, and Faust's own decoding drops what it cannot read. So the pump reads raw bytes
without acknowledging, works them elsewhere, and acknowledges a message when the broker has all that came of it.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from faust.types import TP, EventT

from pipeline.stages.messages import Failure, Incoming, Outcome
from pipeline.stream.events import incoming_of, publish_outcome
from pipeline.stream.partition import Item, PartitionQueue
from pipeline.stream.publisher import Publisher

OURS = frozenset({"bug", "worker_crash", "timeout"})
"""Reasons for which the program, not the record, is suspected."""


class Workbench(Protocol):
    """What works batches of messages: a process pool."""

    async def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PumpLimits:
    """How much a pump holds."""

    window: int = 32
    """Messages waiting for the pool or in it."""
    unacknowledged: int = 512
    """Messages held in all, with those that wait behind a slow head."""
    held_bytes: int = 128_000_000
    """Bytes of their values; one message is always admitted."""
    batches: int = 2
    """Batches in the pool at a time."""
    chunk: int = 8
    """Most messages in a batch."""
    failures_in_a_row: int = 100
    """Failures of the program's own in a row that stop the worker."""


class Pump:
    """Works one topic through the pool; shared by the cleaner and the annotator.

    Args:
        stage: Name of the stage that the pool runs.
        pool: What works batches.
        publisher: Where outcomes and dead letters go.
        limits: How much is held.
        stop_worker: Ends the process with everything unacknowledged; called when going on would lose messages.
    """

    def __init__(
        self,
        *,
        stage: str,
        pool: Workbench,
        publisher: Publisher,
        limits: PumpLimits,
        stop_worker: Callable[[str], None],
    ) -> None:
        self.stage = stage
        self.worked: Counter[str] = Counter()
        self._pool = pool
        self._publisher = publisher
        self._limits = limits
        self._stop_worker = stop_worker
        self._waiting: deque[Item] = deque()
        self._queues: dict[TP, PartitionQueue] = {}
        self._batches: dict[asyncio.Task[None], int] = {}
        self._failures = 0
        self._changed = asyncio.Event()

    async def run(self, events: AsyncIterator[EventT[Any]]) -> None:
        """Take events in, for as long as they come; `events` must not acknowledge on its own."""
        async for event in events:
            item = Item(event, incoming_of(event))
            while not self._has_room(item.size):
                self._changed.clear()
                await self._changed.wait()
            self._admit(item)

    def oldest_age_s(self) -> float:
        """Return for how long the oldest unacknowledged message has been held."""
        heads = [queue.oldest for queue in self._queues.values() if queue.oldest is not None]
        return time.monotonic() - min(heads) if heads else 0.0

    def revoke(self, partitions: Iterable[TP]) -> None:
        """Forget the messages of partitions that were taken away; whoever has them now reads them again."""
        for tp in set(partitions) & set(self._queues):
            self._queues.pop(tp).close()
            self._waiting = deque(item for item in self._waiting if item.tp != tp)
        self._changed.set()

    def _has_room(self, size: int) -> bool:
        held = sum(len(queue) for queue in self._queues.values())
        held_bytes = sum(queue.held_bytes for queue in self._queues.values())
        unfinished = len(self._waiting) + sum(self._batches.values())
        return held == 0 or (
            unfinished < self._limits.window
            and held < self._limits.unacknowledged
            and held_bytes + size <= self._limits.held_bytes
        )

    def _admit(self, item: Item) -> None:
        queue = self._queues.get(item.tp)
        if queue is None:
            queue = self._queues[item.tp] = PartitionQueue(finish=self._finish, fail=self._fail)
        queue.put(item)
        self._waiting.append(item)
        self._start_batches()

    def _start_batches(self) -> None:
        """Fill the pool: single messages when little waits, larger batches under backlog."""
        while self._waiting and len(self._batches) < self._limits.batches:
            size = min(self._limits.chunk, max(1, len(self._waiting) // self._limits.batches))
            batch = [self._waiting.popleft() for _ in range(size)]
            task = asyncio.get_running_loop().create_task(self._work(batch))
            self._batches[task] = size
            task.add_done_callback(self._batch_done)

    async def _work(self, batch: list[Item]) -> None:
        outcomes = await self._pool.work(self.stage, [item.incoming for item in batch])
        for item, outcome in zip(batch, outcomes, strict=True):
            item.settle(outcome)

    def _batch_done(self, task: "asyncio.Task[None]") -> None:
        del self._batches[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)
            return
        self._start_batches()
        self._changed.set()

    async def _finish(self, item: Item, outcome: Outcome) -> None:
        """Publish what came of a partition's head, then acknowledge it."""
        failure = await publish_outcome(item.event, outcome, stage=self.stage, publisher=self._publisher)
        self._count(failure)
        item.event.ack()
        self._changed.set()

    def _count(self, failure: Failure | None) -> None:
        self.worked[failure.reason if failure else "published"] += 1
        self._failures = self._failures + 1 if failure and failure.reason in OURS else 0
        if self._failures >= self._limits.failures_in_a_row:
            self._stop_worker(f"{self.stage}: {self._failures} failures in a row, the last one {failure}")

    def _fail(self, error: BaseException) -> None:
        self._stop_worker(f"{self.stage}: {type(error).__name__}: {error}")
