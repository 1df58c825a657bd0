"""What the topics hold at the end of a run, set against what was fed."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from pipeline.config import Settings
from pipeline.stages.topics import ASSIGNMENTS, DEAD_LETTERS, ENRICHED, EVENTS, STORIES
from pipeline.stream.connection import addresses
from tests.faults.mix import Message

READ = (ENRICHED, EVENTS, ASSIGNMENTS, STORIES, DEAD_LETTERS)
SAME = (ENRICHED, EVENTS, ASSIGNMENTS)
"""Topics where a second write of a key must be the first one's bytes."""
SETTLING_S = 20.0
"""Longest between a message that ends an article's way and others that were sent with it, on other topics."""
BURIED = frozenset({"worker_crash"})
"""Reasons for which a good article may have become a dead letter, where its process was killed again and again."""


@dataclass
class Books:
    """Everything that the topics gave: the different values of each key, oldest first, and how many messages."""

    values: dict[str, dict[str, list[bytes | None]]] = field(default_factory=lambda: defaultdict(dict))
    messages: int = 0

    def add(self, topic: str, key: str, value: bytes | None) -> None:
        """Take a message in."""
        known = self.values[topic].setdefault(key, [])
        if not known or known[-1] != value:
            known.append(value)
        self.messages += 1

    def newest(self, topic: str) -> dict[str, Any]:
        """The last value of each key, decoded; without tombstones."""
        found = ((key, values[-1]) for key, values in self.values[topic].items())
        return {key: orjson.loads(value) for key, value in found if value is not None}

    def ended(self) -> set[str]:
        """Keys that are at the end of their way."""
        return set(self.values[ASSIGNMENTS]) | set(self.values[DEAD_LETTERS])


@dataclass(frozen=True)
class Account:
    """Fed against found."""

    fed: int
    published: int
    dead_lettered: int
    lost: tuple[str, ...]
    """Keys of which nothing came."""
    wrong: tuple[str, ...]
    """What is not as it should be, in words."""
    repeated: int
    """Messages that compaction takes away again."""

    @property
    def is_even(self) -> bool:
        """Whether nothing is lost and nothing wrong."""
        return not self.lost and not self.wrong


class Bookkeeper:
    """Reads the output topics from their beginning, through whatever happens to the brokers."""

    def __init__(self, settings: Settings) -> None:
        self.books = Books()
        self._prefix = settings.topic_prefix
        self._consumer = KafkaConsumer(
            bootstrap_servers=addresses(settings.bootstrap_servers), enable_auto_commit=False, fetch_max_wait_ms=50,
            auto_offset_reset="earliest", max_partition_fetch_bytes=20_000_000,
        )  # fmt: skip
        topics = [self._prefix + name for name in READ]
        self._partitions = [
            TopicPartition(topic, number)
            for topic in topics
            for number in self._consumer.partitions_for_topic(topic) or ()
        ]
        self._consumer.assign(self._partitions)
        self._consumer.seek_to_beginning(*self._partitions)

    def read_until(self, is_enough: Callable[[Books], bool], *, timeout_s: float) -> bool:
        """Read until a condition holds; false when it does not within the time."""
        deadline = time.monotonic() + timeout_s
        while not is_enough(self.books):
            if time.monotonic() > deadline:
                return False
            self._read()
        return True

    def read_to_end(self) -> None:
        """Read what is there, to the last message."""
        ends = self._consumer.end_offsets(self._partitions)
        self.read_until(
            lambda _books: all(self._consumer.position(one) >= end for one, end in ends.items()), timeout_s=30.0
        )

    def account(self, fed: Sequence[Message]) -> Account:
        """Read what is there and settle; what was sent together is waited for.

        Topics are read side by side: of what was written first, a place in a story may be seen before the story.
        """
        self.read_to_end()
        self.read_until(lambda books: settle(books, fed).is_even, timeout_s=SETTLING_S)
        return settle(self.books, fed)

    def close(self) -> None:
        """Let the brokers go."""
        self._consumer.close()

    def _read(self) -> None:
        try:
            polled = self._consumer.poll(timeout_ms=200)
        except KafkaError:
            time.sleep(0.2)
            return
        for partition, messages in polled.items():
            for message in messages:
                key = (message.key or b"").decode("utf-8", "replace")
                self.books.add(partition.topic.removeprefix(self._prefix), key, message.value)


def settle(books: Books, fed: Sequence[Message]) -> Account:
    """Set what was fed against what is there."""
    assigned, dead = books.newest(ASSIGNMENTS), books.newest(DEAD_LETTERS)
    enriched = books.newest(ENRICHED)
    ended = {message.key for message in fed if message.key in enriched and message.key in assigned} | set(dead)
    return Account(
        fed=len(fed),
        published=len(enriched),
        dead_lettered=len(dead),
        lost=tuple(sorted({message.key for message in fed} - ended)),
        wrong=tuple(_wrong(books, fed)),
        repeated=books.messages - sum(len(keys) for keys in books.values.values()),
    )


def _wrong(books: Books, fed: Iterable[Message]) -> Iterable[str]:
    yield from _wrong_letters(books, fed)
    for topic in SAME:
        changed = [key for key, values in books.values[topic].items() if len(values) > 1]
        yield from (f"{topic} has different values of {key}" for key in changed)
    enriched, events = books.newest(ENRICHED), books.newest(EVENTS)
    due = {event["id"] for record in enriched.values() for event in record["events"]}
    yield from (f"event {one} is in no article" for one in events.keys() - due)
    yield from (f"event {one} was not published" for one in due - events.keys())
    yield from _wrong_stories(books)


def _wrong_letters(books: Books, fed: Iterable[Message]) -> Iterable[str]:
    dead = books.newest(DEAD_LETTERS)
    reasons = {message.key: message.reasons for message in fed}
    yield from (f"unknown key {key}" for key in (dead.keys() | books.newest(ENRICHED).keys()) - reasons.keys())
    for key, due in reasons.items():
        letter = dead.get(key)
        if letter is not None and letter["reason"] not in (due or BURIED):
            yield f"{key} is dead for {letter['reason']}"


def _wrong_stories(books: Books) -> Iterable[str]:
    stories = books.newest(STORIES)
    for article, assignment in books.newest(ASSIGNMENTS).items():
        story = stories.get(assignment["story_id"])
        while story is not None and story.get("merged_into"):
            story = stories.get(story["merged_into"])
        if story is None or article not in {one["id"] for one in story["articles"]}:
            known = f"{len(story['articles'])} articles, version {story['version']}" if story else "not published"
            yield f"{article} is not in its story {assignment['story_id']} ({known})"
