"""The console over a broker: what is on the topics before and while it runs, and a broker that goes and comes back."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from kafka import KafkaProducer

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.console.follower import Follower
from pipeline.console.intake import Intake
from pipeline.console.pulse import Pulse
from pipeline.console.reading import counts
from pipeline.console.store import Store
from pipeline.stages.topics import ENRICHED, EVENTS
from pipeline.stream.admin import create_topics
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.declaration import read_declaration
from tests.console.records import article, event

PATIENCE_S = 60.0


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def send(address: str, topic: str, values: dict[str, bytes | None]) -> None:
    producer = KafkaProducer(bootstrap_servers=address, enable_idempotence=False, acks="all")
    for key, value in values.items():
        producer.send(topic, key=key.encode(), value=value)
    producer.flush()
    producer.close()


def prepared(broker: EmbeddedBroker) -> Settings:
    settings = Settings(bootstrap_servers=broker.bootstrap_servers, partitions=2)
    create_topics(broker.bootstrap_servers, read_declaration(settings), replication=1)
    return settings


@pytest.mark.slow
def test_what_is_there_and_what_comes_is_kept_through_a_restart_of_the_broker() -> None:
    first = EmbeddedBroker()
    first.start()
    port = int(first.bootstrap_servers.rpartition(":")[2])
    settings = prepared(first)
    send(first.bootstrap_servers, EVENTS, {"event-1": encode(event(1)), "event-2": encode(event(2))})
    store, pulse = Store(), Pulse(lambda: datetime.now(UTC), said="not yet")
    follower = Follower(settings, Intake(store, pulse), pulse, window=1_000)
    follower.start()
    try:
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
        follower.stop()
        first.stop()
