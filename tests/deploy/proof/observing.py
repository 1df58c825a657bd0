"""What Prometheus sees of the workers, whether it can answer what the dashboard asks, and what the live page shows."""

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

from tests.deploy.proof.stack import ROOT, Stack, docker
from tests.deploy.proof.steps import wait_until

DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "newswire.json"
WORKERS = 3


def prove_prometheus(stack: Stack) -> str:
    """Find every worker scraped, and every query of the dashboard answered."""
    wait_until(
        lambda: len(_ask(stack, 'up{job="newswire"} == 1')) == WORKERS,
        timeout_s=60,
        what=lambda: f"{len(_ask(stack, 'up == 1'))} targets up",
    )
    prometheus = stack.containers("prometheus")[0].id
    docker("exec", prometheus, "promtool", "check", "config", "/etc/prometheus/prometheus.yml")
    queries = list(dashboard_queries())
    wait_until(
        lambda: not _unanswered(stack, queries), timeout_s=60, what=lambda: f"no data for {_unanswered(stack, queries)}"
    )
    return f"{WORKERS} workers, {len(queries)} queries"


QUIET = ("newswire_dead_letters_total",)
"""Without data as long as nothing has failed."""


def dashboard_queries() -> Iterator[str]:
    """Every query of the dashboard, with Grafana's variables filled in."""
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$__range", "30m")


def _unanswered(stack: Stack, queries: list[str]) -> list[str]:
    loud = [query for query in queries if not any(name in query for name in QUIET)]
    return [query for query in loud if not _ask(stack, query)]


def _ask(stack: Stack, query: str) -> list[Any]:
    address = f"http://127.0.0.1:{stack.environment['NEWSWIRE_PROMETHEUS_PORT']}/api/v1/query"
    with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode({'query': query})}", timeout=10) as answer:  # noqa: S310
        result: list[Any] = json.load(answer)["data"]["result"]
    return result


def prove_page(stack: Stack, events: int) -> str:
    """Find the live page on the host following the broker, with at least so many events."""
    wait_until(
        lambda: _page(stack)["state"] == "following" and _page(stack)["counts"]["events"] >= events,
        timeout_s=60,
        what=lambda: f"it says {_page(stack)['state']}, {_page(stack)['counts']}",
    )
    return f"{_page(stack)['counts']['events']} events on it"


def _page(stack: Stack) -> Any:
    address = f"http://127.0.0.1:{stack.environment['NEWSWIRE_CONSOLE_PORT']}/api/about"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)
