"""A worker of Kafka Connect for tests, as deploy/connect/ configures it: fetched by Maven, on loopback."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from tests.kafka_server import CACHE, CHECKOUT, KEEPER, fetched, free_ports, java

CONNECT = CHECKOUT / "deploy" / "connect"
VERSION = "4.4.0"
PLUGINS = {"jdbc": "3.3.1.Final", "file": "4.3.0"}
"""The folder of each is named after its version, so that another version is fetched anew."""
START_TIMEOUT_S = 90.0
ASKED_EVERY_S = 0.2

POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>connect-for-tests</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>connect-runtime</artifactId><version>{VERSION}</version></dependency>
<dependency><groupId>org.apache.kafka</groupId><artifactId>connect-json</artifactId><version>{VERSION}</version></dependency>
<dependency><groupId>org.apache.kafka</groupId><artifactId>connect-transforms</artifactId><version>{VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
"""


class ConnectWorker:
    """A worker that answers on its REST port."""

    def __init__(self, address: str, log: Path) -> None:
        self._address = address
        self._log = log

    def create(self, connector: Mapping[str, object]) -> None:
        """Make a connector of a name and a configuration."""
        self._ask("POST", "/connectors", orjson.dumps(connector))

    def tasks(self, name: str) -> list[dict[str, str]]:
        """Tell the state of each task, and the trace of those that failed; none before the connector has begun."""
        told = orjson.loads(self._ask("GET", "/connectors?expand=status"))
        tasks: list[dict[str, str]] = told.get(name, {}).get("status", {}).get("tasks", [])
        return tasks

    def is_ready(self) -> bool:
        """Whether it takes connectors."""
        with contextlib.suppress(OSError):
            self._ask("GET", "/connectors")
            return True
        return False

    def log_tail(self) -> str:
        """The last lines that it wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._address + path, data=body, method=method, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - an address of this machine
                got: bytes = answer.read()
        except urllib.error.HTTPError as error:
            raise OSError(f"{error.code}: {error.read().decode()[:500]}") from error
        return got


def fetched_connect() -> Path:
    """Return the folder with the jars of Connect itself, filled on first use."""
    return fetched(POM, CACHE / f"connect-{VERSION}")


def fetched_plugins() -> list[Path]:
    """Return a folder for each plugin that holds the folder of its jars, filled on first use."""
    places = {name: CACHE / f"connect-{name}-{version}" for name, version in PLUGINS.items()}
    for name, place in places.items():
        fetched((CONNECT / "plugins" / f"{name}.xml").read_text(), place / name)
    return list(places.values())


@contextlib.contextmanager
def connect_worker(
    bootstrap_servers: str, folder: Path, *, jars: Path, plugins: Sequence[Path], environment: Mapping[str, str]
) -> Iterator[ConnectWorker]:
    """Run a worker.

    Args:
        bootstrap_servers: Of its Kafka.
        folder: For its files.
        jars: As `fetched_connect` gives them.
        plugins: As `fetched_plugins` gives them.
        environment: Variables that its connectors may name.
    """
    (port,) = free_ports(1)
    config = folder / "connect.properties"
    config.write_text(_properties(bootstrap_servers, port, plugins))
    memory = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
    main = "org.apache.kafka.connect.cli.ConnectDistributed"
    with (folder / "connect.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(KEEPER), java(), *memory, quiet, "-cp", f"{jars}/*", main, str(config)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    worker = ConnectWorker(f"http://127.0.0.1:{port}", folder / "connect.log")
    try:
        _wait_until_ready(process, worker)
        yield worker
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(30)


def _wait_until_ready(process: subprocess.Popen[bytes], worker: ConnectWorker) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not worker.is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Kafka Connect did not start; the end of its log:\n{worker.log_tail()}")
        time.sleep(ASKED_EVERY_S)


def _properties(bootstrap_servers: str, port: int, plugins: Sequence[Path]) -> str:
    """The worker's configuration, with the places of this run. Java takes the last line of each name."""
    ours = {
        "bootstrap.servers": bootstrap_servers,
        "listeners": f"http://127.0.0.1:{port}",
        "plugin.path": ",".join(map(str, plugins)),
        "offset.storage.partitions": 1,
        "status.storage.partitions": 1,
    }
    lines = "\n".join(f"{name}={value}" for name, value in ours.items())
    return f"{(CONNECT / 'connect-distributed.properties').read_text()}\n{lines}\n"
