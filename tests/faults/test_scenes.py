"""Faults that chance does not draw: topics that are gone or made anew, limits that are too low, a disk that is full."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.stages.topics import DEAD_LETTERS, ENRICHED, RAW
from pipeline.stream.admin import create_topics, delete_topics
from pipeline.stream.declaration import read_declaration
from tests.faults.accounts import Account, Bookkeeper
from tests.faults.conftest import Servers
from tests.faults.crew import working
from tests.faults.mix import Message, article, mixed
from tests.faults.run import PARTITIONS, Feeder

Deploy = Callable[..., Settings]
PATIENCE_S = 150.0


def feed(settings: Settings, messages: Sequence[Message]) -> None:
    Feeder(settings, messages).join()


def articles(count: int, *, first: int = 0) -> list[Message]:
    rng = random.Random(first)
    return [article(f"article-{number}", rng) for number in range(first, first + count)]


def settled(settings: Settings, fed: Sequence[Message]) -> Account:
    """Wait for the end of every message's way, and settle."""
    keys = {message.key for message in fed}
    with closing(Bookkeeper(settings)) as keeper:
        keeper.read_until(lambda books: keys <= books.ended(), timeout_s=PATIENCE_S)
        return keeper.account(fed)


def declare(settings: Settings, name: str, **changed: Any) -> None:
    """Make one topic anew."""
    whole = settings.topic_prefix + name
    delete_topics(settings.bootstrap_servers, [whole])
    declared = [replace(topic, **changed) for topic in read_declaration(settings) if topic.name == whole]
    create_topics(settings.bootstrap_servers, declared, replication=settings.replication)


def test_a_topic_that_is_made_anew_is_read_from_its_beginning(
    servers: Servers, deployed: Deploy, tmp_path: Path
) -> None:
    settings = deployed()
    before, after = articles(90), articles(40, first=90)
    with working(settings, tmp_path, workers=1) as crew:
        feed(settings, before)
        assert settled(settings, before).is_even, crew.log_tails()
        declare(settings, RAW)
        feed(settings, after)

        account = settled(settings, [*before, *after])

    assert account.is_even, f"{account}\n{crew.log_tails()}"


def test_a_worker_that_its_group_gave_up_ends_and_writes_over_nothing(
    servers: Servers, deployed: Deploy, tmp_path: Path
) -> None:
    settings = deployed()
    messages = articles(300)
    with working(settings, tmp_path, workers=1) as crew:
        feed(settings, messages[:60])
        assert settled(settings, messages[:60]).is_even, crew.log_tails()
        feeder = Feeder(settings, messages[60:])
        crew.stall(random.Random(0), settings.session_timeout_s + 3, meanwhile=crew.add)
        feeder.join()

        account = settled(settings, messages)

    assert (account.is_even, crew.restarts) == (True, 1), f"{account}\n{crew.log_tails()}"


def test_without_a_topic_for_dead_letters_nothing_is_acknowledged_until_there_is_one(
    servers: Servers, deployed: Deploy, tmp_path: Path
) -> None:
    settings = deployed()
    messages = mixed(seed=1, count=30, partitions=PARTITIONS)
    with working(settings, tmp_path, workers=1) as crew:
        delete_topics(settings.bootstrap_servers, [settings.topic_prefix + DEAD_LETTERS])
        feed(settings, messages)
        wait_for(lambda: crew.restarts > 0)
        declare(settings, DEAD_LETTERS)

        account = settled(settings, messages)

    assert account.is_even, f"{account}\n{crew.log_tails()}"


def test_what_the_topics_own_limit_keeps_out_becomes_a_dead_letter(
    servers: Servers, deployed: Deploy, tmp_path: Path
) -> None:
    settings = deployed()
    declare(settings, ENRICHED, max_message_bytes=30_000)
    long = replace(article("long", random.Random(5)), reasons=frozenset({"output_too_large"}))
    long = replace(long, value=(long.value or b"").replace(b'"body": "', b'"body": "' + b"Long words. " * 4_000))
    messages = [*articles(10), long, *articles(10, first=10)]
    with working(settings, tmp_path, workers=1) as crew:
        feed(settings, messages)

        account = settled(settings, messages)

    assert (account.lost, account.dead_lettered) == ((), 1), f"{account}\n{crew.log_tails()}"


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system without a free byte."""
    place = tmp_path / "full"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        (place / "data").mkdir()
        with (place / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass
        yield place / "data"
    finally:
        subprocess.run(["umount", "-l", place], check=False)


def test_a_full_disk_costs_no_article(servers: Servers, deployed: Deploy, tmp_path: Path, full_disk: Path) -> None:
    settings = deployed(data_dir=str(full_disk))
    messages = articles(60)
    with working(settings, tmp_path, workers=1) as crew:
        feed(settings, messages)
        crew.kill(random.Random(0))

        account = settled(settings, messages)

    assert account.is_even, f"{account}\n{crew.log_tails()}"


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.2)
