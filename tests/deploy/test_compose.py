"""The compose files say what the program and the documents say, and compose itself reads them."""

import os
import re
import shutil
import subprocess
from dataclasses import fields
from typing import Any

import pytest

from pipeline.config import Settings
from tests import kafka_server
from tests.deploy.files import DEPLOY, text_of, yaml_of

FILES = ["compose.yaml", "compose.cluster.yaml", "compose.dev.yaml"]
NOT_PASSED_ON = {"data_dir"}
"""A worker's tables come back from Kafka, so their files lie in the container's own /tmp."""
ONE_SHOT = {"topics", "seed"}


def services(name: str = "compose.yaml") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml_of(DEPLOY / name)["services"]
    return found


def compose() -> list[str]:
    """Find compose, or skip."""
    if os.environ.get("NEWSWIRE_COMPOSE"):
        return os.environ["NEWSWIRE_COMPOSE"].split()
    asked = subprocess.run("docker compose version", shell=True, capture_output=True, check=False)  # noqa: S602 - may be missing
    if asked.returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    pytest.skip("Compose is not installed: apt-get install docker-compose, or name one by NEWSWIRE_COMPOSE")


@pytest.mark.parametrize("names", [FILES[:1], FILES[:2], [FILES[0], FILES[2]]], ids="+".join)
def test_compose_itself_reads_the_files(names: list[str]) -> None:
    files = [part for name in names for part in ("-f", str(DEPLOY / name))]

    done = subprocess.run(
        [*compose(), *files, "--profile", "seed", "--profile", "observe", "config", "--quiet"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_every_setting_reaches_the_worker() -> None:
    wanted = {f"NEWSWIRE_{field.name.upper()}" for field in fields(Settings) if field.name not in NOT_PASSED_ON}

    assert wanted - services()["worker"]["environment"].keys() == set()


def test_nothing_is_set_that_is_no_setting() -> None:
    given = {name for service in services().values() for name in service.get("environment", ())}
    ours = {name for name in given if name.startswith("NEWSWIRE_")}

    assert ours - {f"NEWSWIRE_{field.name.upper()}" for field in fields(Settings)} == set()


@pytest.mark.parametrize("name", FILES[:2])
def test_every_image_is_pinned(name: str) -> None:
    images = {service["image"] for service in services(name).values() if "image" in service}

    assert [image for image in images if not re.search(r":(\$\{\w+:-)?v?\d[\w.-]*\}?$|newswire:dev", image)] == []


@pytest.mark.parametrize("name", FILES[:2])
def test_no_port_is_open_to_the_world_unless_asked_for(name: str) -> None:
    ports = [port for service in services(name).values() for port in service.get("ports", ())]

    assert [port for port in ports if not port.startswith("${NEWSWIRE_BIND:-127.0.0.1}:")] == []


def test_every_service_that_stays_has_a_check_limits_and_a_restart_policy() -> None:
    wanted = {"healthcheck", "cpus", "mem_limit", "restart"}
    staying = {name: service for name, service in services().items() if name not in ONE_SHOT}

    assert {name: wanted - service.keys() for name, service in staying.items() if wanted - service.keys()} == {}


@pytest.mark.parametrize("name", ["topics", "seed", "worker"])
def test_our_containers_may_do_as_little_as_possible(name: str) -> None:
    service = services()[name]

    assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)


def test_worker_starts_after_its_topics_were_made() -> None:
    assert services()["worker"]["depends_on"]["topics"] == {"condition": "service_completed_successfully"}


def test_worker_gets_longer_to_end_than_an_article_may_take() -> None:
    grace_s = float(services()["worker"]["stop_grace_period"].removesuffix("s"))

    assert grace_s > Settings().article_timeout_s


@pytest.mark.parametrize("name", FILES[:2])
def test_kafka_is_the_version_that_the_tests_run_on(name: str) -> None:
    assert f"apache/kafka:${{KAFKA_VERSION:-{kafka_server.VERSION}}}" in text_of(name)


def test_brokers_of_the_cluster_differ_by_number_and_name_only() -> None:
    cluster = services("compose.cluster.yaml")
    brokers = {name: cluster[name]["environment"] for name in ("kafka", "kafka-2", "kafka-3")}
    own = {"KAFKA_NODE_ID", "KAFKA_ADVERTISED_LISTENERS"}

    common = [{key: value for key, value in one.items() if key not in own} for one in brokers.values()]

    assert all(one == common[0] for one in common)


def test_cluster_says_something_of_each_thing_that_is_set_for_one_broker() -> None:
    one, three = services()["kafka"]["environment"], services("compose.cluster.yaml")["kafka"]["environment"]

    assert one.keys() == three.keys()


def test_a_message_of_the_cluster_is_on_three_brokers_and_confirmed_by_two() -> None:
    environment = services("compose.cluster.yaml")["kafka"]["environment"]
    topics = services("compose.cluster.yaml")["topics"]["environment"]

    assert (topics["NEWSWIRE_REPLICATION"], environment["KAFKA_MIN_INSYNC_REPLICAS"]) == (3, 2)
