"""Whether this worker still belongs to its group: a worker that was given up must not send over its successor.

A worker that is held still for longer than its session (a frozen container, a paused machine) is given up by its group.
It does not know, and a broker takes what it sends as before: an older version of a story over a newer one, in the topic
and in the changelog. Kafka's own fence, a transaction around everything, would cost every message. So here nothing is
sent while the group may have given the worker up; and a worker that was given up with messages in its hands ends, and
is started anew with nothing but what the topics hold.

The broker's clock for a member starts when it gets a heartbeat, so at the earliest when that was sent: as long as less
than the session's time has passed since the last heartbeat that was answered was *sent*, nobody else can have our
partitions. While the group rebalances, heartbeats are answered too, but members who do not come back within the
rebalance's time are given up.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from aiokafka.protocol.produce import ProduceRequest

log = logging.getLogger("newswire.worker")

LOOK_EVERY_S = 0.05
LEAVE_S = 5.0
"""Longest that a worker takes to say goodbye to its group. Measured with aiokafka 0.14.0: where the broker was away
while the group rebalanced, the goodbye can wait for ever for a coordinator that it no longer looks for."""


def awake_clock() -> float:
    """Return monotonic seconds that go on while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Membership:
    """For how long the partitions of this worker are its own. Used from the consumer's thread and the event loop's.

    Args:
        session_s: Silence after which the group gives a member up.
        rebalance_s: Longest that a member may take to come back in a rebalance.
        end: Ends the process; called when the group gave the worker up while it held partitions.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        *,
        session_s: float,
        rebalance_s: float,
        end: Callable[[str], None],
        clock: Callable[[], float] = awake_clock,
    ) -> None:
        self.clock = clock
        self._session_s = session_s
        self._rebalance_s = rebalance_s
        self._end = end
        self._until = clock()
        self._settled = clock()
        self._holds = False
        self._has_left = False

    @property
    def is_sure(self) -> bool:
        """Whether nobody else can have our partitions; true also for one that has left on its own, with nothing."""
        return self._has_left or self.clock() < self._until

    def join(self) -> None:
        """Take note that the group has just given us partitions."""
        self._holds = True
        self.renew(self.clock(), is_rebalancing=False)

    def renew(self, sent: float, *, is_rebalancing: bool) -> None:
        """Take note of a heartbeat that was answered.

        Args:
            sent: When it was sent, by the clock.
            is_rebalancing: Whether the answer was that the group rebalances.
        """
        if not is_rebalancing:
            self._settled = sent
        self._until = min(sent + self._session_s, self._settled + self._rebalance_s)

    def give_back(self) -> None:
        """Take note that our partitions have been given back, and that we ask for others."""
        self._holds = False
        self._until = self.clock()

    def leave(self) -> None:
        """Take note that we leave on our own, after everything is done."""
        self._has_left = True

    def lose(self) -> None:
        """Take note that the group does not know us; end, if there is anything that we must not go on with."""
        self._until = self.clock()
        if self._holds and not self._has_left:
            self._end("its group gave it up after a silence: another worker has its partitions")

    async def sure(self) -> None:
        """Wait until nobody else can have our partitions: for ever, if the group does not answer."""
        while not self.is_sure:  # noqa: ASYNC110 - time passes, and another thread renews: there is no one event
            await asyncio.sleep(LOOK_EVERY_S)


def watch_coordinator(coordinator: Any, membership: Membership) -> None:
    """Have an aiokafka group coordinator tell what becomes of its membership; it has no public way to ask."""
    beat, reset = coordinator._do_heartbeat, coordinator.reset_generation  # noqa: SLF001
    rejoin, complete = coordinator._do_rejoin_group, coordinator._on_join_complete  # noqa: SLF001
    close = coordinator.close

    async def do_heartbeat() -> bool:
        sent = membership.clock()
        is_answered: bool = await beat()
        if is_answered:
            subscription = coordinator._subscription.subscription  # noqa: SLF001
            membership.renew(sent, is_rebalancing=coordinator.need_rejoin(subscription))
        return is_answered

    def reset_generation() -> None:
        reset()
        membership.lose()

    async def do_rejoin_group(subscription: Any) -> bool:
        membership.give_back()
        has_joined: bool = await rejoin(subscription)
        return has_joined

    async def on_join_complete(*args: Any) -> None:
        membership.join()
        await complete(*args)

    async def leave() -> None:
        membership.leave()
        try:
            async with asyncio.timeout(LEAVE_S):
                await close()
        except TimeoutError:
            log.warning("left the group without a word: it finds out when the session is over")
            await coordinator._stop_heartbeat_task()  # noqa: SLF001

    coordinator._do_heartbeat, coordinator.reset_generation = do_heartbeat, reset_generation  # noqa: SLF001
    coordinator._do_rejoin_group, coordinator._on_join_complete = do_rejoin_group, on_join_complete  # noqa: SLF001
    coordinator.close = leave


def guard_client(client: Any, membership: Membership) -> None:
    """Have an aiokafka client send messages only while the membership is sure, asked right before they leave."""
    send = client.send

    async def send_surely(node: int, request: Any, **options: Any) -> Any:
        if isinstance(request, ProduceRequest):
            await client.ready(node, **options)
            await membership.sure()
        return await send(node, request, **options)

    client.send = send_surely
