"""The order of a partition: outputs leave, and offsets are acknowledged, in the order in which messages came."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from faust.types import TP, EventT

from pipeline.stages.messages import Incoming, Outcome


class Item:
    """One message on its way through the pump."""

    def __init__(self, event: EventT[Any], incoming: Incoming) -> None:
        self.event = event
        self.incoming = incoming
        self.admitted_at = time.monotonic()
        self._outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    @property
    def tp(self) -> TP:
        """Topic and partition that it came from."""
        tp: TP = self.event.message.tp
        return tp

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


Finish = Callable[[Item, Outcome], Awaitable[None]]
Fail = Callable[[BaseException], None]


class PartitionQueue:
    """One partition's queue. Its head alone is published and acknowledged; the others wait behind it.

    Args:
        finish: Publishes and acknowledges the head.
        fail: Told when that raised: nothing behind it may be acknowledged any more.
    """

    def __init__(self, *, finish: Finish, fail: Fail) -> None:
        self.held_bytes = 0
        self._items: deque[Item] = deque()
        self._added = asyncio.Event()
        self._finish = finish
        self._task = asyncio.get_running_loop().create_task(self._run())
        self._task.add_done_callback(lambda task: _report(task, fail))

    def put(self, item: Item) -> None:
        """Add a message behind those that came before it."""
        self._items.append(item)
        self.held_bytes += item.size
        self._added.set()

    @property
    def oldest(self) -> float | None:
        """When the head was admitted, by the monotonic clock; None when the queue is empty."""
        return self._items[0].admitted_at if self._items else None

    def __len__(self) -> int:
        return len(self._items)

    def close(self) -> None:
        """Drop what is queued: the partition belongs to another worker now, which reads it again."""
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            while not self._items:
                self._added.clear()
                await self._added.wait()
            head = self._items[0]
            await self._finish(head, await head.settled())
            self.held_bytes -= head.size
            self._items.popleft()


def _report(task: "asyncio.Task[None]", fail: Fail) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        fail(error)
