"""The manifests fit Kubernetes' own schemas, each other, and the program."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from pipeline.config import Settings
from tests.deploy.files import DEPLOY, ROOT, yaml_of

ROOMS = ["base", "lag", "cpu"]
MANIFESTS = sorted(path for room in ROOMS for path in (DEPLOY / "kubernetes" / room).glob("*.yaml"))
BY_KUBERNETES = [path for path in MANIFESTS if path.name not in {"kustomization.yaml", "scaled-object.yaml"}]
VERSIONS = ["1.29", "1.33", "1.37"]
SETTINGS = dict(
    line.split("=", 1)
    for line in (DEPLOY / "kubernetes" / "base" / "settings.env").read_text(encoding="utf-8").splitlines()
)


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def manifest(name: str) -> Any:
    return yaml_of(DEPLOY / "kubernetes" / f"{name}.yaml")


def worker_container() -> dict[str, Any]:
    container: dict[str, Any] = manifest("base/worker")["spec"]["template"]["spec"]["containers"][0]
    return container


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", BY_KUBERNETES, ids=name_of)
def test_manifest_fits_the_schema(path: Path, version: str) -> None:
    kubernetes_validate.validate(yaml_of(path), version, strict=True)


@pytest.mark.parametrize("room", ROOMS)
def test_every_manifest_is_part_of_what_is_applied(room: str) -> None:
    folder = DEPLOY / "kubernetes" / room
    listed = {name for name in manifest(f"{room}/kustomization")["resources"] if name != "../base"}

    assert listed == {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}


def test_settings_are_settings() -> None:
    assert SETTINGS.keys() - {f"NEWSWIRE_{field.name.upper()}" for field in fields(Settings)} == set()


def test_worker_gets_longer_to_end_than_an_article_may_take() -> None:
    assert (
        manifest("base/worker")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        > Settings().article_timeout_s
    )


def test_worker_is_asked_for_its_health_where_it_answers() -> None:
    ports = {port["name"]: port["containerPort"] for port in worker_container()["ports"]}

    assert str(ports["metrics"]) == SETTINGS["NEWSWIRE_METRICS_PORT"]
    assert {
        worker_container()[probe]["httpGet"]["port"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")
    } == {"metrics"}


def test_worker_has_a_core_for_each_child_of_its_pool() -> None:
    assert worker_container()["resources"]["limits"]["cpu"] == SETTINGS["NEWSWIRE_POOL_PROCESSES"]


@pytest.mark.parametrize("name", ["base/worker", "base/topics-job"])
def test_container_may_do_as_little_as_possible(name: str) -> None:
    pod = manifest(name)["spec"]["template"]["spec"]
    container = pod["containers"][0]["securityContext"]

    assert (pod["securityContext"]["runAsNonRoot"], container) == (
        True,
        {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
    )


@pytest.mark.parametrize("name", ["base/disruption-budget", "base/metrics-service", "base/worker"])
def test_workers_are_found_by_their_label(name: str) -> None:
    spec, labels = manifest(name)["spec"], manifest("base/worker")["spec"]["template"]["metadata"]["labels"]
    selector = spec["selector"].get("matchLabels", spec["selector"])

    assert selector.items() <= labels.items()


def test_no_more_workers_than_partitions() -> None:
    most = {manifest("lag/scaled-object")["spec"]["maxReplicaCount"], manifest("cpu/autoscaler")["spec"]["maxReplicas"]}

    assert most == {int(SETTINGS["NEWSWIRE_PARTITIONS"])}


def test_lag_is_that_of_topics_and_a_group_that_there_are() -> None:
    topics = tomllib.loads((ROOT / "deploy" / "topics.toml").read_text(encoding="utf-8"))
    triggers = [trigger["metadata"] for trigger in manifest("lag/scaled-object")["spec"]["triggers"]]

    assert {trigger["topic"] for trigger in triggers} <= topics.keys()
    assert {trigger["consumerGroup"] for trigger in triggers} == {SETTINGS["NEWSWIRE_APP_ID"]}
