"""Clusters that faults are done to, and deployments on them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.stream.admin import create_topics
from pipeline.stream.declaration import read_declaration
from tests.brokers import WANTS_KAFKA
from tests.faults.run import settings_for
from tests.kafka_server import KafkaServer, kafka_cluster, why_unavailable

Servers = Sequence[KafkaServer]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Apache Kafka of its own, and takes its time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "servers" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.kafka)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(600))
            item.add_marker(pytest.mark.skipif(not WANTS_KAFKA, reason="runs with NEWSWIRE_TEST_BROKER=kafka"))


@pytest.fixture(scope="session")
def one_server() -> Iterator[Servers]:
    """A cluster of one."""
    yield from _cluster(1)


@pytest.fixture(scope="session")
def three_servers() -> Iterator[Servers]:
    """A cluster of three: every message on three, confirmed by two."""
    yield from _cluster(3)


@pytest.fixture
def servers(request: pytest.FixtureRequest) -> Servers:
    """The cluster that a test is parametrized with; one server where it is not."""
    count = getattr(request, "param", 1)
    found: Servers = request.getfixturevalue("one_server" if count == 1 else "three_servers")
    return found


@pytest.fixture
def deployed(servers: Servers) -> Callable[..., Settings]:
    """Makes the topics of a deployment that nobody else has."""

    def deploy(**changed: Any) -> Settings:
        settings = replace(settings_for(servers, f"scene-{random.getrandbits(40):x}"), **changed)
        create_topics(settings.bootstrap_servers, read_declaration(settings), replication=settings.replication)
        return settings

    return deploy


def _cluster(count: int) -> Iterator[Servers]:
    if reason := why_unavailable():
        pytest.skip(reason)
    with kafka_cluster(count) as servers:
        yield servers
