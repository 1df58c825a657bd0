"""What a worker says of itself to Prometheus; `deploy/metrics.md` lists it."""

import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from pipeline import __version__
from pipeline.stages.messages import Outgoing
from pipeline.stages.topics import EVENTS
from pipeline.stream.delivery import Item
from pipeline.stream.memory import resident_bytes
from pipeline.stream.vitals import AgentState, Vitals

PUBLISHED = "published"
"""What `Delivery` counts a message as that was worked; every other word is the reason of a dead letter."""
BATCH_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
DELAY_BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)
"""From live work to catching up with a day."""


class Children(Protocol):
    """The processes of a pool."""

    @property
    def processes(self) -> int:
        """How many there ought to be."""

    @property
    def restarts(self) -> int:
        """How many were started again."""

    def pids(self) -> list[int]:
        """Tell which there are."""


class WorkerMetrics:
    """Counts what agents do; every method is short, takes any value and raises nothing.

    Args:
        registry: Where the metrics are read from; nothing else may be registered under their names.
        vitals: The worker's state, which is read when the metrics are.
        agents: The agents that the worker runs.
    """

    def __init__(self, registry: CollectorRegistry, *, vitals: Vitals, agents: Sequence[str]) -> None:
        self.registry = registry
        self.messages: Counter[str] = Counter()
        self.events: Counter[str] = Counter({PUBLISHED: 0, "withdrawn": 0})
        self._batch_s = Histogram(
            "newswire_batch_seconds",
            "From handing a batch to its stage until its outcomes are there, waiting for a child included.",
            ["stage"],
            buckets=BATCH_BUCKETS_S,
            registry=registry,
        )
        self._delay_s = Histogram(
            "newswire_acknowledgement_delay_seconds",
            "From the time of a message to its acknowledgement.",
            ["agent"],
            buckets=DELAY_BUCKETS_S,
            registry=registry,
        )
        for agent in agents:
            self._batch_s.labels(agent)
            self._delay_s.labels(agent)
        registry.register(StateCollector(self, vitals))

    def watch_pool(self, pool: Children) -> None:
        """Report on a pool from now on."""
        self.registry.register(PoolCollector(pool))

    def batch_worked(self, stage: str, seconds: float) -> None:
        """Note how long a batch took."""
        self._batch_s.labels(stage).observe(seconds)

    def acknowledged(self, agent: str, item: Item) -> None:
        """Note that a message is done; a time in the future, which its producer may have made up, counts as now."""
        delay = (datetime.now(UTC) - item.incoming.timestamp).total_seconds()
        self._delay_s.labels(agent).observe(max(0.0, delay))

    def published(self, messages: Iterable[Outgoing]) -> None:
        """Note messages that the broker has."""
        for message in messages:
            self.messages[message.topic] += 1
            if message.topic == EVENTS:
                self.events["withdrawn" if message.value is None else PUBLISHED] += 1


class StateCollector(Collector):
    """What is read off the worker's state when somebody asks."""

    def __init__(self, metrics: WorkerMetrics, vitals: Vitals) -> None:
        self._metrics = metrics
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        """Give every metric."""
        state = self._vitals.state
        yield _build_info()
        yield from self._published()
        yield from _held(state.agents)
        yield from _worked(state.agents)
        lag = GaugeMetricFamily(
            "newswire_consumer_lag_messages", "Messages not committed yet.", labels=["topic", "partition"]
        )
        for place in state.partitions:
            if place.lag is not None:
                lag.add_metric([place.topic, str(place.partition)], place.lag)
        yield lag
        silent_s = self._vitals.silent_s
        yield GaugeMetricFamily(
            "newswire_event_loop_silence_seconds",
            "Since the event loop last turned; it beats once a second.",
            value=silent_s() if silent_s else 0.0,
        )

    def _published(self) -> Iterator[Metric]:
        messages = CounterMetricFamily(
            "newswire_messages_published", "Messages that the broker has confirmed.", labels=["topic"]
        )
        for topic, count in dict(self._metrics.messages).items():
            messages.add_metric([topic], count)
        events = self._metrics.events
        yield messages
        yield CounterMetricFamily("newswire_events_published", "Events published.", value=events[PUBLISHED])
        yield CounterMetricFamily("newswire_events_withdrawn", "Tombstones of events.", value=events["withdrawn"])


class PoolCollector(Collector):
    """What is read off the processes when somebody asks."""

    def __init__(self, pool: Children) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        """Give every metric; memory only where the system tells."""
        own, children = resident_bytes(os.getpid()), [resident_bytes(pid) for pid in self._pool.pids()]
        alive = sum(size != 0 for size in children)
        yield GaugeMetricFamily("newswire_pool_children", "Children of the pool that are alive.", value=alive)
        yield GaugeMetricFamily(
            "newswire_pool_children_wanted", "Children that the pool ought to have.", value=self._pool.processes
        )
        yield CounterMetricFamily(
            "newswire_pool_child_restarts", "Children started again after an end.", value=self._pool.restarts
        )
        if own is None:
            return
        memory = GaugeMetricFamily("newswire_resident_memory_bytes", "Resident memory.", labels=["process"])
        memory.add_metric(["worker"], own)
        memory.add_metric(["pool"], sum(size or 0 for size in children))
        yield memory


def _held(agents: Iterable[AgentState]) -> Iterator[Metric]:
    held = GaugeMetricFamily("newswire_messages_held", "Messages taken in, not acknowledged.", labels=["agent"])
    oldest = GaugeMetricFamily(
        "newswire_oldest_unacknowledged_seconds", "Since the oldest of them was taken in.", labels=["agent"]
    )
    for agent in agents:
        held.add_metric([agent.agent], agent.held)
        oldest.add_metric([agent.agent], agent.oldest_age_s())
    yield held
    yield oldest


def _worked(agents: Iterable[AgentState]) -> Iterator[Metric]:
    worked = CounterMetricFamily(
        "newswire_articles_worked", "Articles worked, by what became of them.", labels=["agent", "outcome"]
    )
    letters = CounterMetricFamily("newswire_dead_letters", "Dead letters.", labels=["stage", "reason"])
    for agent in agents:
        reasons = {reason: count for reason, count in agent.worked.items() if reason != PUBLISHED}
        worked.add_metric([agent.agent, "published"], agent.worked.get(PUBLISHED, 0))
        worked.add_metric([agent.agent, "dead_lettered"], sum(reasons.values()))
        for reason, count in sorted(reasons.items()):
            letters.add_metric([agent.agent, reason], count)
    yield worked
    yield letters


def _build_info() -> Metric:
    labels = {"version": __version__, "python": platform.python_version()}
    return InfoMetricFamily("newswire_build", "Which build this is.", value=labels)
