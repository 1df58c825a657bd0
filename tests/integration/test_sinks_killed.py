"""Sinks under kill -9: each message takes effect once where target and place are one, at least once elsewhere."""

import random
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.sinks.postgresql import PostgresqlDatabase
from pipeline.stages.topics import EVENTS
from tests.cli.processes import ROOT, command_of
from tests.console.records import event
from tests.postgres_server import postgresql, why_unavailable
from tests.sinks.receiver import Reply, Request, receiving
from tests.sinks.search_server import SearchServer
from tests.stream.messages import put

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

KILLS = 6
FED_AT_ONCE = 40
CONNECTIONS = 2
PATIENCE_S = 120.0
LOG = "CREATE TABLE log (event_id VARCHAR(99))"
SQLITE_TRIGGER = "CREATE TRIGGER logged AFTER {} ON events BEGIN INSERT INTO log VALUES (new.event_id); END"
POSTGRESQL_TRIGGER = (
    """CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO log VALUES (new.event_id); RETURN new; END $$""",
    "CREATE TRIGGER logged AFTER INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION logged()",
)


class Feeder:
    """Feeds events, each with an id of its own, until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._feed)
        self.ids: list[str] = []

    def _feed(self) -> None:
        while not self._stopping.wait(0.02):
            numbers = range(len(self.ids), len(self.ids) + FED_AT_ONCE)
            put(self._settings, [(f"event-{number}", encode(event(number))) for number in numbers], topic=EVENTS)
            self.ids += [f"event-{number}" for number in numbers]

    @contextmanager
    def feeding(self) -> Iterator[None]:
        """Feed within the block."""
        self._thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._thread.join()


def flags(settings: Settings) -> tuple[str, ...]:
    return (
        "--topic",
        "events",
        "--bootstrap-servers",
        settings.bootstrap_servers,
        "--topic-prefix",
        settings.topic_prefix,
    )


def carry_to_the_end(settings: Settings, *words: object) -> None:
    ended = subprocess.run(
        command_of("sink", *words, "--until-end", *flags(settings)),
        cwd=ROOT, check=False, capture_output=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()


def kill_again_and_again(settings: Settings, *words: object, taken: Callable[[], int]) -> list[str]:
    """Feed, and kill the sink each time that it has taken something, at a moment drawn by chance; name what was fed."""
    rng = random.Random(11)
    feeder = Feeder(settings)
    with feeder.feeding():
        for _kill in range(KILLS):
            before = taken()
            process = subprocess.Popen(
                command_of("sink", *words, *flags(settings)), cwd=ROOT, stderr=subprocess.DEVNULL
            )
            deadline = time.monotonic() + PATIENCE_S
            while taken() <= before and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(rng.random() * 0.3)
            assert process.poll() is None, "the sink ended by itself"
            process.kill()
            process.wait()
            assert taken() > before, "the sink did nothing"
    carry_to_the_end(settings, *words)
    return feeder.ids


def test_sqlite_writes_each_record_exactly_once(deployment: Settings, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    carry_to_the_end(deployment, "sqlite", path)
    with sqlite3.connect(path) as connection:
        connection.execute(LOG)
        for change in ("INSERT", "UPDATE"):
            connection.execute(SQLITE_TRIGGER.format(change).replace("logged", f"logged_{change}"))

    def logged() -> list[str]:
        with sqlite3.connect(path, timeout=60) as connection:
            return [name for (name,) in connection.execute("SELECT event_id FROM log")]

    fed = kill_again_and_again(deployment, "sqlite", path, taken=lambda: len(logged()))
    assert Counter(logged()) == Counter(fed)


def test_postgresql_writes_each_record_exactly_once(deployment: Settings) -> None:
    reason = why_unavailable()
    if reason:
        pytest.skip(reason)
    with postgresql() as conninfo:
        carry_to_the_end(deployment, "postgresql", conninfo)
        database = PostgresqlDatabase(conninfo)
        for statement in (LOG, *POSTGRESQL_TRIGGER):
            database.rows(statement)

        def logged() -> list[str]:
            return [str(name) for (name,) in database.rows("SELECT event_id FROM log")]

        fed = kill_again_and_again(deployment, "postgresql", conninfo, taken=lambda: len(logged()))
        assert Counter(logged()) == Counter(fed)
        database.close()


def test_duckdb_has_each_record(deployment: Settings, tmp_path: Path) -> None:
    """DuckDB lets nobody look while the sink has the file, so it is killed by the clock."""
    path, rng = tmp_path / "news.duckdb", random.Random(12)
    feeder = Feeder(deployment)
    with feeder.feeding():
        for _kill in range(KILLS):
            process = subprocess.Popen(command_of("sink", "duckdb", path, *flags(deployment)), cwd=ROOT)
            time.sleep(1 + rng.random() * 2)
            process.kill()
            process.wait()
    with duckdb.connect(str(path)) as connection:
        early = connection.execute("SELECT count(*) FROM events").fetchall()
    carry_to_the_end(deployment, "duckdb", path)
    with duckdb.connect(str(path)) as connection:
        held = connection.execute("SELECT event_id FROM events").fetchall()
    assert early > [(0,)]
    assert Counter(name for (name,) in held) == Counter(feeder.ids)


def test_parquet_holds_each_message_exactly_once(deployment: Settings, tmp_path: Path) -> None:
    def files() -> int:
        return len(list(tmp_path.rglob("*.parquet")))

    fed = kill_again_and_again(deployment, "parquet", tmp_path, "--rows", 50, taken=files)
    held = duckdb.read_parquet(f"{tmp_path}/events/*.parquet").project("event_id").fetchall()
    assert Counter(name for (name,) in held) == Counter(fed)


def test_elasticsearch_has_each_record(deployment: Settings) -> None:
    server = SearchServer()
    with receiving(server) as address:

        def indexed() -> int:
            return len(server.indices.get("newswire-events", ()))

        fed = kill_again_and_again(deployment, "elasticsearch", address, taken=indexed)
    assert set(server.indices["newswire-events"]) == set(fed)


def test_a_webhook_gets_each_record_and_few_again_in_order(deployment: Settings, tmp_path: Path) -> None:
    names: list[str] = []

    def respond(request: Request) -> Reply:
        names.append(request.headers["webhook-id"])
        return Reply()

    with receiving(respond) as address:
        words = ("webhook", address, "--state", tmp_path / "state", "--connections", CONNECTIONS)
        fed = kill_again_and_again(deployment, *words, taken=lambda: len(names))
    assert len(set(names)) == len(fed)
    assert len(names) - len(fed) <= KILLS * CONNECTIONS
    assert _is_in_order(names)


def _is_in_order(names: list[str]) -> bool:
    """Tell whether within each partition no message comes before one that stands before it."""
    offsets: dict[str, list[int]] = {}
    for name in names:
        partition, _, offset = name.rpartition("/")
        offsets.setdefault(partition, []).append(int(offset))
    return all(one == sorted(one) for one in offsets.values())
