import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection

import pytest
from prometheus_client import CollectorRegistry, Counter

from pipeline.stream import health
from pipeline.stream.health import (
    Answer,
    HealthServer,
    HealthServerError,
    Page,
    build_pages,
    health_server,
    opened_listener,
)
from pipeline.stream.vitals import AgentState, PartitionState, Vitals, WorkerState
from pipeline.stream.watchdog import Watchdog

HOST = "127.0.0.1"
LIMIT_S = 300.0
WORKING = WorkerState(is_settled=True, partitions=(PartitionState(topic="raw", partition=0, lag=0),))


def vitals_of(state: WorkerState = WORKING, *, silent_s: float = 0.0, is_warm: bool = True) -> Vitals:
    vitals = Vitals(limit_s=LIMIT_S, is_warm=is_warm)
    vitals.state = state
    vitals.silent_s = lambda: silent_s
    return vitals


def holding(age_s: float) -> WorkerState:
    oldest = AgentState(agent="annotator", held=1, oldest_since=time.monotonic() - age_s)
    return WorkerState(is_settled=True, agents=(AgentState(agent="cleaner"), oldest))


@contextmanager
def served(pages: Mapping[str, Page]) -> Iterator[int]:
    """Serve pages on a free port."""
    server = HealthServer(opened_listener(HOST, 0), pages)
    server.start()
    try:
        yield server.port
    finally:
        server.close()


def ask(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    connection = HTTPConnection(HOST, port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def said_to(port: int, request: bytes) -> bytes:
    """Send bytes and return everything that comes until the other side closes."""
    with socket.create_connection((HOST, port), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        try:
            while part := connection.recv(65_536):
                received += part
        except ConnectionError:
            return received
    return received


def test_a_worker_that_has_not_begun_lives() -> None:
    assert Vitals(limit_s=LIMIT_S).health().is_good


def test_a_worker_whose_heart_beats_and_that_holds_nothing_lives() -> None:
    assert vitals_of().health().said == "healthy"


def test_a_worker_whose_event_loop_does_not_turn_is_not_well() -> None:
    assert vitals_of(silent_s=61.0).health().said == "the event loop has not turned for 61 s"


def test_a_worker_that_holds_a_message_too_long_is_not_well() -> None:
    assert vitals_of(holding(LIMIT_S + 5)).health().said == "stuck: annotator has held a message for 305 s"


def test_a_worker_that_holds_a_message_for_a_while_lives() -> None:
    assert vitals_of(holding(LIMIT_S - 5)).health().is_good


def test_a_worker_with_partitions_tables_and_a_warm_pool_is_ready() -> None:
    assert vitals_of().readiness().said == "ready: 1 partitions"


@pytest.mark.parametrize(
    ("vitals", "said"),
    [
        (Vitals(limit_s=LIMIT_S, is_warm=True), "not ready: waiting for partitions, or restoring tables"),
        (vitals_of(WorkerState()), "not ready: waiting for partitions, or restoring tables"),
        (vitals_of(is_warm=False), "not ready: the pool is warming up"),
        (vitals_of(silent_s=61.0), "the event loop has not turned for 61 s"),
    ],
)
def test_a_worker_that_is_not_ready_says_why(vitals: Vitals, said: str) -> None:
    verdict = vitals.readiness()

    assert (verdict.is_good, verdict.said) == (False, said)


def test_a_worker_that_ends_is_no_longer_ready() -> None:
    vitals = vitals_of()
    vitals.is_ending = lambda: True

    assert vitals.readiness().said == "ending"


@pytest.mark.parametrize(
    ("path", "vitals", "status"),
    [
        ("/healthz", vitals_of(), 200),
        ("/healthz", vitals_of(silent_s=61.0), 503),
        ("/readyz", vitals_of(), 200),
        ("/readyz", vitals_of(is_warm=False), 503),
        ("/readyz?verbose", vitals_of(), 200),
    ],
)
def test_status_is_the_verdict(path: str, vitals: Vitals, status: int) -> None:
    with served(build_pages(CollectorRegistry(), vitals)) as port:
        assert ask(port, path)[0] == status


def test_metrics_are_those_of_the_registry() -> None:
    registry = CollectorRegistry()
    Counter("tries", "Of a test.", registry=registry).inc(3)

    with served(build_pages(registry, vitals_of())) as port:
        assert "\ntries_total 3.0\n" in ask(port, "/metrics")[1]


@pytest.mark.parametrize("path", ["/", "/metrics/", "/healthz/../metrics", "//healthz", "/favicon.ico", "*"])
def test_there_is_no_other_path(path: str) -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert said_to(port, f"GET {path} HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get"])
def test_nothing_can_be_done_to_it(method: str) -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert said_to(port, f"{method} /healthz HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 405 ")


def test_head_gives_no_body() -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert ask(port, "/healthz", "HEAD") == (200, "")


def test_a_page_that_cannot_be_made_is_told_and_the_next_is_served() -> None:
    def broken() -> Answer:
        raise KeyError("of the test")

    pages = {"/broken": broken, "/whole": lambda: Answer(status=HTTPStatus.OK, body=b"whole")}
    with served(pages) as port:
        answers = [ask(port, path) for path in ("/broken", "/whole")]

    assert answers == [(500, "KeyError\n"), (200, "whole")]


@pytest.mark.parametrize("request_", [b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 20_000, b"\x00\xff" * 6_000])
def test_a_request_that_is_too_long_is_cut_off_and_the_next_is_answered(request_: bytes) -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        answers = said_to(port, request_), ask(port, "/healthz")[0]

    assert answers == (b"", 200)


@pytest.mark.parametrize("request_", [b"\r\n\r\n", b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET  HTTP/1.1\r\n\r\n"])
def test_nonsense_is_refused(request_: bytes) -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert said_to(port, request_).startswith(b"HTTP/1.1 40")


def test_a_client_that_says_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CLIENT_LIMIT_S", 0.05)

    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert said_to(port, b"GET /heal") == b""


def test_a_client_that_says_nothing_keeps_nobody_waiting() -> None:
    with (
        served(build_pages(CollectorRegistry(), vitals_of())) as port,
        socket.create_connection((HOST, port)) as silent,
    ):
        silent.sendall(b"GET /heal")

        assert ask(port, "/healthz")[0] == 200


def test_more_clients_than_there_may_be_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MOST_CLIENTS", 0)

    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert said_to(port, b"GET /healthz HTTP/1.1\r\n\r\n") == b""


def while_the_loop_is_busy(ask_now: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Block an event loop until somebody who asks from outside has an answer."""
    answers: list[tuple[int, str]] = []

    async def busy() -> None:
        asker = threading.Thread(target=lambda: answers.append(ask_now()))
        asker.start()
        asker.join(10)

    asyncio.run(busy())
    return answers[0]


def test_it_answers_while_the_event_loop_is_busy() -> None:
    with served(build_pages(CollectorRegistry(), vitals_of())) as port:
        assert while_the_loop_is_busy(lambda: ask(port, "/healthz")) == (200, "healthy\n")


def test_the_silence_of_a_blocked_loop_is_seen_from_another_thread() -> None:
    watchdog = Watchdog(ages=[], limit_s=LIMIT_S, stop_worker=lambda _reason: None)

    async def blocked() -> float:
        watching = asyncio.get_running_loop().create_task(watchdog.run())
        await asyncio.sleep(0)
        time.sleep(0.1)
        watching.cancel()
        return watchdog.silent_s()

    assert asyncio.run(blocked()) >= 0.1


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HealthServerError, match=rf"on 127\.0\.0\.1 port {port} \(Address already in use\)"):
            opened_listener(HOST, port)


def test_an_address_that_is_not_this_machines_is_named() -> None:
    with pytest.raises(HealthServerError, match=r"on 192\.0\.2\.1 port 9100"):
        opened_listener("192.0.2.1", 9100)


def test_port_0_serves_nothing() -> None:
    with health_server(HOST, 0, {}) as server:
        assert server is None


def test_the_port_is_free_again_at_the_end() -> None:
    with served({}) as port:
        ask(port, "/healthz")

    with socket.create_server((HOST, port)) as again:
        assert again.getsockname()[1] == port
