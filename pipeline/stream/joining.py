"""For how long a worker has been on its way into its group without getting on."""

import time
from collections.abc import Callable, Hashable
from typing import Any

from faust.types import AppT


class Joining:
    """Measures how long a state has stayed the same that should pass.

    Measured with aiokafka 0.14.0: a broker that is killed while a worker joins can leave it waiting for an answer that
    never comes, with nothing held and nothing to see.

    Args:
        state: None when there is nothing to wait for, else something that changes when the worker gets on.
        clock: Monotonic seconds.
    """

    def __init__(self, state: Callable[[], Hashable | None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._state = state
        self._clock = clock
        self._last: Hashable | None = None
        self._since = clock()

    def age_s(self) -> float:
        """Return the seconds since the worker got on last; 0 when it has arrived. To be asked again and again."""
        now, state = self._clock(), self._state()
        if state is None or state != self._last:
            self._last, self._since = state, now
        return now - self._since


def joining(app: AppT[Any]) -> Joining:
    """Measure an app: until its first rebalance is complete, in every further one, and while tables are restored."""
    arrivals: list[bool] = []

    @app.on_rebalance_complete.connect(weak=False)
    async def arrive(_app: AppT[Any], **_: object) -> None:
        arrivals[:] = [True]

    def state() -> Hashable | None:
        running: Any = app
        if running.in_recovery:
            return "recovery", running.tables.recovery.active_remaining_total()
        if running.rebalancing or not arrivals:
            return "rebalance", running.rebalancing_count
        return None

    return Joining(state)
