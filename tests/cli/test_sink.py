"""`newswire sink`: from a broker into each target, by its command line."""

import json
import signal
import sqlite3
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.sinks.postgresql import PostgresqlDatabase
from pipeline.stages.topics import EVENTS, STORIES
from tests.cli.conftest import Newswire
from tests.cli.processes import started
from tests.console.records import event, story
from tests.console.test_follower import until
from tests.postgres_server import postgresql, why_unavailable
from tests.sinks.receiver import Scripted, receiving
from tests.sinks.search_server import SearchServer
from tests.stream.messages import put


def put_events(settings: Settings, *numbers: int) -> None:
    put(settings, [(f"event-{number}", encode(event(number))) for number in numbers], topic=EVENTS)


@pytest.mark.kafka
def test_sqlite_gets_its_tables(newswire: Newswire, newswire_environment: Settings, tmp_path: Path) -> None:
    put_events(newswire_environment, 1, 2)
    put(newswire_environment, [("story-1", encode(story("article-1")))], topic=STORIES)
    ran = newswire("sink", "sqlite", tmp_path / "news.db", "--until-end")
    assert (ran.code, ran.err) == (0, "took 3 messages\n")
    with sqlite3.connect(tmp_path / "news.db") as connection:
        counts = connection.execute("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM stories)").fetchone()
    assert counts == (2, 1)


@pytest.mark.kafka
def test_only_the_topics_that_are_named_are_carried(
    newswire: Newswire, newswire_environment: Settings, tmp_path: Path
) -> None:
    put_events(newswire_environment, 1)
    newswire("sink", "sqlite", tmp_path / "news.db", "--until-end", "--topic", "stories")
    with sqlite3.connect(tmp_path / "news.db") as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {"stories", "newswire_places"}


@pytest.mark.kafka
def test_duckdb_and_parquet_get_the_same_events(
    newswire: Newswire, newswire_environment: Settings, tmp_path: Path
) -> None:
    put_events(newswire_environment, *range(10))
    newswire("sink", "duckdb", tmp_path / "news.duckdb", "--until-end")
    newswire("sink", "parquet", tmp_path / "lake", "--until-end", "--topic", "events")
    with duckdb.connect(str(tmp_path / "news.duckdb")) as connection:
        asked = "SELECT event_id, type, factuality, place, lat, lon, trigger, record::VARCHAR FROM events ORDER BY 1"
        kept = connection.execute(asked).fetchall()
        filed = connection.execute(asked.replace("events", f"'{tmp_path}/lake/events/*.parquet'")).fetchall()
    assert len(kept) == 10
    assert kept == filed


@pytest.mark.kafka
def test_postgresql_gets_its_tables(newswire: Newswire, newswire_environment: Settings) -> None:
    reason = why_unavailable()
    if reason:
        pytest.skip(reason)
    put_events(newswire_environment, 1, 2)
    with postgresql() as conninfo:
        ran = newswire("sink", "postgresql", conninfo, "--until-end")
        database = PostgresqlDatabase(conninfo)
        found = database.rows("SELECT event_id, record ->> 'label' FROM events ORDER BY 1")
        database.close()
    assert ran.code == 0
    assert found == [("event-1", "Meeting or talks"), ("event-2", "Meeting or talks")]


@pytest.mark.kafka
def test_elasticsearch_gets_its_indices(newswire: Newswire, newswire_environment: Settings, tmp_path: Path) -> None:
    put_events(newswire_environment, 1)
    (tmp_path / "key").write_text("c2VjcmV0\n")
    server = SearchServer()
    with receiving(server) as address:
        ran = newswire("sink", "elasticsearch", address, "--until-end", "--api-key-file", tmp_path / "key")
    assert (ran.code, list(server.indices["newswire-events"])) == (0, ["event-1"])
    assert {request.headers["authorization"] for request in server.requests} == {"ApiKey c2VjcmV0"}


@pytest.mark.kafka
def test_a_webhook_gets_each_record_once_over_two_runs(
    newswire: Newswire, newswire_environment: Settings, tmp_path: Path
) -> None:
    scripted = Scripted()
    (tmp_path / "secret").write_text("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")
    with receiving(scripted) as address:
        words = ("sink", "webhook", address, "--state", tmp_path / "state", "--secret-file", tmp_path / "secret")
        for number in (1, 2):
            put_events(newswire_environment, number)
            assert newswire(*words, "--until-end").code == 0
    assert [json.loads(one.body)["subject"] for one in scripted.requests] == ["event-1", "event-2"]
    assert all(one.headers["webhook-signature"].startswith("v1,") for one in scripted.requests)


@pytest.mark.kafka
def test_what_is_no_record_stops_it_with_a_line_or_is_put_aside(
    newswire: Newswire, newswire_environment: Settings, tmp_path: Path
) -> None:
    put(newswire_environment, [("event-1", b"no json"), ("event-2", encode(event(2)))], topic=EVENTS)
    stopped = newswire("sink", "sqlite", tmp_path / "news.db", "--until-end")
    assert stopped.code == 1
    assert "cannot be taken (undecodable" in stopped.err
    assert "--rejects" in stopped.err
    went_on = newswire("sink", "sqlite", tmp_path / "news.db", "--until-end", "--rejects", tmp_path / "rejects")
    assert went_on.code == 0
    assert "put 1 aside" in went_on.err
    (line,) = (tmp_path / "rejects").read_text().splitlines()
    assert (json.loads(line)["key"], json.loads(line)["value_b64"]) == ("event-1", "bm8ganNvbg==")


@pytest.mark.kafka
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_after_what_it_has_in_hand(
    newswire_environment: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    put_events(newswire_environment, 1, 2)
    process = started("sink", "sqlite", tmp_path / "news.db")
    until(lambda: count(tmp_path / "news.db") == 2)
    process.send_signal(number)
    _out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "took 2 messages\n")


def count(path: Path) -> int:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            found: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    except sqlite3.Error:
        return 0
    return found


@pytest.fixture
def without_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSWIRE_BOOTSTRAP_SERVERS", "127.0.0.1:9")


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("sqlite", "news.db", "--topic", "raw"), "'raw' is not one of", 2),
        (("webhook", "example.org", "--state", "s"), "the address of the service must begin with http", 2),
        (("webhook", "http://127.0.0.1:9", "--state", "s", "--secret-file", "none"), "none cannot be read", 1),
        (("sqlite", "news.db"), "no Kafka broker answers at 127.0.0.1:9", 1),
        (("sqlite", "/proc/no/news.db"), "SQLite cannot use /proc/no/news.db", 1),
        (("postgresql", "host=127.0.0.1 port=9 connect_timeout=2"), "PostgreSQL: connection failed", 1),
        (("elasticsearch", "http://[1"), "the address of the service", 2),
    ],
)
@pytest.mark.usefixtures("without_broker")
def test_what_is_wrong_is_said_in_a_line(newswire: Newswire, words: tuple[str, ...], said: str, code: int) -> None:
    ran = newswire("sink", *words)
    assert said in ran.err
    assert (ran.code, ran.err.count("\n")) == (code, 1)


def test_an_extra_that_is_missing_is_named(newswire: Newswire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    ran = newswire("sink", "duckdb", tmp_path / "news.duckdb")
    assert (ran.code, "pip install 'newswire[duckdb]'" in ran.err) == (1, True)
