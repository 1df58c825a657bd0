"""Looks at a running worker: its event loop once a second, and a thread of its own at where its topics end."""

import asyncio
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from faust.types import TP, AppT

from pipeline.stream.connection import answered, opened_consumer
from pipeline.stream.delivery import Delivery
from pipeline.stream.offsets import Bounds, bounds_of, partitions_of
from pipeline.stream.vitals import AgentState, PartitionState, Vitals, WorkerState

log = logging.getLogger("newswire.worker")

LOOK_EVERY_S = 1.0
ASK_EVERY_S = 10.0
"""How old the known end of a partition may be: what the consumer saw of it last may be much older under backlog."""


class TopicEnds:
    """Where topics begin and end, asked over a connection of its own, so that no agent ever waits for it."""

    def __init__(self, bootstrap_servers: str, topics: Sequence[str]) -> None:
        self.bounds: Mapping[TP, Bounds] = {}
        """As last heard; replaced as a whole."""
        self._bootstrap_servers = bootstrap_servers
        self._topics = tuple(topics)

    def start(self) -> None:
        """Ask again and again, until the process ends."""
        threading.Thread(target=self._follow, name="topic-ends", daemon=True).start()

    def ask(self) -> None:
        """Ask once.

        Raises:
            BrokerError: Nobody answers.
        """
        with opened_consumer(self._bootstrap_servers) as consumer, answered(self._bootstrap_servers):
            partitions = [partition for topic in self._topics for partition in partitions_of(consumer, topic)]
            bounds = bounds_of(consumer, partitions)
        self.bounds = {TP(at.topic, at.partition): place for at, place in bounds.items()}

    def _follow(self) -> None:
        while True:
            try:
                self.ask()
            except Exception as error:  # noqa: BLE001 - a figure that is missing must not cost a worker
                log.debug("where topics end is not known: %s", type(error).__name__)
            time.sleep(ASK_EVERY_S)


class Lookout:
    """Keeps the state of a worker up to date; runs in its event loop, and asks nobody.

    Args:
        app: The app, of which nothing is changed.
        deliveries: What its agents hold.
        ends: Where their topics end.
        topics: What the agents read.
        vitals: Where the state goes.
    """

    def __init__(
        self, app: AppT[Any], *, deliveries: Sequence[Delivery], ends: TopicEnds, topics: Sequence[str], vitals: Vitals
    ) -> None:
        self._app = app
        self._deliveries = tuple(deliveries)
        self._ends = ends
        self._topics = frozenset(topics)
        self._vitals = vitals

    async def run(self) -> None:
        """Look once a second, for ever."""
        while True:
            try:
                self._vitals.state = self.look()
            except Exception as error:  # noqa: BLE001 - an app task that raises would end the worker
                log.debug("the worker's state cannot be read: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    def look(self) -> WorkerState:
        """Put together what is so now."""
        app: Any = self._app
        places = sorted(tp for tp in app.consumer.assignment() if tp.topic in self._topics)
        return WorkerState(
            agents=tuple(_agent_state(delivery) for delivery in self._deliveries),
            partitions=tuple(
                PartitionState(topic=tp.topic, partition=tp.partition, lag=self._lag(app.consumer, tp)) for tp in places
            ),
            is_settled=not app.rebalancing and not app.in_recovery,
        )

    def _lag(self, consumer: Any, tp: TP) -> int | None:
        """Count what is not committed; where nothing ever was, from the first message that there is."""
        bounds = self._ends.bounds.get(tp)
        known_begin, known_end = (bounds.begin, bounds.end) if bounds else (None, None)
        committed, seen_end = consumer.committed(tp), consumer.seen_end(tp)
        begin = known_begin if committed is None else committed
        ends = [end for end in (known_end, seen_end) if end is not None]
        return max(0, max(ends) - begin) if ends and begin is not None else None


def _agent_state(delivery: Delivery) -> AgentState:
    age = delivery.oldest_age_s()
    return AgentState(
        agent=delivery.stage,
        held=delivery.held,
        oldest_since=time.monotonic() - age if age else None,
        worked=dict(delivery.worked),
    )
