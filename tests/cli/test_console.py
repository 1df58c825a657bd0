"""`newswire console` as somebody starts and ends it: a port that is taken, a broker that is not there, Ctrl-C."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Newswire
from tests.cli.processes import started

NOBODY = "127.0.0.1:1"
PATIENCE_S = 30.0


@contextmanager
def console(*arguments: object) -> "Iterator[tuple[subprocess.Popen[str], str]]":
    """A console that runs, and its address; nothing of it stays."""
    process = started("console", "--port", 0, "--no-enrich", "--bootstrap-servers", NOBODY, *arguments)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert said.startswith("Newswire console at http://localhost:"), said
        assert said.endswith("/  (Ctrl-C ends it)\n")
        yield process, said.split()[3]
    finally:
        process.kill()
        process.communicate()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def state(address: str) -> dict[str, str]:
    """What the console says of its source, once it has asked."""
    end = time.monotonic() + PATIENCE_S
    while (said := json.loads(read(f"{address}api/about")))["state"] == "connecting":
        assert time.monotonic() < end, said
        time.sleep(0.1)
    return {name: said[name] for name in ("state", "said")}


def test_a_port_that_is_taken_is_one_line(newswire: Newswire) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        ran = newswire("console", "--port", port, "--no-enrich", "--bootstrap-servers", NOBODY)

    assert (ran.code, ran.out, ran.err) == (
        1,
        b"",
        f"newswire: port {port} is taken by another program: choose another with --port\n",
    )


def test_an_address_of_another_machine_is_one_line(newswire: Newswire) -> None:
    ran = newswire("console", "--host", "192.0.2.1", "--port", 0, "--no-enrich", "--bootstrap-servers", NOBODY)

    why = "192.0.2.1:0 cannot be served: Cannot assign requested address"
    assert (ran.code, ran.err) == (1, f"newswire: {why}: choose others with --host and --port\n")


def test_without_a_broker_the_page_is_served_and_says_so() -> None:
    with console() as (process, address):
        assert "<title>Newswire</title>" in read(address)
        assert state(address)["state"] == "away"
        assert NOBODY in state(address)["said"]
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE_S) == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_it_with_0_though_a_browser_listens(number: signal.Signals) -> None:
    with (
        console() as (process, address),
        urllib.request.urlopen(f"{address}api/live", timeout=PATIENCE_S) as listening,  # noqa: S310 - our own server
    ):
        assert listening.readline().startswith(b"retry:")

        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)

        assert (process.returncode, out, err) == (0, "", "")


def test_the_port_is_free_again_after_ctrl_c() -> None:
    with console() as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_file_that_is_not_there_is_one_line(newswire: Newswire) -> None:
    ran = newswire("console", "--port", 0, "--file", "nowhere.jsonl")

    assert (ran.code, ran.err) == (1, "newswire: nowhere.jsonl cannot be read: No such file or directory\n")
