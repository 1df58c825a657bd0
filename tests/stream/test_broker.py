"""The embedded broker: it answers, it is alone on its port, and it never outlives who started it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.errors import BrokerError
from pipeline.stream import broker as broker_module
from pipeline.stream.admin import create_topics, topic_states
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.declaration import DeclaredTopic

pytestmark = pytest.mark.kafka

STARTS_A_BROKER = """
import sys, time
from pipeline.stream.broker import EmbeddedBroker
broker = EmbeddedBroker()
broker.start()
print(broker.bootstrap_servers, flush=True)
{then}
"""


def is_listening(bootstrap_servers: str) -> bool:
    host, _, port = bootstrap_servers.partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def falls_silent(bootstrap_servers: str, *, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while is_listening(bootstrap_servers) and time.monotonic() < deadline:
        pass
    return not is_listening(bootstrap_servers)


def started_by_a_process(then: str) -> tuple[subprocess.Popen[str], str]:
    script = STARTS_A_BROKER.format(then=then)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_it_takes_topics_and_gives_them_back() -> None:
    topic = DeclaredTopic(name="t", about="", kind="internal", partitions=3, max_message_bytes=1_000_000)
    with EmbeddedBroker() as broker:
        create_topics(broker.bootstrap_servers, [topic], replication=1)

        assert topic_states(broker.bootstrap_servers, ["t"])["t"].partitions == 3


def test_two_run_side_by_side() -> None:
    with EmbeddedBroker() as one, EmbeddedBroker() as other:
        assert one.bootstrap_servers != other.bootstrap_servers


def test_it_falls_silent_when_the_block_ends() -> None:
    with EmbeddedBroker() as broker:
        where = broker.bootstrap_servers

    assert not is_listening(where)


def test_stopping_twice_does_nothing_more() -> None:
    broker = EmbeddedBroker()
    broker.start()
    broker.stop()

    broker.stop()

    assert not broker.is_alive()


def test_it_can_be_started_from_a_thread_that_ends() -> None:
    broker = EmbeddedBroker()
    thread = threading.Thread(target=broker.start)
    thread.start()
    thread.join()
    try:
        assert broker.is_alive()
    finally:
        broker.stop()


def test_a_taken_port_is_an_error_that_names_it() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(BrokerError, match=f"port {port} is taken"):
            EmbeddedBroker(port=port).start()


def test_another_free_port_is_tried_when_one_is_lost_to_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    free = broker_module._free_port
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports = iter([other.getsockname()[1]])
        monkeypatch.setattr(broker_module, "_free_port", lambda: next(ports, None) or free())

        with EmbeddedBroker() as broker:
            assert broker.is_alive()


def test_a_broker_that_cannot_start_shows_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tansu"
    program.write_text("#!/bin/sh\necho the reason >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(broker_module, "_installed_program", lambda: program)

    with pytest.raises(BrokerError, match="the reason"):
        EmbeddedBroker().start()


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_module, "find_spec", lambda _name: None)

    with pytest.raises(BrokerError, match=r"pip install 'newswire\[local\]'"):
        EmbeddedBroker().start()


def test_a_program_that_may_not_be_run_is_copied_for_as_long_as_it_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = broker_module._installed_program()
    monkeypatch.setattr(broker_module.os, "access", lambda _path, _mode: False)
    monkeypatch.setattr(broker_module.tempfile, "tempdir", str(tmp_path))

    with EmbeddedBroker() as broker:
        assert (broker.is_alive(), list(tmp_path.iterdir()), installed.exists()) == (True, [], True)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_it_ends_with_a_process_that_is_ended_by(number: signal.Signals) -> None:
    process, where = started_by_a_process("time.sleep(60)")

    process.send_signal(number)
    process.wait()

    assert falls_silent(where, within_s=5)


def test_it_ends_with_a_process_that_dies_of_an_error() -> None:
    process, where = started_by_a_process("sys.stderr.close(); raise SystemError")

    process.wait()

    assert falls_silent(where, within_s=5)


def test_it_ends_with_its_parent_though_a_forked_child_lives_on() -> None:
    process, where = started_by_a_process("import os; os.fork() or time.sleep(60); time.sleep(60)")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("needs Linux's /proc")
    process.kill()
    process.wait()
    try:
        assert falls_silent(where, within_s=5)
    finally:
        for child in children_of_group(process):
            os.kill(child, signal.SIGKILL)


def children_of_group(process: subprocess.Popen[str]) -> list[int]:
    """Processes whose standard output is the pipe that we gave to a process that is gone."""
    assert process.stdout is not None
    ours = os.fstat(process.stdout.fileno()).st_ino
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                is_theirs = (folder / "fd" / "1").stat().st_ino == ours
            except OSError:
                continue
            if is_theirs:
                found.append(int(folder.name))
    return found


def test_it_ends_when_its_keeper_is_killed() -> None:
    broker = EmbeddedBroker()
    broker.start()
    assert broker._keeper is not None
    try:
        broker._keeper.kill()

        assert falls_silent(broker.bootstrap_servers, within_s=5)
    finally:
        broker.stop()
