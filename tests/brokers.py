"""The broker that tests marked `kafka` run on, and a deployment of their own on it.

The embedded broker by default; Apache Kafka with NEWSWIRE_TEST_BROKER=kafka; any cluster that
NEWSWIRE_BOOTSTRAP_SERVERS names. A test that takes `deployment` gets topics that nobody else uses.
"""

import os
import uuid
from collections.abc import Iterator

import pytest

from pipeline.config import Settings
from pipeline.stream.admin import create_topics, delete_topics
from pipeline.stream.broker import EmbeddedBroker, is_embedded_at
from pipeline.stream.connection import opened_admin
from pipeline.stream.declaration import read_declaration
from tests.kafka_server import apache_kafka, why_unavailable

CLUSTER = os.environ.get("NEWSWIRE_BOOTSTRAP_SERVERS", "")
WANTS_KAFKA = os.environ.get("NEWSWIRE_TEST_BROKER", "") == "kafka"
PARTITIONS = 3
SESSION_TIMEOUT_S = 6.0 if CLUSTER else 4.0
"""The embedded broker takes half of it to let a worker join; an ordinary cluster refuses less than six seconds."""


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """Bootstrap servers of the broker that this run is on."""
    if CLUSTER:
        yield CLUSTER
    elif WANTS_KAFKA:
        reason = why_unavailable()
        if reason:
            pytest.skip(reason)
        with apache_kafka() as bootstrap_servers:
            yield bootstrap_servers
    else:
        with EmbeddedBroker() as embedded:
            yield embedded.bootstrap_servers


@pytest.fixture
def settings_alone(broker: str) -> Iterator[Settings]:
    """Settings with a prefix and an app id that nobody else has, and no topics yet; what is made is cleaned up."""
    settings = _settings(broker)
    yield settings
    clean_up(settings)


@pytest.fixture
def deployment(settings_alone: Settings) -> Settings:
    """Settings of a deployment of its own, with its topics made."""
    declared = read_declaration(settings_alone)
    create_topics(settings_alone.bootstrap_servers, declared, replication=1)
    return settings_alone


@pytest.fixture
def newswire_environment(deployment: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The deployment, set in the environment, so that commands use it without any flag."""
    for name in ("bootstrap_servers", "topic_prefix", "app_id", "partitions"):
        monkeypatch.setenv(f"NEWSWIRE_{name.upper()}", str(getattr(deployment, name)))
    return deployment


def skip_on_embedded(settings: Settings, reason: str) -> None:
    """Skip a test of something that only Apache Kafka does, also where the embedded broker is named as a cluster."""
    if is_embedded_at(settings.bootstrap_servers):
        pytest.skip(reason)


def _settings(broker: str) -> Settings:
    unique = uuid.uuid4().hex[:10]
    return Settings(
        bootstrap_servers=broker,
        topic_prefix=f"test-{unique}.",
        app_id=f"test-{unique}",
        partitions=PARTITIONS,
        session_timeout_s=SESSION_TIMEOUT_S,
        commit_interval_s=0.2,
        fetch_max_wait_ms=50,
        pool_processes=1,
    )


def new_deployment(broker: str) -> Settings:
    """Make the topics of a deployment of its own; whoever asks cleans up."""
    settings = _settings(broker)
    create_topics(settings.bootstrap_servers, read_declaration(settings), replication=1)
    return settings


def clean_up(settings: Settings) -> None:
    """Delete the topics and groups of a test: a cluster may be another's, and many topics make any broker slow."""
    with opened_admin(settings.bootstrap_servers) as admin:
        names = [name for name in admin.list_topics() if name.startswith((settings.topic_prefix, settings.app_id))]
        groups = [group["group_id"] for group in admin.list_groups() if group["group_id"].startswith(settings.app_id)]
        if groups:
            admin.delete_groups(groups)
    delete_topics(settings.bootstrap_servers, names)
