import asyncio
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import pytest
from faust.types import TP

from pipeline.config import Settings
from pipeline.stages.topics import RAW
from pipeline.stream.delivery import Delivery, HoldLimits
from pipeline.stream.lookout import Lookout, TopicEnds
from pipeline.stream.offsets import Bounds
from pipeline.stream.pump import Pump
from pipeline.stream.vitals import Vitals, WorkerState
from tests.stream.fakes import TOPIC, FakeEvent, FakePool, FakePublisher, settle, stream_of
from tests.stream.messages import put

TP0 = TP(TOPIC, 0)


class FakeConsumer:
    """A consumer of partition 0 of a topic and of a changelog."""

    def __init__(self, *, committed: int | None, seen_end: int | None) -> None:
        self._committed = committed
        self._seen_end = seen_end

    def assignment(self) -> set[TP]:
        return {TP0, TP("newswire-deduplicator-changelog", 0)}

    def committed(self, tp: TP) -> int | None:
        return self._committed

    def seen_end(self, tp: TP) -> int | None:
        return self._seen_end


def build_lookout(
    consumer: object, deliveries: Sequence[Delivery] = (), bounds: Mapping[TP, Bounds] | None = None, **app: bool
) -> Lookout:
    ends = TopicEnds("127.0.0.1:1", [TOPIC])
    ends.bounds = bounds or {}
    state = {"rebalancing": False, "in_recovery": False} | app
    return Lookout(
        SimpleNamespace(consumer=consumer, **state),  # type: ignore[arg-type]
        deliveries=deliveries,
        ends=ends,
        topics=[TOPIC],
        vitals=Vitals(limit_s=300.0),
    )


@pytest.mark.parametrize(
    ("committed", "seen_end", "bounds", "lag"),
    [
        (7, 10, None, 3),
        (7, 10, Bounds(begin=0, end=12), 5),  # the consumer has not fetched for a while
        (7, 10, Bounds(begin=0, end=9), 3),  # the consumer has fetched since
        (None, None, Bounds(begin=4, end=9), 5),  # nothing committed: from the first that there is
        (None, 0, Bounds(begin=0, end=0), 0),
        (12, 10, None, 0),
        (None, 10, None, None),
        (7, None, None, None),
    ],
)
def test_lag_is_what_is_not_committed(
    committed: int | None, seen_end: int | None, bounds: Bounds | None, lag: int | None
) -> None:
    consumer = FakeConsumer(committed=committed, seen_end=seen_end)
    lookout = build_lookout(consumer, bounds={TP0: bounds} if bounds else None)

    assert [(one.topic, one.partition, one.lag) for one in lookout.look().partitions] == [(TOPIC, 0, lag)]


@pytest.mark.parametrize(
    ("app", "is_settled"), [({}, True), ({"rebalancing": True}, False), ({"in_recovery": True}, False)]
)
def test_a_worker_is_settled_when_partitions_and_tables_are_there(app: dict[str, bool], *, is_settled: bool) -> None:
    lookout = build_lookout(FakeConsumer(committed=None, seen_end=None), **app)

    assert lookout.look().is_settled is is_settled


def test_an_agent_is_seen_with_what_it_holds_and_what_it_worked() -> None:
    async def scenario() -> WorkerState:
        delivery = Delivery(
            stage="cleaner", publisher=FakePublisher(), limits=HoldLimits(), stop_worker=lambda _reason: None
        )
        pump = Pump(delivery=delivery, pool=FakePool(slow=[b"slow"]), window=8, batches=4, chunk=1)
        values = [b"a", b"slow", b"c"]
        events = [FakeEvent(value, offset=offset, acked=[]) for offset, value in enumerate(values)]
        await pump.run(stream_of(events))
        await settle()
        return build_lookout(FakeConsumer(committed=None, seen_end=None), [delivery]).look()

    agent = asyncio.run(scenario()).agents[0]

    assert (agent.agent, agent.held, agent.oldest_since is not None, agent.worked) == (
        "cleaner", 2, True, {"published": 1},
    )  # fmt: skip


def test_an_app_that_cannot_be_looked_at_leaves_the_state_as_it_was() -> None:
    lookout = build_lookout(None)

    async def look_once() -> bool:
        task = asyncio.get_running_loop().create_task(lookout.run())
        await settle()
        is_running = not task.done()
        task.cancel()
        return is_running

    assert asyncio.run(look_once())


@pytest.mark.kafka
def test_ends_are_asked_from_the_broker(deployment: Settings) -> None:
    put(deployment, [("same key", b"{}")] * 5)
    topic = deployment.topic_prefix + RAW
    ends = TopicEnds(deployment.bootstrap_servers, [topic])

    ends.ask()

    assert sorted(bounds.end for bounds in ends.bounds.values()) == [0, 0, 5]
