"""The server that fault tests stop, kill and start again."""

from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from tests.brokers import WANTS_KAFKA
from tests.kafka_server import KafkaServer, why_unavailable

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.slow,
    pytest.mark.skipif(not WANTS_KAFKA, reason="runs with NEWSWIRE_TEST_BROKER=kafka"),
]


def topics_of(server: KafkaServer) -> list[str]:
    admin = KafkaAdminClient(bootstrap_servers=server.bootstrap_servers)
    try:
        names: list[str] = admin.list_topics()
        return names
    finally:
        admin.close()


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_what_it_holds_is_there_again(tmp_path: Path, way: str) -> None:
    if reason := why_unavailable():
        pytest.skip(reason)
    server = KafkaServer(tmp_path)
    server.start()
    try:
        admin = KafkaAdminClient(bootstrap_servers=server.bootstrap_servers)
        admin.create_topics({"kept": {"num_partitions": 2, "replication_factor": 1}}, wait_for_metadata=True)
        admin.close()
        getattr(server, way)()

        server.start()

        assert topics_of(server) == ["kept"]
    finally:
        server.stop()


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    assert "install openjdk-17-jre-headless" in (why_unavailable() or "")
