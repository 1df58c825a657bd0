"""Prometheus and Grafana ask for metrics that there are, and show what they were set up for."""

import json
import re

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from tests.deploy.files import DEPLOY, dashboard, text_of, yaml_of

METRIC = re.compile(r"\bnewswire_[a-z_]+")
DERIVED = re.compile(r"_(bucket|sum|count)$")
PANELS = dashboard()["panels"]


def metrics_asked_for() -> set[str]:
    asked = " ".join(target["expr"] for panel in PANELS for target in panel["targets"])
    rules = re.findall(r"expr: (.*)", text_of("prometheus/alerts.yml"))
    return {DERIVED.sub("", name) for name in METRIC.findall(asked + " ".join(rules))}


def test_every_metric_that_is_asked_for_is_one_that_a_worker_has() -> None:
    assert metrics_asked_for() - set(METRIC.findall(text_of("metrics.md"))) == set()


@pytest.mark.parametrize("wanted", ["Rate by stage", "Lag by topic", "Latency by stage", "Dead letters by reason"])
def test_dashboard_shows(wanted: str) -> None:
    assert any(panel["title"].startswith(wanted) for panel in PANELS)


def test_panels_do_not_lie_on_each_other() -> None:
    cells = [
        (x, y)
        for grid in (panel["gridPos"] for panel in PANELS)
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_panels_have_numbers_of_their_own() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def test_dashboard_reads_the_source_that_is_provisioned() -> None:
    sources = yaml_of(DEPLOY / "grafana" / "provisioning" / "datasources" / "prometheus.yaml")["datasources"]
    used = {target["datasource"]["uid"] for panel in PANELS for target in panel["targets"]}

    assert used == {source["uid"] for source in sources}


def test_dashboards_lie_where_grafana_looks_for_them() -> None:
    provider = yaml_of(DEPLOY / "grafana" / "provisioning" / "dashboards" / "newswire.yaml")["providers"][0]
    volumes = yaml_of(DEPLOY / "compose.yaml")["services"]["grafana"]["volumes"]

    assert f"./grafana/dashboards:{provider['options']['path']}:ro" in volumes


def test_prometheus_asks_workers_where_they_answer() -> None:
    job = yaml_of(DEPLOY / "prometheus" / "prometheus.yml")["scrape_configs"][0]["dns_sd_configs"][0]
    environment = yaml_of(DEPLOY / "compose.yaml")["services"]["worker"]["environment"]

    assert (job["names"], job["port"]) == (["worker"], environment["NEWSWIRE_METRICS_PORT"])


def test_grafanas_own_model_reads_the_dashboard_and_loses_nothing() -> None:
    """Grafana itself has no stand-in: its models, made from its schemas, take the dashboard in and give it back."""
    register_default_plugins()

    read = json.loads(JSONEncoder().encode(Dashboard.from_json(dashboard())))

    assert contained(dashboard(), read)


def contained(one: object, other: object) -> bool:
    """Say whether everything in one is in the other, too, which may hold more: defaults that were not written."""
    if isinstance(one, dict):
        return isinstance(other, dict) and all(name in other and contained(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(contained, one, other))
    return one == other
