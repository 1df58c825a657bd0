"""The connectors of deploy/connect/, run by Kafka Connect on Apache Kafka."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.sinks.postgresql import PostgresqlDatabase
from pipeline.stages.topics import ENRICHED, EVENTS, STORIES
from pipeline.stream.admin import create_topics
from pipeline.stream.declaration import read_declaration
from tests.brokers import WANTS_KAFKA
from tests.connect_server import CONNECT, PLUGINS, ConnectWorker, connect_worker, fetched_connect, fetched_plugins
from tests.console.records import article, event, story
from tests.kafka_server import KafkaUnavailableError, apache_kafka, free_ports, why_unavailable
from tests.postgres_server import USER, postgresql
from tests.postgres_server import why_unavailable as why_no_postgresql
from tests.stream.messages import put

PATIENCE_S = 60.0
CONNECTORS = ["postgres", "files", "elasticsearch", "webhook"]
SECRET = {"NEWSWIRE_CONNECT_POSTGRES_PASSWORD": "unused where the server trusts"}
CORRECTED = replace(event(2), label="Talks in Lima")
EVENTS_TOLD = [event(1), event(2), CORRECTED]


@pytest.fixture(scope="module")
def kafka() -> Iterator[str]:
    """Bootstrap servers of Apache Kafka (the embedded broker is too small for Connect), with records on its topics.

    Of two events one was corrected and one withdrawn; beside them an article and a story.
    """
    reason = why_unavailable() if WANTS_KAFKA else "runs with NEWSWIRE_TEST_BROKER=kafka"
    if reason:
        pytest.skip(reason)
    with apache_kafka() as bootstrap_servers:
        settings = Settings(bootstrap_servers=bootstrap_servers)
        create_topics(bootstrap_servers, read_declaration(settings), replication=1)
        put(settings, [*((one.id, encode(one)) for one in EVENTS_TOLD), (event(1).id, None)], topic=EVENTS)
        put(settings, [(article().id, encode(article()))], topic=ENRICHED)
        put(settings, [(story().id, encode(story("article-1")))], topic=STORIES)
        yield bootstrap_servers


@pytest.fixture(scope="module")
def worker(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConnectWorker]:
    """A worker of Connect."""
    try:
        jars, plugins = fetched_connect(), fetched_plugins()
    except KafkaUnavailableError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("connect")
    with connect_worker(kafka, folder, jars=jars, plugins=plugins, environment=SECRET) as started:
        yield started


def connector(name: str, **changed: str) -> dict[str, object]:
    """Read a connector's file, with what is different in this run."""
    read = json.loads((CONNECT / f"{name}.json").read_text())
    assert changed.keys() <= read["config"].keys()
    return {"name": read["name"], "config": read["config"] | changed}


def until(worker: ConnectWorker, name: str, is_there: Callable[[], bool]) -> None:
    """Wait for what a connector writes; fail with the reason when its task did."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_there():
        failed = [task["trace"] for task in worker.tasks(name) if task["state"] == "FAILED"]
        assert not failed, failed[0][-3000:]
        assert time.monotonic() < deadline, worker.log_tail()
        time.sleep(0.2)


@pytest.mark.kafka
@pytest.mark.slow
def test_events_go_to_a_file_as_lines_of_json(worker: ConnectWorker, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"

    worker.create(connector("files", file=str(file)))

    until(worker, "newswire-files", lambda: file.exists() and file.read_text().count("\n") == len(EVENTS_TOLD))
    assert sorted(file.read_bytes().splitlines()) == sorted(map(encode, EVENTS_TOLD))


@pytest.mark.kafka
@pytest.mark.slow
def test_postgresql_holds_the_newest_record_of_each_id(worker: ConnectWorker) -> None:
    reason = why_no_postgresql()
    if reason:
        pytest.skip(reason)
    (port,) = free_ports(1)
    with postgresql(port) as conninfo:
        database = PostgresqlDatabase(conninfo)
        database.rows((CONNECT / "postgres.sql").read_text())
        address = f"jdbc:postgresql://127.0.0.1:{port}/{USER}?stringtype=unspecified"
        worker.create(connector("postgres", **{"connection.url": address, "connection.username": USER}))

        def is_all_there() -> bool:
            kept = database.rows("SELECT count(*), count(record) FROM news_events")
            others = database.rows("SELECT (SELECT count(*) FROM stories), (SELECT count(*) FROM articles)")
            return kept == [(2, 1)] and others == [(1, 1)]

        until(worker, "newswire-postgres", is_all_there)
        until(worker, "newswire-postgres", lambda: _labels(database) == [(CORRECTED.label,)])
        assert database.rows("SELECT id, type, source, place_country, lat FROM events") == [
            (CORRECTED.id, CORRECTED.type, "Ana Berg", "PER", -12.04)
        ]
        assert database.rows("SELECT title, article_count FROM stories") == [("Talks in Lima", 1)]
        assert database.rows("SELECT text FROM articles") == [(article().text,)]
        database.close()


def _labels(database: PostgresqlDatabase) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.rows("SELECT record ->> 'label' FROM news_events WHERE record IS NOT NULL")]


@pytest.mark.parametrize("name", CONNECTORS)
def test_a_connector_reads_topics_that_are_public(name: str) -> None:
    named = str(connector(name)["config"]).partition("'topics': '")[2].partition("'")[0].split(",")
    public = {topic.name for topic in read_declaration(Settings()) if topic.kind == "public out"}

    assert named
    assert set(named) <= public


@pytest.mark.parametrize("name", CONNECTORS)
def test_a_connector_takes_its_secrets_from_variables_that_the_worker_lets_it_read(name: str) -> None:
    config: dict[str, str] = json.loads((CONNECT / f"{name}.json").read_text())["config"]
    pattern = re.search(r"allowlist\.pattern=(.+)", (CONNECT / "connect-distributed.properties").read_text())
    assert pattern
    secrets = [value for key, value in config.items() if "password" in key or "authorization" in key.split(".")[-1:]]
    named = re.findall(r"\$\{env:([A-Z_]+)\}", " ".join(config.values()))

    assert all("${env:" in secret for secret in secrets)
    assert all(re.fullmatch(pattern[1], variable) for variable in named)


@pytest.mark.parametrize(("name", "version"), PLUGINS.items())
def test_the_plugin_that_is_tested_is_the_one_that_is_named(name: str, version: str) -> None:
    assert f"<version>{version}</version>" in (CONNECT / "plugins" / f"{name}.xml").read_text()


@pytest.mark.parametrize("path", sorted(path.name for path in CONNECT.iterdir() if path.suffix in {".json", ".sql"}))
def test_every_file_is_explained(path: str) -> None:
    assert f"`{path}`" in (CONNECT / "README.md").read_text()
