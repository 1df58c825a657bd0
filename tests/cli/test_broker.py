import json
import signal
import socket
import subprocess

import pytest

from tests.cli.conftest import Newswire
from tests.cli.processes import started

pytestmark = pytest.mark.kafka


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def running(port: int) -> "tuple[subprocess.Popen[str], str]":
    process = started("broker", "--port", port)
    assert process.stdout is not None
    return process, process.stdout.readline()


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_it_says_where_it_answers() -> None:
    port = free_port()
    process, line = running(port)
    try:
        assert (json.loads(line), is_listening(port)) == ({"bootstrap_servers": f"127.0.0.1:{port}"}, True)
    finally:
        process.terminate()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_it_with_0_and_nothing_stays(number: signal.Signals) -> None:
    port = free_port()
    process, _line = running(port)

    process.send_signal(number)
    _out, err = process.communicate()

    assert (process.returncode, err, is_listening(port)) == (0, "", False)


def test_a_taken_port_is_one_line(newswire: Newswire) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        ran = newswire("broker", "--port", port)

    assert (ran.code, ran.err) == (
        1,
        f"newswire: port {port} is taken by another program: choose another with --port\n",
    )


def test_a_port_that_is_none_is_a_usage_error(newswire: Newswire) -> None:
    assert newswire("broker", "--port", "70000").code == 2
