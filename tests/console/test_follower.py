"""The console over a broker: what is on the topics before and while it runs, and a broker that goes and comes back."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.console.follower import Follower
from pipeline.console.intake import Intake
from pipeline.console.pulse import Pulse
from pipeline.console.reading import counts
from pipeline.console.store import Store
from pipeline.stages.topics import ENRICHED, EVENTS
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.consumer import TopicMessage
from tests.console.brokered import following, prepared, send, until
from tests.console.records import article, event


@pytest.mark.slow
def test_what_is_there_and_what_comes_is_kept_through_a_restart_of_the_broker() -> None:
    first = EmbeddedBroker()
    first.start()
    port = int(first.bootstrap_servers.rpartition(":")[2])
    settings = prepared(first)
    send(first.bootstrap_servers, EVENTS, {"event-1": encode(event(1)), "event-2": encode(event(2))})
    store, pulse = Store(), Pulse(lambda: datetime.now(UTC), said="not yet")
    try:
        with following(settings, store, pulse) as follower:
            until(lambda: counts(store)["events"] == 2)
            assert pulse.connection.state == "following"
            send(first.bootstrap_servers, ENRICHED, {"article-1": encode(article())})
            send(first.bootstrap_servers, EVENTS, {"event-1": None, "event-3": encode(event(3)), "no": b"no record"})
            until(lambda: counts(store) == {"events": 2, "articles": 1, "stories": 0, "letters": 0})
            until(lambda: pulse.unreadable == 1)
            first.stop()
            until(lambda: pulse.connection.state == "away")
            with EmbeddedBroker(port=port) as second:
                prepared(second)
                until(lambda: pulse.connection.state == "following")
                send(second.bootstrap_servers, EVENTS, {"event-4": encode(event(4))})
                until(lambda: counts(store)["events"] == 3)
                follower.stop()
    finally:
        first.stop()


MESSAGE = TopicMessage(
    topic=EVENTS,
    partition=0,
    offset=0,
    timestamp=datetime(2026, 1, 31, tzinfo=UTC),
    key=b"event-1",
    value=encode(event(1)),
)


def follower_of(batches: Iterator[list[TopicMessage]], store: Store, monkeypatch: pytest.MonkeyPatch) -> Follower:
    """A follower whose broker gives these batches."""
    monkeypatch.setattr("pipeline.console.follower.follow_topics", lambda *_names, **_options: batches)
    monkeypatch.setattr("pipeline.console.follower.lags", lambda _settings: ())
    pulse = Pulse(lambda: datetime.now(UTC), said="not yet")
    return Follower(Settings(), Intake(store, pulse), pulse, window=9)


def test_the_end_does_not_wait_for_a_broker_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = threading.Event(), threading.Event()
    store = Store()

    def silent() -> Iterator[list[TopicMessage]]:
        asked.set()
        answers.wait(30)
        yield [MESSAGE]

    follower = follower_of(silent(), store, monkeypatch)
    follower.start()
    assert asked.wait(10)
    began = time.monotonic()
    follower.stop()
    assert time.monotonic() - began < 10
    answers.set()
    until(lambda: all(thread.name != "console-follower" for thread in threading.enumerate()))
    assert counts(store)["events"] == 0  # what is answered too late is not taken


def test_the_end_waits_for_what_is_being_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taking, go_on = threading.Event(), threading.Event()
    store = Store()
    follower = follower_of(iter([[MESSAGE]]), store, monkeypatch)

    class SlowStore(Intake):
        def take(self, messages: object) -> None:
            taking.set()
            go_on.wait(30)
            super().take([MESSAGE])

    monkeypatch.setattr(follower, "_intake", SlowStore(store, Pulse(lambda: datetime.now(UTC), said="")))
    follower.start()
    assert taking.wait(10)
    threading.Timer(1.0, go_on.set).start()
    follower.stop()
    assert counts(store)["events"] == 1
