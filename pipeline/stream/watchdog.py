"""Ends a process that is stuck: another worker then takes its partitions, and nothing is lost."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable

log = logging.getLogger("newswire.worker")

TICK_S = 1.0


def end_process(reason: str) -> None:
    """End this process now, with whatever it held unacknowledged; the pool's children end with it."""
    log.critical("ending the worker: %s", reason)
    logging.shutdown()
    os._exit(1)


class Watchdog:
    """Watches the age of what should pass, and that the event loop itself still turns.

    Args:
        ages: What should pass, in words, and the seconds for which it has not; read in the event loop.
        limit_s: Age at which the process is ended.
        stop_worker: Ends the process.
    """

    def __init__(
        self,
        *,
        ages: Iterable[tuple[str, Callable[[], float]]],
        limit_s: float,
        stop_worker: Callable[[str], None] = end_process,
    ) -> None:
        self._ages = tuple(ages)
        self._limit_s = limit_s
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
        while True:
            time.sleep(TICK_S)
            silent = self.silent_s()
            if silent > self._limit_s:
                self._stop_worker(f"the event loop has not turned for {silent:.0f} s")
                return
