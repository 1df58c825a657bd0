"""Ends a process that is stuck: another worker then takes its partitions, and nothing is lost."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable

log = logging.getLogger("newswire.worker")

TICK_S = 1.0
FAREWELL_S = 15.0
"""Longest that a worker with nothing in its hands takes to end, once it was asked to. Measured with faust-streaming
0.15.3: where a broker was away or the group rebalanced at that moment, its services can wait for each other for
ever."""


def end_process(reason: str, *, code: int = 1) -> None:
    """End this process now, with whatever it held unacknowledged; the pool's children end with it."""
    log.critical("ending the worker: %s", reason)
    logging.shutdown()
    os._exit(code)


class Watchdog:
    """Watches the age of what should pass, and that the event loop itself still turns.

    Args:
        ages: What should pass, in words, and the seconds for which it has not; read in the event loop.
        limit_s: Age at which the process is ended.
        has_nothing_left: Whether the worker was asked to end, and holds nothing any more; asked from another thread.
        stop_worker: Ends the process.
    """

    def __init__(
        self,
        *,
        ages: Iterable[tuple[str, Callable[[], float]]],
        limit_s: float,
        has_nothing_left: Callable[[], bool] = lambda: False,
        stop_worker: Callable[..., None] = end_process,
    ) -> None:
        self._ages = tuple(ages)
        self._limit_s = limit_s
        self._has_nothing_left = has_nothing_left
        self._stop_worker = stop_worker
        self._beat = time.monotonic()

    def silent_s(self) -> float:
        """Return for how long the event loop has not turned; may be asked from any thread."""
        return time.monotonic() - self._beat

    async def run(self) -> None:
        """Look once a second, for ever."""
        self._beat = time.monotonic()
        threading.Thread(target=self._watch_loop, name="watchdog", daemon=True).start()
        while True:
            self._beat = time.monotonic()
            for what, age in self._ages:
                if (seconds := age()) > self._limit_s:
                    self._stop_worker(f"{what} for {seconds:.0f} s")
                    return
            await asyncio.sleep(TICK_S)

    def _watch_loop(self) -> None:
        idle_since = time.monotonic()
        while True:
            time.sleep(TICK_S)
            if not self._has_nothing_left():
                idle_since = time.monotonic()
            if time.monotonic() - idle_since > FAREWELL_S:
                self._stop_worker("everything is done, and it takes too long to say goodbye", code=0)
                return
            silent = self.silent_s()
            if silent > self._limit_s:
                self._stop_worker(f"the event loop has not turned for {silent:.0f} s")
                return
