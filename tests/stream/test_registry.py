"""A schema registry: what is put there, and what it may answer."""

import json
from collections.abc import Iterator

import pytest

from pipeline.config import Settings
from pipeline.errors import RefusalError, SettingsError, TargetError
from pipeline.shipped import shipped_path
from pipeline.stages import topics
from pipeline.stream.registry import SCHEMA_OF, registered_schemas
from pipeline.stream.short_names import CONTRACT_NAMES
from tests.sinks.receiver import Reply, Scripted, receiving
from tests.stream.registry_server import RegistryServer


@pytest.fixture
def registry() -> RegistryServer:
    return RegistryServer()


@pytest.fixture
def settings(registry: RegistryServer) -> Iterator[Settings]:
    with receiving(registry) as address:
        yield Settings(schema_registry=address, topic_prefix="test.")


def test_every_topic_with_records_of_ours_has_a_schema() -> None:
    assert set(SCHEMA_OF) == set(CONTRACT_NAMES) - {topics.KNOWLEDGE}


def test_without_a_registry_nothing_is_done() -> None:
    assert registered_schemas(Settings()) == {}


def test_each_topics_schema_stands_under_its_subject(registry: RegistryServer, settings: Settings) -> None:
    ids = registered_schemas(settings)
    text = registry.schemas[ids[topics.EVENTS] - 1]
    assert text == shipped_path("schemas/event.v1.json").read_text(encoding="utf-8")
    assert set(registry.subjects) == {f"test.{topic}-value" for topic in SCHEMA_OF}
    assert ids[topics.CLEAN] == ids[topics.UNIQUE] != ids[topics.EVENTS]


def test_a_second_worker_gets_the_same_ids(settings: Settings) -> None:
    assert registered_schemas(settings) == registered_schemas(settings)


def test_a_schema_that_does_not_fit_is_refused_with_advice(registry: RegistryServer, settings: Settings) -> None:
    registry.refused = {"test.news.events-value"}
    with pytest.raises(RefusalError, match=r"refuses test\.news\.events-value: status 409.*compatibility.*FORWARD"):
        registered_schemas(settings)


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"id": "1"}', b'{"id": true}', b'{"id": -1}', b"[1]"])
def test_what_is_no_registry_is_said(body: bytes) -> None:
    with receiving(Scripted(Reply(body=body))) as address, pytest.raises(TargetError, match="is no schema registry"):
        registered_schemas(Settings(schema_registry=address))


def test_a_registry_that_is_away_is_said() -> None:
    with pytest.raises(TargetError, match="does not answer"):
        registered_schemas(Settings(schema_registry="http://127.0.0.1:9"), backoff_s=0.001)


def test_an_address_that_is_none_is_said() -> None:
    with pytest.raises(SettingsError, match="must begin with http"):
        registered_schemas(Settings(schema_registry="registry:8081"))


def test_the_schemas_that_are_sent_are_json() -> None:
    assert all(json.loads(shipped_path(f"schemas/{name}.json").read_bytes())["$id"] for name in SCHEMA_OF.values())
