"""What tests of a console over a broker share."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kafka import KafkaProducer

from pipeline.config import Settings
from pipeline.console.follower import Follower
from pipeline.console.intake import Intake
from pipeline.console.pulse import Pulse
from pipeline.console.store import Store
from pipeline.stream.admin import create_topics
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.declaration import read_declaration

PATIENCE_S = 60.0


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def send(address: str, topic: str, values: dict[str, bytes | None]) -> None:
    """Send messages by their keys, and return when the broker has them."""
    producer = KafkaProducer(bootstrap_servers=address, enable_idempotence=False, acks="all")
    for key, value in values.items():
        producer.send(topic, key=key.encode(), value=value)
    producer.flush()
    producer.close()


def prepared(broker: EmbeddedBroker) -> Settings:
    """Make the topics of a broker that keeps nothing."""
    settings = Settings(bootstrap_servers=broker.bootstrap_servers, partitions=2)
    create_topics(broker.bootstrap_servers, read_declaration(settings), replication=1)
    return settings


@contextmanager
def following(settings: Settings, store: Store, pulse: Pulse) -> Iterator[Follower]:
    """Follow the topics into a store within the block."""
    intake = Intake(store, pulse, topic_prefix=settings.topic_prefix)
    follower = Follower(settings, intake, pulse, window=1_000)
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()
