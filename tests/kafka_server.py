"""Apache Kafka for tests: fetched by Maven into a cache, one broker and controller on loopback.

    with apache_kafka() as bootstrap_servers:
        ...

For fault tests, `KafkaServer` can be stopped, killed and started again on the same ports and the same data, and
`kafka_cluster` runs several of them, every message on three of them and confirmed by two.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

CHECKOUT = Path(__file__).resolve().parents[1]
KEEPER = CHECKOUT / "pipeline" / "stream" / "keeper.py"
CACHE = CHECKOUT / ".cache" / "kafka"
VERSION = os.environ.get("NEWSWIRE_KAFKA_VERSION", "4.4.0")
CLUSTER_ID = "TmV3c3dpcmVUZXN0c0thZg"
START_TIMEOUT_S = 60.0
JAVA_AT_LEAST = 17

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{version}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
"""

PROPERTIES = """process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
num.partitions=1
default.replication.factor={copies}
min.insync.replicas={confirmed}
offsets.topic.num.partitions=4
offsets.topic.replication.factor={copies}
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={confirmed}
share.coordinator.state.topic.replication.factor={copies}
share.coordinator.state.topic.min.isr={confirmed}
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.threads=1
num.network.threads=2
num.io.threads=4
"""


class KafkaUnavailableError(Exception):
    """Apache Kafka cannot be run here; the text says what to install."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """The place of a server among those of its cluster."""

    node: int
    """Its number, from 1."""
    broker: int
    """Its port for clients."""
    controllers: tuple[int, ...]
    """Ports of all controllers, that of server 1 first."""


def seats(count: int) -> list[Seat]:
    """Make places for a cluster of so many servers."""
    ports = free_ports(2 * count)
    controllers = tuple(ports[count:])
    return [Seat(node=number, broker=ports[number - 1], controllers=controllers) for number in range(1, count + 1)]


class KafkaServer:
    """One broker and controller, whose data and ports stay the same from start to start."""

    def __init__(self, folder: Path, *, seat: Seat | None = None) -> None:
        self._jars = fetched_jars()
        self._folder = folder
        self._keeper: subprocess.Popen[bytes] | None = None
        seat = seat or seats(1)[0]
        self.node = seat.node
        self.bootstrap_servers = f"127.0.0.1:{seat.broker}"
        self._config = folder / "server.properties"
        self._log = folder / "kafka.log"
        self._config.write_text(_properties(seat, folder / "data"))
        self._java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self._config))

    def start(self) -> None:
        """Start the broker and return when it answers."""
        self.launch()
        self.wait_until_ready()

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._keeper is not None and self._keeper.poll() is None

    def launch(self) -> None:
        """Start the broker's process: with others, it answers only when most of them are there."""
        with self._log.open("ab") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", "-S", str(KEEPER), *self._command("kafka.Kafka", str(self._config))],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return when the broker answers."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._is_ready():
            if not self.is_running or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Apache Kafka did not start; the end of its log:\n{self.log_tail()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the broker in order."""
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
            self._keeper.wait(30)

    def kill(self) -> None:
        """End the broker as a power cut would."""
        if self._keeper and self._keeper.poll() is None:
            os.killpg(self._keeper.pid, signal.SIGKILL)
            self._keeper.wait(10)
            while self._is_listening():
                time.sleep(0.01)

    def log_tail(self) -> str:
        """The last lines that the broker wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])

    def _is_ready(self) -> bool:
        if not self._is_listening():
            return False
        with contextlib.suppress(KafkaError):
            admin = KafkaAdminClient(bootstrap_servers=self.bootstrap_servers, bootstrap_timeout_ms=3000)
            try:
                return bool(admin.describe_cluster()["brokers"])
            finally:
                admin.close()
        return False

    def _is_listening(self) -> bool:
        host, _, port = self.bootstrap_servers.partition(":")
        with contextlib.suppress(OSError):
            socket.create_connection((host, int(port)), timeout=1).close()
            return True
        return False

    def _command(self, main: str, *arguments: str) -> list[str]:
        memory = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        quiet = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", f"-Dkafka.logs.dir={self._folder}"]
        return [java(), *memory, *quiet, "-cp", f"{self._jars}/*", main, *arguments]

    def _java(self, main: str, *arguments: str) -> None:
        done = subprocess.run(self._command(main, *arguments), capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(f"{main} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextlib.contextmanager
def apache_kafka() -> Iterator[str]:
    """Run Apache Kafka on loopback; give its bootstrap servers; leave nothing behind but the cache of jars."""
    with tempfile.TemporaryDirectory(prefix="newswire-kafka-") as folder:
        server = KafkaServer(Path(folder))
        try:
            server.start()
            yield server.bootstrap_servers
        finally:
            server.stop()


@contextlib.contextmanager
def kafka_cluster(count: int) -> Iterator[list[KafkaServer]]:
    """Run so many servers as one cluster; leave nothing behind but the cache of jars."""
    with tempfile.TemporaryDirectory(prefix="newswire-kafka-", ignore_cleanup_errors=True) as place:
        servers = []
        for seat in seats(count):
            folder = Path(place) / f"server-{seat.node}"
            folder.mkdir()
            servers.append(KafkaServer(folder, seat=seat))
        try:
            for server in servers:
                server.launch()
            for server in servers:
                server.wait_until_ready()
            yield servers
        finally:
            for server in servers:
                server.kill()


def why_unavailable() -> str | None:
    """Say what is missing to run Apache Kafka here, or None when nothing is."""
    try:
        java()
        if not _is_fetched():
            maven()
    except KafkaUnavailableError as error:
        return str(error)
    return None


def _properties(seat: Seat, data: Path) -> str:
    """Write a server's configuration: with three servers or more, every message is on three and confirmed by two."""
    count = len(seat.controllers)
    voters = ",".join(f"{number}@127.0.0.1:{port}" for number, port in enumerate(seat.controllers, start=1))
    return PROPERTIES.format(
        node=seat.node,
        voters=voters,
        broker=seat.broker,
        controller=seat.controllers[seat.node - 1],
        copies=min(3, count),
        confirmed=max(1, min(3, count) - 1),
        data=data,
    )


def java() -> str:
    """Find Java 17 or later."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    wanted = f"Apache Kafka needs Java {JAVA_AT_LEAST} or later: install openjdk-{JAVA_AT_LEAST}-jre-headless"
    if not found:
        raise KafkaUnavailableError(wanted)
    text = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = text.partition('"')[2].partition('"')[0].partition(".")[0]
    if not version.isdigit() or int(version) < JAVA_AT_LEAST:
        raise KafkaUnavailableError(f"{wanted} ({found} is {version or 'none'})")
    return found


def maven() -> str:
    """Find Maven."""
    found = shutil.which("mvn")
    if not found:
        raise KafkaUnavailableError("Apache Kafka is fetched by Maven, which is missing: install maven")
    return found


def fetched_jars() -> Path:
    """Return the folder with Kafka's jars, filled on first use."""
    return CACHE / VERSION if _is_fetched() else fetched(POM.format(version=VERSION), CACHE / VERSION)


def fetched(pom: str, jars: Path) -> Path:
    """Fill a folder, unless it is there, with the jars that a pom names, and return it."""
    if jars.is_dir():
        return jars
    jars.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jars.parent) as folder:
        file = Path(folder) / "pom.xml"
        file.write_text(pom)
        copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}/jars"]
        done = subprocess.run(
            [maven(), "-q", "-B", "-f", str(file), *copy], capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode:
            raise KafkaUnavailableError(f"Maven could not fetch {jars.name}: {done.stdout[-1500:]}")
        with contextlib.suppress(FileExistsError, OSError):
            (Path(folder) / "jars").rename(jars)
    return jars


def _is_fetched() -> bool:
    return any((CACHE / VERSION).glob("kafka_2.13-*.jar"))


def free_ports(count: int) -> list[int]:
    """Find different free ports on loopback."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
