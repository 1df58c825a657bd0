import socket
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from pipeline.stream.health import Answer, HealthServer, opened_listener
from tests.cli.conftest import Newswire

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked about, not listened on
HEAVY = ("faust", "kafka", "spacy", "rich", "orjson", "asyncio", "prometheus_client")
PAGES = {
    "/healthz": Answer(status=HTTPStatus.OK, body=b"healthy\n"),
    "/readyz": Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b"not ready: the pool is warming up\n"),
    "/odd": Answer(status=HTTPStatus.OK, body=b"\x1b[31mred\x00\xff\nsecond\n"),
    "/silent": Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b""),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A worker that lives and is not ready."""
    pages = {path: lambda answer=answer: answer for path, answer in PAGES.items()}
    server = HealthServer(opened_listener(HOST, 0), pages)
    server.start()
    yield server.port
    server.close()


def test_a_worker_that_is_well_ends_with_0(newswire: Newswire, port: int) -> None:
    ran = newswire("health", "--url", f"http://{HOST}:{port}")

    assert (ran.code, ran.out, ran.err) == (0, b"healthy\n", "")


def test_a_worker_that_is_not_ready_ends_with_1_and_says_why(newswire: Newswire, port: int) -> None:
    ran = newswire("health", "--ready", "--url", f"http://{HOST}:{port}/")

    assert (ran.code, ran.err) == (1, "newswire: not ready: the pool is warming up (503)\n")


def test_the_port_comes_from_the_settings(newswire: Newswire, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_METRICS_PORT", str(port))

    assert newswire("health").code == 0


def test_a_worker_that_listens_everywhere_is_asked_here(newswire: Newswire, port: int) -> None:
    assert newswire("health", "--metrics-host", EVERYWHERE, "--metrics-port", port).code == 0


def test_without_a_port_it_says_what_to_set(newswire: Newswire) -> None:
    ran = newswire("health")

    assert (ran.code, "NEWSWIRE_METRICS_PORT" in ran.err) == (1, True)


def test_nobody_there_ends_with_1_in_one_line(newswire: Newswire) -> None:
    with socket.create_server((HOST, 0)) as listener:
        free = listener.getsockname()[1]

    ran = newswire("health", "--url", f"http://{HOST}:{free}")

    assert (ran.code, ran.err) == (1, f"newswire: no worker answers at {HOST}:{free}: Connection refused\n")


def test_a_worker_that_accepts_and_says_nothing_is_not_waited_for_long(newswire: Newswire) -> None:
    with socket.create_server((HOST, 0)) as mute:
        ran = newswire("health", "--timeout", "0.1", "--url", f"http://{HOST}:{mute.getsockname()[1]}")

    assert (ran.code, ran.err.endswith(": timed out\n")) == (1, True)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1:1", "127.0.0.1:9100", "http://:9100", "http://a:b", "http://[::1", ""]
)
def test_a_url_that_cannot_be_asked_is_named(newswire: Newswire, url: str) -> None:
    ran = newswire("health", "--url", url)

    assert (ran.code, len(ran.err.splitlines())) == (1, 1)


def test_an_answer_is_shown_as_one_printable_line(newswire: Newswire, port: int) -> None:
    assert newswire("health", "--url", f"http://{HOST}:{port}/odd").out.decode() == "[31mred\ufffd\n"


def test_an_answer_without_words_is_shown_by_its_status(newswire: Newswire, port: int) -> None:
    assert newswire("health", "--url", f"http://{HOST}:{port}/silent").err == "newswire: Service Unavailable (503)\n"


def test_a_proxy_is_never_asked(newswire: Newswire, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert newswire("health", "--url", f"http://{HOST}:{port}").code == 0


def test_it_loads_nothing_heavy(port: int) -> None:
    script = (
        f"import sys; from pipeline.cli.main import run; run(['health', '--url', 'http://{HOST}:{port}']); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.splitlines() == ["healthy", "[]"]


def test_a_worker_whose_port_is_taken_ends_before_it_looks_for_a_broker() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        flags = ["--metrics-port", str(port), "--bootstrap-servers", f"{HOST}:1"]
        call = [sys.executable, "-m", "pipeline.cli.main", "worker", *flags]
        done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)

    refusal = (
        f"newswire: metrics and health cannot be served on {HOST} port {port} (Address already in use): "
        "name a free port with --metrics-port or NEWSWIRE_METRICS_PORT; 0 serves neither\n"
    )
    assert (done.returncode, done.stderr) == (1, refusal)
