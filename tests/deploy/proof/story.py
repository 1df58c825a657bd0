"""What is done to each stack, in order."""

import os
import subprocess
import time
from pathlib import Path

from tests.deploy.proof.accounts import SEEDS, account, compare_with_enrich, wait_for_share
from tests.deploy.proof.articles import write_articles
from tests.deploy.proof.observing import prove_page, prove_prometheus
from tests.deploy.proof.stack import IMAGE, Container, Stack, docker, kill
from tests.deploy.proof.steps import StepError, Steps

ARTICLES = int(os.environ.get("NEWSWIRE_PROVE_ARTICLES", "500"))
FEWER = ARTICLES // 5
SEED_EVENTS = 200
"""The seeds tell some more."""
SEEDS_A_SECOND = "2/s"
"""Slow enough that the seeds come in their order over twelve partitions, as `enrich` reads them."""


def prove_one(stack: Stack, steps: Steps, folder: Path) -> None:
    """One broker: seeds, scaling, a killed worker, a worker that drains, a broker started again, Prometheus."""
    stack.services = ("kafka", "topics", "worker", "console")
    steps.take("image: its program works, as nobody, on a read-only root", _prove_image)
    steps.take("one broker, topics, one worker, page: up and healthy", lambda: _up(stack, workers=1))
    steps.take("seeds fed from the host", lambda: _feed_seeds(stack))
    steps.take("consumed on the host: the same as newswire enrich", lambda: compare_with_enrich(stack, folder))
    steps.take("newswire doctor on the host finds nothing wrong", lambda: _doctor(stack))
    steps.take("the live page follows, and has the seeds' events", lambda: prove_page(stack, SEED_EVENTS))
    steps.take("three workers: healthy", lambda: _up(stack, workers=3))
    kill_ids = write_articles(folder / "kill.jsonl", "kill", ARTICLES)
    with _feeding(stack, folder / "kill.jsonl") as feeder:
        steps.take("a worker killed by SIGKILL in the flow", lambda: _kill_worker(stack, kill_ids))
        steps.take(f"every id of {ARTICLES} accounted for", lambda: account(stack, kill_ids))
        steps.take("the feed had every message confirmed", lambda: _finished(feeder, ARTICLES))
    steps.take("three workers are there again", lambda: _recovered(stack))
    prometheus = (*stack.services, "prometheus")
    steps.take("Prometheus up", lambda: _up(stack, "observe", workers=3, services=prometheus))
    steps.take("Prometheus scrapes three workers, dashboard's queries run", lambda: prove_prometheus(stack))
    stop_ids = write_articles(folder / "stop.jsonl", "stop", FEWER)
    with _feeding(stack, folder / "stop.jsonl"):
        steps.take("a worker drains on SIGTERM in the flow", lambda: _stop_worker(stack, stop_ids))
        steps.take(f"every id of {FEWER} accounted for", lambda: account(stack, stop_ids))
    broker_ids = write_articles(folder / "broker.jsonl", "broker", FEWER)
    with _feeding(stack, folder / "broker.jsonl") as feeder:
        steps.take("the broker started again in the flow", lambda: _restart_broker(stack, broker_ids))
        steps.take(f"every id of {FEWER} accounted for", lambda: account(stack, broker_ids))
        steps.take("the feed had every message confirmed", lambda: _finished(feeder, FEWER))
    steps.take("earlier ids are still there", lambda: account(stack, kill_ids | stop_ids))
    steps.take("the live page follows the broker again", lambda: prove_page(stack, SEED_EVENTS))


def prove_cluster(stack: Stack, steps: Steps, folder: Path) -> None:
    """Three brokers: seeds, and a broker killed in the flow."""
    stack.services = ("kafka", "kafka-2", "kafka-3", "topics", "worker")
    steps.take("three brokers, topics, two workers: up and healthy", lambda: _up(stack, workers=2))
    steps.take("topics are on three brokers", lambda: _replicated(stack))
    steps.take("seeds fed from the host", lambda: _feed_seeds(stack))
    steps.take("consumed on the host: the same as newswire enrich", lambda: compare_with_enrich(stack, folder))
    ids = write_articles(folder / "cluster.jsonl", "cluster", ARTICLES)
    with _feeding(stack, folder / "cluster.jsonl") as feeder:
        steps.take("a broker killed by SIGKILL in the flow", lambda: _kill_broker(stack, ids))
        steps.take(f"every id of {ARTICLES} accounted for, two brokers left", lambda: account(stack, ids))
        steps.take("the feed had every message confirmed", lambda: _finished(feeder, ARTICLES))
    steps.take("the broker comes back", lambda: _start_broker(stack))


def _prove_image() -> str:
    limits = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none")  # noqa: S108 - the container's
    said = docker("run", "--rm", *limits, "--entrypoint", "python", IMAGE, "-c", "import os; print(os.getuid())")
    docker("run", "--rm", *limits, IMAGE, "enrich", "/opt/newswire/seeds/articles", "--output", "/tmp/out")  # noqa: S108
    size = int(docker("inspect", "--format", "{{.Size}}", IMAGE)) / 1e6
    if said.strip() == "0":
        raise StepError("it runs as root")
    return f"user {said.strip()}, {size:.0f} MB"


def _up(stack: Stack, *words: str, workers: int, services: tuple[str, ...] = ()) -> str:
    stack.services = services or stack.services
    stack.up(*words, f"workers={workers}")
    stack.wait_for("worker", workers)
    return ""


def _feed_seeds(stack: Stack) -> str:
    return stack.newswire("feed", str(SEEDS), "--rate", SEEDS_A_SECOND).strip()


def _doctor(stack: Stack) -> str:
    stack.newswire("doctor", "--format", "json")
    return ""


class _feeding:  # noqa: N801 - reads as what it does
    """Feeds in the background; nothing is left running afterwards."""

    def __init__(self, stack: Stack, path: Path) -> None:
        self._start = lambda: stack.started_newswire("feed", str(path), "--rate", "40/s")

    def __enter__(self) -> "subprocess.Popen[str]":
        self._process = self._start()
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def _finished(feeder: "subprocess.Popen[str]", count: int) -> str:
    output, _ = feeder.communicate(timeout=120)
    if feeder.returncode or f'"sent":{count}' not in output.replace(" ", ""):
        raise StepError(f"ended with {feeder.returncode}: {output[-500:]}")
    return f"{count} sent"


def _kill_worker(stack: Stack, ids: set[str]) -> str:
    done = wait_for_share(stack, ids, 0.1)
    kill(stack.containers("worker")[0])
    return f"when {done} of {len(ids)} were out"


def _recovered(stack: Stack) -> str:
    restarts = sum(one.restarts for one in stack.containers("worker"))
    if restarts == 0:  # where the kill went through docker, it takes its policy for overruled
        stack.up("workers=3")
    stack.wait_for("worker", 3)
    return f"docker started {restarts} again"


def _stop_worker(stack: Stack, ids: set[str]) -> str:
    done = wait_for_share(stack, ids, 0.1)
    worker, begun_at = stack.containers("worker")[0], time.monotonic()
    docker("stop", "--time", "150", worker.id)
    code = next(one for one in stack.containers("worker") if one.id == worker.id).state["ExitCode"]
    if code != 0:
        raise StepError(f"it ended with {code}")
    return f"when {done} of {len(ids)} were out; ended with 0 after {time.monotonic() - begun_at:.1f} s"


def _broker(stack: Stack, service: str) -> Container:
    return stack.containers(service)[0]


def _restart_broker(stack: Stack, ids: set[str]) -> str:
    done = wait_for_share(stack, ids, 0.1)
    docker("restart", "--time", "60", _broker(stack, "kafka").id)
    stack.wait_for("kafka", 1)
    return f"when {done} of {len(ids)} were out"


def _replicated(stack: Stack) -> str:
    said = stack.newswire("topics", "describe", "raw", "events", "--format", "json")
    if said.count('"replication":3') != 2:
        raise StepError(said[:500])
    return "3 copies of each partition"


def _kill_broker(stack: Stack, ids: set[str]) -> str:
    done = wait_for_share(stack, ids, 0.1)
    docker("kill", _broker(stack, "kafka-2").id)
    return f"when {done} of {len(ids)} were out"


def _start_broker(stack: Stack) -> str:
    docker("start", _broker(stack, "kafka-2").id)
    stack.wait_for("kafka-2", 1)
    return ""
