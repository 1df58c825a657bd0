import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from pipeline import __version__
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stream.delivery import Delivery, HoldLimits, Item
from pipeline.stream.measured import MeasuredPool, MeasuredPublisher, MeasuredStage
from pipeline.stream.metrics import WorkerMetrics
from pipeline.stream.pump import Pump
from pipeline.stream.vitals import AgentState, PartitionState, Vitals, WorkerState
from tests.stream.fakes import FakeEvent, FakePool, FakePublisher, published, settle, stream_of


class Probe:
    """Metrics over a state that a test sets, read as Prometheus reads them."""

    def __init__(self, state: WorkerState | None = None, agents: Sequence[str] = ("cleaner",)) -> None:
        self.vitals = Vitals(limit_s=300.0)
        self.vitals.state = state or WorkerState()
        self.metrics = WorkerMetrics(CollectorRegistry(), vitals=self.vitals, agents=agents)

    def read(self, name: str, **labels: str) -> list[float]:
        text = generate_latest(self.metrics.registry).decode()
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        return [one.value for one in samples if one.name == name and labels.items() <= one.labels.items()]


class FakeChildren:
    """Process 1 lives wherever there is one; the other id is of none."""

    processes = 3
    restarts = 2

    def pids(self) -> list[int]:
        return [1, 2**22 + 1]


class FakeStage:
    name = "deduplicator"

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [published(incoming) for incoming in batch]


def outgoing(topic: str, value: bytes | None = b"{}") -> Outgoing:
    return Outgoing(topic=topic, key=b"key", value=value, schema="test")


def item_from(moment: datetime) -> Item:
    async def make() -> Item:
        event = FakeEvent(b"a", acked=[])
        event.message.timestamp = moment.timestamp()
        return Item(event)

    return asyncio.run(make())


def test_articles_are_counted_by_agent_and_outcome() -> None:
    worked = {"published": 5, "undecodable": 2, "bug": 1}
    probe = Probe(WorkerState(agents=(AgentState(agent="cleaner", worked=worked),)))

    counts = [
        probe.read("newswire_articles_worked_total", agent="cleaner", outcome=outcome)
        for outcome in ("published", "dead_lettered")
    ]

    assert counts == [[5.0], [3.0]]


def test_dead_letters_are_counted_by_stage_and_reason() -> None:
    probe = Probe(WorkerState(agents=(AgentState(agent="cleaner", worked={"published": 5, "undecodable": 2}),)))

    assert probe.read("newswire_dead_letters_total", stage="cleaner", reason="undecodable") == [2.0]


def test_what_was_published_is_no_dead_letter() -> None:
    probe = Probe(WorkerState(agents=(AgentState(agent="cleaner", worked={"published": 5}),)))

    assert probe.read("newswire_dead_letters_total") == []


def test_lag_is_told_by_topic_and_partition() -> None:
    probe = Probe(WorkerState(partitions=(PartitionState(topic="raw", partition=4, lag=17),)))

    assert probe.read("newswire_consumer_lag_messages", topic="raw", partition="4") == [17.0]


def test_lag_that_is_not_known_is_not_told() -> None:
    probe = Probe(WorkerState(partitions=(PartitionState(topic="raw", partition=4, lag=None),)))

    assert probe.read("newswire_consumer_lag_messages") == []


def test_the_oldest_message_grows_older_while_nobody_looks() -> None:
    probe = Probe(WorkerState(agents=(AgentState(agent="cleaner", held=1, oldest_since=0.0),)))

    first, second = (probe.read("newswire_oldest_unacknowledged_seconds", agent="cleaner")[0] for _ in range(2))

    assert 0.0 < first < second


def test_messages_held_are_told_by_agent() -> None:
    probe = Probe(WorkerState(agents=(AgentState(agent="cleaner", held=7),)))

    assert probe.read("newswire_messages_held", agent="cleaner") == [7.0]


@pytest.mark.parametrize(
    ("name", "expected"), [("newswire_events_published_total", 2.0), ("newswire_events_withdrawn_total", 1.0)]
)
def test_events_and_their_tombstones_are_counted_apart(name: str, expected: float) -> None:
    probe = Probe()
    probe.metrics.published([outgoing("news.events"), outgoing("news.events"), outgoing("news.events", None)])

    assert probe.read(name) == [expected]


def test_messages_are_counted_by_topic() -> None:
    probe = Probe()
    probe.metrics.published([outgoing("news.stories"), outgoing("news.events"), outgoing("news.stories")])

    assert probe.read("newswire_messages_published_total", topic="news.stories") == [2.0]


def test_delay_runs_from_the_time_of_the_message() -> None:
    probe = Probe()
    probe.metrics.acknowledged("cleaner", item_from(datetime.now(UTC) - timedelta(seconds=1_000)))

    assert probe.read("newswire_acknowledgement_delay_seconds_sum")[0] == pytest.approx(1_000, abs=20)


def test_a_message_from_the_future_has_no_delay() -> None:
    probe = Probe()
    probe.metrics.acknowledged("cleaner", item_from(datetime.now(UTC) + timedelta(days=365)))

    assert probe.read("newswire_acknowledgement_delay_seconds_sum") == [0.0]


def test_a_batch_is_timed_by_its_stage() -> None:
    probe = Probe()
    probe.metrics.batch_worked("cleaner", 2.0)

    assert probe.read("newswire_batch_seconds_bucket", stage="cleaner", le="2.5") == [1.0]


def test_an_agent_that_has_done_nothing_yet_is_told_as_such() -> None:
    assert Probe().read("newswire_batch_seconds_count", stage="cleaner") == [0.0]


def test_build_is_told() -> None:
    assert Probe().read("newswire_build_info", version=__version__) == [1.0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("newswire_pool_children", 1.0),
        ("newswire_pool_children_wanted", 3.0),
        ("newswire_pool_child_restarts_total", 2.0),
    ],
)
def test_children_of_the_pool_are_counted(name: str, expected: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stream.metrics.resident_bytes", lambda pid: 0 if pid > 2**22 else 1_000)
    probe = Probe()
    probe.metrics.watch_pool(FakeChildren())

    assert probe.read(name) == [expected]


def test_memory_is_told_of_the_worker_and_of_its_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stream.metrics.resident_bytes", lambda pid: 300 if pid == 1 else 50)
    probe = Probe()
    probe.metrics.watch_pool(FakeChildren())

    memory = {process: probe.read("newswire_resident_memory_bytes", process=process) for process in ("worker", "pool")}

    assert memory == {"worker": [50.0], "pool": [350.0]}


def test_memory_that_the_system_does_not_tell_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stream.metrics.resident_bytes", lambda _pid: None)
    probe = Probe()
    probe.metrics.watch_pool(FakeChildren())

    assert (probe.read("newswire_resident_memory_bytes"), probe.read("newswire_pool_children")) == ([], [2.0])


def test_two_workers_in_a_process_share_nothing() -> None:
    first, second = Probe(), Probe()
    first.metrics.batch_worked("cleaner", 1.0)

    assert second.read("newswire_batch_seconds_count") == [0.0]


def test_a_measured_pool_gives_what_the_pool_gives() -> None:
    incoming = Incoming(value=b"a", timestamp=datetime(2026, 1, 31, tzinfo=UTC))

    outcomes = asyncio.run(MeasuredPool(FakePool(), Probe().metrics).work("cleaner", [incoming]))

    assert outcomes == [published(incoming)]


def test_a_measured_stage_is_timed_under_its_name() -> None:
    probe = Probe(agents=())
    MeasuredStage(FakeStage(), probe.metrics).work([])

    assert probe.read("newswire_batch_seconds_count", stage="deduplicator") == [1.0]


def counted(publisher: FakePublisher) -> list[float]:
    """What is counted when a pump over a publisher has worked two messages."""
    probe = Probe()

    async def scenario() -> None:
        delivery = Delivery(
            stage="cleaner",
            publisher=MeasuredPublisher(publisher, probe.metrics),
            limits=HoldLimits(),
            stop_worker=lambda _reason: None,
        )
        pump = Pump(delivery=delivery, pool=FakePool(), window=8, batches=1, chunk=1)
        await pump.run(stream_of([FakeEvent(b"a", offset=offset, acked=[]) for offset in range(2)]))
        await settle()

    asyncio.run(scenario())
    return probe.read("newswire_messages_published_total", topic="out")


def test_messages_are_counted_when_the_broker_has_them() -> None:
    assert counted(FakePublisher()) == [2.0]


def test_messages_that_the_broker_does_not_confirm_are_not_counted() -> None:
    assert counted(FakePublisher(error=ConnectionError("broker gone"))) == []


def test_each_acknowledged_message_is_told() -> None:
    told: list[int] = []
    acked: list[tuple[int, int]] = []

    async def scenario() -> None:
        delivery = Delivery(
            stage="cleaner",
            publisher=FakePublisher(),
            limits=HoldLimits(),
            stop_worker=lambda _reason: None,
            acknowledged=lambda item: told.append(item.event.message.offset),
        )
        pump = Pump(delivery=delivery, pool=FakePool(), window=8, batches=1, chunk=1)
        await pump.run(stream_of([FakeEvent(b"a", offset=offset, acked=acked) for offset in range(3)]))
        await settle()

    asyncio.run(scenario())

    assert told == [offset for _partition, offset in acked] == [0, 1, 2]
