"""A pool of child processes for the stages that keep nothing between messages.

Not `ProcessPoolExecutor`: one dead child breaks it for good, and it can neither time a task out nor end its child.
"""

import asyncio
import atexit
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from pipeline.config import Settings
from pipeline.stages.build import build_stage
from pipeline.stages.messages import Incoming, Outcome
from pipeline.stages.pool_child import Build, PoolError, Recipe
from pipeline.stages.pool_lane import Lane


class StagePool:
    """Works batches in child processes: each lane has one child, batches get the next free lane in order of asking.

    A child that dies or takes too long costs nobody a message: its batch is worked again, each message alone, and a
    message that is at fault comes back as the failure `worker_crash` or `timeout`.
    """

    def __init__(
        self, *, stages: tuple[str, ...], settings: Settings, processes: int, build: Build = build_stage
    ) -> None:
        recipe = Recipe(stages=stages, settings=settings, build=build)
        self._lanes = tuple(Lane(recipe) for _ in range(processes))
        self._idle = deque(self._lanes)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="newswire-pool")
        self._lock = threading.Lock()
        self._unfinished = 0
        self._is_closed = False
        atexit.register(self.close)  # before multiprocessing waits for children that nobody ended

    @property
    def processes(self) -> int:
        """Lanes in all."""
        return len(self._lanes)

    @property
    def free(self) -> int:
        """Lanes that a batch would not have to wait for."""
        return max(0, self.processes - self._unfinished)

    @property
    def restarts(self) -> int:
        """Children that were started in the place of others."""
        return sum(max(0, lane.starts - 1) for lane in self._lanes)

    def pids(self) -> list[int]:
        """Tell which children there are; one of them may have ended a moment ago."""
        return [pid for lane in self._lanes if (pid := lane.pid) is not None]

    @property
    def look_ahead(self) -> int:
        """Batches that are worth submitting before the first is asked for: enough that no lane waits."""
        return 2 * self.processes

    def start(self) -> None:
        """Start every child, all at once, and wait until each has built its stages.

        Raises:
            ModelError: There is no model to work with.
            PoolError: The children end while they start.
        """
        for started in [self._threads.submit(lane.start) for lane in self._lanes]:
            started.result()

    async def ready(self) -> None:
        """Do as `start`, without blocking the loop."""
        await asyncio.gather(*(asyncio.wrap_future(self._threads.submit(lane.start)) for lane in self._lanes))

    def submit(self, stage: str, batch: Sequence[Incoming]) -> Future[list[Outcome]]:
        """Have a batch worked; the future gives one outcome each, in order.

        Raises:
            PoolError: The pool is closed. The future raises it where no child can be started.
        """
        with self._lock:
            if self._is_closed:
                raise PoolError("the pool is closed")
            self._unfinished += 1
            future = self._threads.submit(self._work, stage, tuple(batch))
        future.add_done_callback(self._count_down)
        return future

    async def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        """Do as `submit`, and wait without blocking the loop. When cancelled, what a child is at is worked in vain."""
        return await asyncio.wrap_future(self.submit(stage, batch))

    def close(self) -> None:
        """End every child at once. Whoever still waits for a batch gets a PoolError; closing twice is nothing."""
        with self._lock:
            self._is_closed = True
        atexit.unregister(self.close)
        for lane in self._lanes:
            lane.end()
        self._threads.shutdown(wait=True)

    def _work(self, stage: str, batch: tuple[Incoming, ...]) -> list[Outcome]:
        lane = self._idle.popleft()  # there are as many threads as lanes, so one is always left
        try:
            return lane.work(stage, batch)
        finally:
            self._idle.append(lane)

    def _count_down(self, _future: Future[list[Outcome]]) -> None:
        with self._lock:
            self._unfinished -= 1
