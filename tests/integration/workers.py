"""Real worker processes over a real broker, and what is on the topics in the end."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from pipeline.config import Settings

PRODUCT = ("-m", "pipeline.cli.main", "worker")
"""The worker as users start it."""
FAULTY = ("-m", "tests.integration.faulty_worker")
"""The same worker over stages that a test's articles can make slow, or fatal to their child."""
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def worker(settings: Settings, *, program: Sequence[str] = PRODUCT) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker; at the end it is gone, whatever happened."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWIRE_")}
    environment |= {f"NEWSWIRE_{one.name.upper()}": str(getattr(settings, one.name)) for one in fields(Settings)}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *program], env=environment, cwd=ROOT, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            log.seek(0)
            print(
                f"worker {process.pid}, exit code {process.returncode}:", log.read()[-4000:].decode("utf-8", "replace")
            )


def feed(settings: Settings, messages: Sequence[tuple[str, bytes | None]], *, topic: str = "news.articles.raw") -> None:
    """Send values under their keys, and wait until the broker has them."""
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, enable_idempotence=False, acks="all",
                             max_request_size=40_000_000)  # fmt: skip
    sent = [producer.send(settings.topic_prefix + topic, key=key.encode(), value=value) for key, value in messages]
    producer.flush()
    for confirmation in sent:
        confirmation.get(timeout=30)
    producer.close()


@dataclass
class Seen:
    """What a topic gave: every message, and the last value of each key."""

    values: dict[str, bytes | None] = field(default_factory=dict)
    messages: int = 0

    def records(self) -> Mapping[str, dict[str, object]]:
        """Decode the last values, leaving out tombstones."""
        return {key: json.loads(value) for key, value in self.values.items() if value is not None}


class Topics:
    """Reads topics from their beginning, without a consumer group."""

    def __init__(self, settings: Settings, names: Sequence[str]) -> None:
        self._prefix = settings.topic_prefix
        self._consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, enable_auto_commit=False,
                                       fetch_max_wait_ms=50, max_partition_fetch_bytes=8_000_000)  # fmt: skip
        topics = [self._prefix + name for name in names]
        partitions = [TopicPartition(t, p) for t in topics for p in self._consumer.partitions_for_topic(t) or ()]
        self._consumer.assign(partitions)
        self._consumer.seek_to_beginning(*partitions)
        self.seen = {name: Seen() for name in names}

    def read_until(self, is_enough: Callable[[dict[str, Seen]], bool], *, timeout_s: float = 90.0) -> bool:
        """Read until a condition holds; false when it does not within the time."""
        deadline = time.monotonic() + timeout_s
        while not is_enough(self.seen):
            if time.monotonic() > deadline:
                return False
            for partition, messages in self._consumer.poll(timeout_ms=200).items():
                seen = self.seen[partition.topic.removeprefix(self._prefix)]
                for message in messages:
                    seen.messages += 1
                    seen.values[(message.key or b"").decode()] = message.value
        return True

    def close(self) -> None:
        self._consumer.close()


@contextmanager
def topics(settings: Settings, *names: str) -> Iterator[Topics]:
    """Open topics for reading."""
    reader = Topics(settings, names)
    try:
        yield reader
    finally:
        reader.close()


def partitions_of_keys(settings: Settings, name: str) -> dict[str, int]:
    """Tell which partition of a topic each key went to."""
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, consumer_timeout_ms=2_000)
    topic = settings.topic_prefix + name
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    found = {message.key.decode(): message.partition for message in consumer}
    consumer.close()
    return found


def committed_offsets(settings: Settings, name: str) -> dict[int, int]:
    """Tell how far each partition of a topic is committed; partitions without a commit are left out."""
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    offsets = admin.list_group_offsets(settings.app_id)[settings.app_id]
    admin.close()
    found = {tp.partition: one.offset for tp, one in offsets.items() if tp.topic == settings.topic_prefix + name}
    return {partition: offset for partition, offset in found.items() if offset >= 0}


def article(number: int) -> tuple[str, bytes]:
    """A short article of its own, with a name and a happening in it."""
    text = (
        f"The mayor of Lindholm, Petra Aaltonen, met delegation number {number} on Monday.\n"
        f"She said that {number} more families would receive help before the winter."
    )
    record = {"id": f"article-{number}", "source": f"paper-{number % 7}.example", "title": f"Talks, part {number}",
              "published_at": "2026-01-31T08:00:00Z", "body": text, "body_format": "text"}  # fmt: skip
    return f"article-{number}", json.dumps(record).encode()


def stop(process: "subprocess.Popen[bytes]") -> int:
    """Send SIGTERM and wait for the end; return the exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(60)
