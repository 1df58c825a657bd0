"""The pump: messages in, a process pool, delivery in order.

Why not Faust's easy ways: `take` drops what follows an exception, `concurrency` commits past slow messages, a plain
loop acknowledges what failed, and Faust's own decoding drops what it cannot read. So the pump reads raw bytes
without acknowledging, works them elsewhere, and leaves sending and acknowledging to `Delivery`.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

from faust.types import TP, EventT

from pipeline.stages.messages import Incoming, Outcome
from pipeline.stream.delivery import Delivery, Item


class Workbench(Protocol):
    """What works batches of messages: a process pool."""

    async def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order."""


class Pump:
    """Works one topic through the pool; shared by the cleaner and the annotator.

    Args:
        delivery: Sends and acknowledges; its name is that of the stage which the pool runs.
        pool: What works batches.
        window: Messages waiting for the pool or in it.
        batches: Batches in the pool at a time.
        chunk: Most messages in a batch.
    """

    def __init__(self, *, delivery: Delivery, pool: Workbench, window: int, batches: int, chunk: int) -> None:
        self.delivery = delivery
        self._pool = pool
        self._window = window
        self._most_batches = batches
        self._chunk = chunk
        self._waiting: dict[TP, deque[Item]] = {}
        self._batches: dict[asyncio.Task[None], int] = {}
        self._changed = asyncio.Event()

    async def run(self, events: AsyncIterator[EventT[Any]]) -> None:
        """Take events in, for as long as they come; `events` must not acknowledge on its own."""
        async for event in events:
            while self._unfinished() >= self._window:
                self._changed.clear()
                await self._changed.wait()
            self._waiting.setdefault(event.message.tp, deque()).append(await self.delivery.admit(event))
            self._start_batches()

    def _unfinished(self) -> int:
        return sum(len(items) for items in self._waiting.values()) + sum(self._batches.values())

    def _start_batches(self) -> None:
        """Fill the pool: single messages when little waits, larger batches under backlog."""
        while self._waiting and len(self._batches) < self._most_batches:
            batch = self._next_batch()
            task = asyncio.get_running_loop().create_task(self._work(batch))
            self._batches[task] = len(batch)
            task.add_done_callback(self._batch_done)

    def _next_batch(self) -> list[Item]:
        """Take messages of one partition, the partitions in turn: a slow message then holds up its own only."""
        waiting = sum(len(items) for items in self._waiting.values())
        tp, items = next(iter(self._waiting.items()))
        del self._waiting[tp]
        size = min(self._chunk, len(items), max(1, waiting // self._most_batches))
        batch = [items.popleft() for _ in range(size)]
        if items:
            self._waiting[tp] = items
        return [item for item in batch if not item.is_dropped]

    async def _work(self, batch: list[Item]) -> None:
        if not batch:
            return
        outcomes = await self._pool.work(self.delivery.stage, [item.incoming for item in batch])
        for item, outcome in zip(batch, outcomes, strict=True):
            item.settle(outcome)

    def _batch_done(self, task: "asyncio.Task[None]") -> None:
        del self._batches[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            self.delivery.fail(error)
            return
        self._start_batches()
        self._changed.set()
