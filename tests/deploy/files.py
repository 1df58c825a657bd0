"""The files of deploy/, read for the tests."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DASHBOARD = DEPLOY / "grafana" / "dashboards" / "newswire.json"
NEEDS_YAML = "YAML is read by PyYAML: pip install pyyaml"


def text_of(name: str) -> str:
    """Read a file of deploy/."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def yaml_of(path: Path) -> Any:
    """Read YAML, anchors and merges resolved; skips where it cannot be read."""
    yaml = pytest.importorskip("yaml", reason=NEEDS_YAML)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def dashboard() -> dict[str, Any]:
    """Read the dashboard."""
    read: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return read
