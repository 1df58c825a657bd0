"""A worker at work says of itself what is so, and says it over HTTP."""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from http.client import HTTPConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from pipeline.config import Settings
from tests.integration.workers import article, feed, stop, topics, worker

pytestmark = [pytest.mark.kafka, pytest.mark.model, pytest.mark.slow]

ASSIGNMENTS, DEAD = "news.assignments", "news.dead-letters"
AGENTS = ("cleaner", "deduplicator", "annotator", "storyteller")
TIMEOUT_S = 150.0

Figures = Sequence[Sample]


def ask(settings: Settings, path: str) -> tuple[int, str]:
    """Ask a worker; 0 stands for one that does not answer."""
    connection = HTTPConnection(settings.metrics_host, settings.metrics_port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()


def figures_of(settings: Settings) -> Figures:
    _status, text = ask(settings, "/metrics")
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def total(figures: Figures, name: str, **labels: str) -> float:
    return sum(one.value for one in figures if one.name == name and labels.items() <= one.labels.items())


def settled_figures(settings: Settings, is_settled: Callable[[Figures], bool]) -> Figures:
    """Ask until figures that follow the work by a second or two have caught up with it."""
    deadline = time.monotonic() + 30
    while not is_settled(figures := figures_of(settings)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return figures


def lags(figures: Figures) -> list[float]:
    return [one.value for one in figures if one.name == "newswire_consumer_lag_messages"]


def worked(figures: Figures) -> list[float]:
    return [total(figures, "newswire_articles_worked_total", agent=agent, outcome="published") for agent in AGENTS]


def until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + TIMEOUT_S
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def measured(deployment: Settings) -> Settings:
    return replace(deployment, metrics_port=free_port())


def test_figures_after_a_few_articles_and_a_broken_one(measured: Settings) -> None:
    feed(measured, [*(article(number) for number in range(6)), ("broken", b"{")])
    with topics(measured, ASSIGNMENTS, DEAD) as reader, worker(measured):
        reader.read_until(
            lambda seen: len(seen[ASSIGNMENTS].values) == 6 and bool(seen[DEAD].values), timeout_s=TIMEOUT_S
        )
        figures = settled_figures(
            measured, lambda now: len(lags(now)) == 12 and sum(lags(now)) == 0 and worked(now) == [6.0] * 4
        )

    assert (lags(figures), worked(figures)) == ([0.0] * 12, [6.0] * 4)
    assert total(figures, "newswire_dead_letters_total") == 1
    assert total(figures, "newswire_dead_letters_total", stage="cleaner", reason="undecodable") == 1
    assert total(figures, "newswire_articles_worked_total", agent="cleaner", outcome="dead_lettered") == 1
    assert total(figures, "newswire_messages_published_total", topic="news.articles.enriched") == 6
    assert total(figures, "newswire_acknowledgement_delay_seconds_count", agent="storyteller") == 6
    assert total(figures, "newswire_events_published_total") >= 1
    assert total(figures, "newswire_messages_held") == 0
    assert total(figures, "newswire_pool_children") == 1
    assert total(figures, "newswire_resident_memory_bytes", process="pool") > 50_000_000


def test_a_worker_says_when_it_lives_and_when_it_works(measured: Settings) -> None:
    with worker(measured) as process:
        lives = until(lambda: ask(measured, "/healthz")[0] == 200)
        before = ask(measured, "/readyz")
        works = until(lambda: ask(measured, "/readyz")[0] == 200)
        after = ask(measured, "/readyz")
        code = stop(process)

    assert (lives, before[0], works, after[1]) == (True, 503, True, "ready: 12 partitions\n")
    assert (code, ask(measured, "/healthz")[0]) == (0, 0)
