"""The whole stream on one machine for a minute: embedded broker, topics, a worker, articles fed, results read."""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any

from kafka import TopicPartition

from pipeline import codec
from pipeline.config import Settings
from pipeline.errors import NewswireError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.event import EventRecord
from pipeline.records.story import Assignment, StoryRecord
from pipeline.stages.topics import ASSIGNMENTS, DEAD_LETTERS, ENRICHED, EVENTS, RAW, STORIES
from pipeline.stream.admin import create_topics
from pipeline.stream.broker import KEEPER, EmbeddedBroker
from pipeline.stream.connection import answered
from pipeline.stream.consumer import opened_consumer
from pipeline.stream.declaration import read_declaration
from pipeline.stream.producer import opened_producer

PARTITIONS = 3
PATIENCE_S = 180.0
"""Longest that a demonstration waits for its articles."""
END_S = 30.0
"""Longest that the worker may take to end after it was asked to."""
ONE_KEY = b"demonstration"
"""Of every article: one key, one partition, one order."""
READ = (ENRICHED, EVENTS, STORIES, ASSIGNMENTS, DEAD_LETTERS)
"""The topics whose messages are shown or counted."""


class DemonstrationError(NewswireError):
    """A demonstration that did not come to its end; the message says what stood still."""


@dataclass
class Results:
    """What the topics hold so far: the newest record of each key."""

    articles: dict[bytes, EnrichedArticle] = field(default_factory=dict)
    events: dict[bytes, EventRecord] = field(default_factory=dict)
    stories: dict[bytes, StoryRecord] = field(default_factory=dict)
    dead_letters: list[DeadLetter] = field(default_factory=list)
    told: set[tuple[str, int]] = field(default_factory=set)
    """Articles and versions that have found their story: the end of their way."""

    def finished(self) -> int:
        """Count the articles that have come to the end of their way, or were given up."""
        return len(self.told) + len(self.dead_letters)

    def add(self, topic: str, key: bytes, value: bytes | None) -> None:
        """Take in a message; a tombstone takes a record away."""
        if topic == ASSIGNMENTS and value:
            assignment = codec.decode(value, Assignment)
            self.told.add((assignment.article_id, assignment.version))
        elif topic == DEAD_LETTERS and value:
            self.dead_letters.append(codec.decode(value, DeadLetter))
        elif topic == ENRICHED and value:
            self.articles[key] = codec.decode(value, EnrichedArticle)
        elif topic == STORIES and value:
            self.stories[key] = codec.decode(value, StoryRecord)
        elif topic == EVENTS and value:
            self.events[key] = codec.decode(value, EventRecord)
        elif topic == EVENTS:
            self.events.pop(key, None)


@dataclass(frozen=True, kw_only=True)
class RunningStream:
    """A broker with its topics, and a worker on it."""

    settings: Settings
    """How to reach them."""
    worker: "subprocess.Popen[bytes]"
    """The worker's keeper, which ends when the worker does."""


@contextmanager
def running_stream(settings: Settings) -> Iterator[RunningStream]:
    """Start a broker of its own, make the topics, start a worker; end it all at the end."""
    with EmbeddedBroker() as broker:
        local = replace(
            settings,
            bootstrap_servers=broker.bootstrap_servers,
            app_id="newswire-demo",
            topic_prefix="",
            partitions=PARTITIONS,
            replication=1,
            session_timeout_s=4.0,  # the embedded broker takes half of it to let a worker join
            fetch_max_wait_ms=50,
            data_dir="",
            metrics_port=0,
        )
        create_topics(local.bootstrap_servers, read_declaration(local), replication=1)
        process = _start_worker(local)
        try:
            yield RunningStream(settings=local, worker=process)
        finally:
            _end(process)


def feed(settings: Settings, values: Iterable[bytes]) -> int:
    """Send raw articles in this order, wait until the broker has them all, and count them.

    Raises:
        BrokerError: It does not take them.
    """
    with opened_producer(
        settings.bootstrap_servers, settings.topic_prefix + RAW, max_message_bytes=settings.max_message_bytes
    ) as producer:
        for number, value in enumerate(values):
            producer.send(number, value, key=ONE_KEY)
        return sum(1 for _ in producer.drain())


def watch(stream: RunningStream, *, fed: int) -> Iterator[Results]:
    """Read the topics until every article has come to the end of its way; give what there is again and again.

    Raises:
        DemonstrationError: The worker ended, or it takes longer than it ever should.
    """
    settings = stream.settings
    results = Results()
    deadline = time.monotonic() + PATIENCE_S
    with opened_consumer(settings.bootstrap_servers) as consumer:
        with answered(settings.bootstrap_servers):
            _assign(consumer, settings)
        while results.finished() < fed:
            if stream.worker.poll() is not None:
                raise DemonstrationError("the worker ended by itself: the line above says why")
            if time.monotonic() > deadline:
                raise DemonstrationError(f"only {results.finished()} of {fed} articles came out in {PATIENCE_S:.0f} s")
            _read_more(consumer, settings, results)
            yield results


def _assign(consumer: Any, settings: Settings) -> None:
    names = [settings.topic_prefix + name for name in READ]
    partitions = [TopicPartition(name, number) for name in names for number in consumer.partitions_for_topic(name)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)


def _read_more(consumer: Any, settings: Settings, results: Results) -> None:
    with answered(settings.bootstrap_servers):
        polled = consumer.poll(timeout_ms=200)
    for partition, messages in polled.items():
        for message in messages:
            results.add(partition.topic.removeprefix(settings.topic_prefix), message.key or b"", message.value)


def _start_worker(settings: Settings) -> "subprocess.Popen[bytes]":
    """Start a worker under a keeper, which ends it when this process is gone, in whatever way."""
    own = {f"NEWSWIRE_{one.name.upper()}": str(getattr(settings, one.name)) for one in fields(Settings)}
    command = [sys.executable, str(KEEPER), "env", *(f"{name}={value}" for name, value in own.items())]
    return subprocess.Popen(  # noqa: S603 - our own program
        [*command, sys.executable, "-m", "pipeline.cli.main", "worker", "--log-format", "text"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # Faust shows the cursor again, which is nobody's result
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the worker to finish and end; it is gone afterwards."""
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    finally:
        if process.stdin:
            process.stdin.close()
