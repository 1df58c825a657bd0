"""Every way in which messages are lost by a careless worker, done to ours."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.config import Settings
from tests.integration.workers import (
    FAULTY,
    article,
    committed_offsets,
    feed,
    partitions_of_keys,
    stop,
    topics,
    worker,
)

pytestmark = [pytest.mark.kafka, pytest.mark.model, pytest.mark.slow]

RAW, UNIQUE = "news.articles.raw", "news.articles.unique"
ENRICHED, ASSIGNMENTS, DEAD = "news.articles.enriched", "news.assignments", "news.dead-letters"
TIMEOUT_S = 150.0


def ids(count: int) -> set[str]:
    return {f"article-{number}" for number in range(count)}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_worker_that_is_killed_loses_nothing(deployment: Settings, share: float) -> None:
    """Killed by SIGKILL when that share of 300 articles is out; another worker does the rest."""
    feed(deployment, [article(number) for number in range(300)])
    with topics(deployment, ENRICHED, ASSIGNMENTS, DEAD) as reader:
        with worker(deployment) as first:
            reader.read_until(lambda seen: len(seen[ENRICHED].values) >= 300 * share, timeout_s=TIMEOUT_S)
            first.kill()
        with worker(deployment):
            reader.read_until(lambda seen: seen[ASSIGNMENTS].values.keys() >= ids(300), timeout_s=TIMEOUT_S)
            found = {name: set(seen.values) for name, seen in reader.seen.items()}

    assert found == {ENRICHED: ids(300), ASSIGNMENTS: ids(300), DEAD: set()}


def test_a_worker_that_is_asked_to_end_finishes_what_it_took_in(deployment: Settings) -> None:
    feed(deployment, [article(number) for number in range(120)])
    with topics(deployment, ENRICHED, ASSIGNMENTS) as reader:
        with worker(deployment) as first:
            reader.read_until(lambda seen: len(seen[ENRICHED].values) >= 30, timeout_s=TIMEOUT_S)
            code = stop(first)
        with worker(deployment):
            reader.read_until(lambda seen: seen[ASSIGNMENTS].values.keys() >= ids(120), timeout_s=TIMEOUT_S)

    assert (code, reader.seen[ENRICHED].values.keys()) == (0, ids(120))


def test_work_that_was_finished_before_the_end_is_not_done_again(deployment: Settings) -> None:
    feed(deployment, [article(number) for number in range(60)])
    with topics(deployment, ENRICHED, ASSIGNMENTS) as reader:
        with worker(deployment) as first:
            reader.read_until(lambda seen: len(seen[ENRICHED].values) >= 20, timeout_s=TIMEOUT_S)
            stop(first)
        with worker(deployment):
            reader.read_until(lambda seen: seen[ASSIGNMENTS].values.keys() >= ids(60), timeout_s=TIMEOUT_S)

    assert reader.seen[ENRICHED].messages == 60


def test_one_slow_article_holds_back_its_own_partition_only(deployment: Settings) -> None:
    slow = ("article-0", article(0)[1].replace(b"delegation", b"[[SLOW]] delegation"))
    settings = replace(deployment, pool_processes=2)
    feed(settings, [slow, *(article(number) for number in range(1, 40))])
    partition_of = partitions_of_keys(settings, RAW)
    elsewhere = {key for key, partition in partition_of.items() if partition != partition_of["article-0"]}
    with topics(settings, UNIQUE) as reader, worker(settings, program=FAULTY):
        reader.read_until(lambda seen: seen[UNIQUE].values.keys() >= elsewhere, timeout_s=TIMEOUT_S)
        time.sleep(3 * settings.commit_interval_s)
        came_out = set(reader.seen[UNIQUE].values)
        committed = committed_offsets(settings, RAW)

    assert came_out == elsewhere
    assert committed.get(partition_of["article-0"], 0) == 0
    assert sum(committed.values()) == len(elsewhere)


def test_what_stood_behind_a_slow_article_comes_out_after_a_kill(deployment: Settings) -> None:
    slow = ("article-0", article(0)[1].replace(b"delegation", b"[[SLOW]] delegation"))
    settings = replace(deployment, pool_processes=2)
    feed(settings, [slow, *(article(number) for number in range(1, 40))])
    with topics(settings, UNIQUE) as reader:
        with worker(settings, program=FAULTY) as first:
            reader.read_until(lambda seen: len(seen[UNIQUE].values) >= 20, timeout_s=TIMEOUT_S)
            first.kill()
        with worker(settings):
            reader.read_until(lambda seen: seen[UNIQUE].values.keys() >= ids(40), timeout_s=TIMEOUT_S)

    assert reader.seen[UNIQUE].values.keys() == ids(40)


def test_an_article_that_kills_its_child_is_buried_and_its_neighbours_are_not(deployment: Settings) -> None:
    deadly = ("deadly", article(99)[1].replace(b"delegation", b"[[KILLS ITS CHILD]]"))
    feed(deployment, [article(0), deadly, article(1), article(2)])
    with topics(deployment, ASSIGNMENTS, DEAD) as reader, worker(deployment, program=FAULTY):
        reader.read_until(
            lambda seen: seen[ASSIGNMENTS].values.keys() >= ids(3) and bool(seen[DEAD].values), timeout_s=TIMEOUT_S
        )
        reasons = {record["reason"] for record in reader.seen[DEAD].records().values()}

    assert reasons == {"worker_crash"}


def test_state_is_restored_after_a_kill(deployment: Settings) -> None:
    """A copy that comes after the kill is still known as one: the table came back from its changelog."""
    original, copy = article(1), ("copy", article(1)[1].replace(b'"id": "article-1"', b'"id": "copy"'))
    with topics(deployment, UNIQUE, ASSIGNMENTS) as reader:
        with worker(deployment) as first:
            feed(deployment, [original])
            reader.read_until(lambda seen: "article-1" in seen[ASSIGNMENTS].values, timeout_s=TIMEOUT_S)
            time.sleep(2 * deployment.commit_interval_s)
            first.send_signal(signal.SIGKILL)
        with worker(deployment):
            feed(deployment, [copy])
            reader.read_until(lambda seen: "copy" in seen[ASSIGNMENTS].values, timeout_s=TIMEOUT_S)
            verdict = reader.seen[UNIQUE].records()["copy"]["duplicate"]

    assert verdict == {"of": "article-1", "kind": "exact", "similarity": 1.0}


def test_no_child_outlives_a_worker_that_is_killed(deployment: Settings) -> None:
    feed(deployment, [article(number) for number in range(3)])
    with topics(deployment, ASSIGNMENTS) as reader, worker(deployment) as process:
        reader.read_until(lambda seen: bool(seen[ASSIGNMENTS].values), timeout_s=TIMEOUT_S)
        children = _children(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 10
        while any(_is_alive(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.1)
        left = [child for child in children if _is_alive(child)]

    assert (len(children) > 0, left) == (True, [])


def _children(pid: int) -> list[int]:
    listed = (task / "children" for task in Path(f"/proc/{pid}/task").iterdir())
    return [int(child) for path in listed for child in path.read_text().split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
