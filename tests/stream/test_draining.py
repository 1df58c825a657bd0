"""From topics into a sink: what is there, what comes, and after something was away."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.errors import BrokerError, RefusalError, TargetError
from pipeline.sinks.sink import Arrived, Partition, Place, Places
from pipeline.stages.topics import EVENTS, STORIES
from pipeline.stream import draining
from pipeline.stream.admin import create_topics, delete_topics
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.declaration import read_declaration
from pipeline.stream.draining import Drain
from tests.console.records import event
from tests.console.test_follower import until
from tests.sinks.messages import Aside
from tests.stream.messages import put

pytestmark = pytest.mark.kafka


class Memory:
    """A sink in memory that fails when it is told to."""

    def __init__(self) -> None:
        self.taken: list[Arrived] = []
        self.reached: dict[Partition, Place] = {}
        self.failures: list[Exception] = []
        self.opened = 0
        self.closed = 0

    def open(self) -> "Memory":
        self.opened += 1
        return self

    def places(self) -> Places:
        return dict(self.reached)

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        if batch and self.failures:
            raise self.failures.pop()
        self.taken += batch
        self.reached.update(places)

    def close(self) -> None:
        self.closed += 1

    def keys(self) -> list[str]:
        return sorted(message.key for message in self.taken)


def silent(_said: object) -> None:
    return


def drain_of(settings: Settings, sink: Memory, aside: Aside | None = None) -> Drain:
    kinds = {settings.topic_prefix + topic: topic for topic in (EVENTS, STORIES)}
    return Drain(settings.bootstrap_servers, kinds, sink.open, aside or Aside())


def put_events(settings: Settings, *numbers: int) -> None:
    put(settings, [(f"event-{number}", encode(event(number))) for number in numbers], topic=EVENTS)


def test_everything_that_is_there_is_taken_once_over_two_runs(deployment: Settings) -> None:
    sink = Memory()
    put_events(deployment, *range(20))
    drain_of(deployment, sink).run(until_end=True, said=silent)
    put_events(deployment, *range(20, 30))
    drain_of(deployment, sink).run(until_end=True, said=silent)
    assert sink.keys() == sorted(f"event-{number}" for number in range(30))
    assert {message.kind for message in sink.taken} == {EVENTS}


def test_a_topic_that_was_made_anew_is_read_from_its_beginning(deployment: Settings) -> None:
    sink = Memory()
    put_events(deployment, *range(20))
    drain_of(deployment, sink).run(until_end=True, said=silent)
    names = [deployment.topic_prefix + EVENTS]
    delete_topics(deployment.bootstrap_servers, names)
    create_topics(deployment.bootstrap_servers, read_declaration(deployment), replication=1)
    put_events(deployment, *range(100, 130))
    drain_of(deployment, sink).run(until_end=True, said=silent)
    assert len(sink.keys()) == 50


def test_a_message_that_names_nothing_is_put_aside(deployment: Settings) -> None:
    sink, aside = Memory(), Aside()
    put(deployment, [("", b"{}"), ("\udcff", b"{}"), ("event-1", encode(event(1)))], topic=EVENTS)
    drain_of(deployment, sink, aside).run(until_end=True, said=silent)
    assert (sink.keys(), [reason for _offset, reason in aside.reasons]) == (["event-1"], 2 * ["invalid_record"])


@pytest.fixture
def followed(deployment: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Memory], list[str]]]:
    """Follows into a sink in a thread, and gives the list of what was said of failures."""
    monkeypatch.setattr(draining, "RETRY_S", 0.1)
    running: list[tuple[Drain, threading.Thread]] = []

    def follow(sink: Memory) -> list[str]:
        failed: list[str] = []
        drain = drain_of(deployment, sink)
        thread = threading.Thread(target=lambda: drain.run_on(said=silent, failed=failed.append))
        thread.start()
        running.append((drain, thread))
        return failed

    yield follow
    for drain, thread in running:
        drain.stopping.set()
        thread.join(timeout=30)


def test_what_comes_is_taken_until_it_is_told_to_stop(
    deployment: Settings, followed: Callable[[Memory], list[str]]
) -> None:
    sink = Memory()
    followed(sink)
    put_events(deployment, 1, 2)
    until(lambda: len(sink.taken) == 2)
    put_events(deployment, 3)
    until(lambda: len(sink.taken) == 3)


def test_a_target_that_fails_is_opened_again_and_gets_what_it_missed(
    deployment: Settings, followed: Callable[[Memory], list[str]]
) -> None:
    sink = Memory()
    sink.failures = [TargetError("it is away"), TargetError("it is away")]
    failed = followed(sink)
    until(lambda: sink.opened == 1)
    put_events(deployment, 1, 2)
    until(lambda: sink.keys() == ["event-1", "event-2"])
    assert (failed, sink.opened, sink.closed) == (["it is away", "it is away"], 3, 2)


@pytest.mark.parametrize("until_end", [True, False])
def test_a_refusal_is_not_tried_again(deployment: Settings, until_end: bool) -> None:
    sink = Memory()
    sink.failures = [RefusalError("never")]
    put_events(deployment, 1)
    drain = drain_of(deployment, sink)
    with pytest.raises(RefusalError):
        drain.run(until_end=True, said=silent) if until_end else drain.run_on(said=silent, failed=silent)
    assert (sink.opened, sink.closed) == (1, 1)


def test_a_broker_that_was_never_there_ends_it() -> None:
    drain = Drain("127.0.0.1:9", {EVENTS: EVENTS}, Memory().open, Aside())
    with pytest.raises(BrokerError, match="no Kafka broker answers"):
        drain.run_on(said=silent, failed=silent)


@pytest.mark.slow
def test_a_broker_that_goes_and_comes_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "RETRY_S", 0.1)
    first = EmbeddedBroker()
    first.start()
    settings = Settings(bootstrap_servers=first.bootstrap_servers, partitions=2)
    create_topics(first.bootstrap_servers, read_declaration(settings), replication=1)
    put_events(settings, 1)
    sink, failed = Memory(), []
    drain = drain_of(settings, sink)
    thread = threading.Thread(target=lambda: drain.run_on(said=silent, failed=failed.append))
    thread.start()
    try:
        until(lambda: len(sink.taken) == 1)
        first.stop()
        until(lambda: bool(failed))
        with EmbeddedBroker(port=int(first.bootstrap_servers.rpartition(":")[2])):
            create_topics(settings.bootstrap_servers, read_declaration(settings), replication=1)
            put_events(settings, 2)
            until(lambda: sink.keys() == ["event-1", "event-2"])
            drain.stopping.set()
            thread.join(timeout=30)
    finally:
        drain.stopping.set()
        first.stop()
    assert not thread.is_alive()
