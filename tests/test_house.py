"""The house stands as it is drawn: rooms, arrows, sizes, and nothing that happens on import."""

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))

TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "deploy",
    "pipeline",
    "pyproject.toml",
    "requirements.lock",
    "schemas",
    "seeds",
    "tests",
}
BUILT = {"build", "dist"}
ROOMS = {
    "cli",
    "console",
    "examples",
    "formats",
    "knowledge",
    "nlp",
    "records",
    "sinks",
    "stages",
    "steps",
    "stream",
    "text",
}
MOST_LINES = 400

IMPORT_EVERYTHING = """
import gc, importlib, json, os, pkgutil, sys

opened = set()

def note(event, arguments):
    name = str(arguments[0]) if event == "open" else ""
    ours = name.startswith(tuple(f"{sys.argv[1]}/{room}/" for room in ("pipeline", "deploy", "schemas", "seeds")))
    if ours and not name.endswith(".py") and "__pycache__" not in name and os.path.isfile(name):
        opened.add(os.path.relpath(name, sys.argv[1]))

sys.addaudithook(note)
import pipeline
for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

import faust, spacy
made = [type(thing).__name__ for thing in gc.get_objects() if isinstance(thing, (faust.App, spacy.Language))]
print(json.dumps({"made": made, "opened": sorted(opened)}))
"""

ENVIRONMENT = {"environ", "environb", "getenv"}
HEAVY = ("faust", "kafka", "lxml", "spacy", "thinc", "trafilatura")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def python(program: str, *arguments: str) -> str:
    """Run a program in an interpreter that has imported nothing yet."""
    call = [sys.executable, "-c", program, *arguments]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def after_importing_everything() -> dict[str, list[str]]:
    return json.loads(python(IMPORT_EVERYTHING, str(ROOT)))


def test_top_level_holds_only_what_the_plan_names() -> None:
    found = {
        path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }

    assert found - BUILT - TOP == set()


def test_nothing_of_the_plan_is_missing_at_top_level() -> None:
    assert {name for name in TOP if not (ROOT / name).exists()} == set()


def test_rooms_are_those_of_the_plan() -> None:
    assert {path.parent.name for path in PIPELINE.glob("*/__init__.py")} == ROOMS


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of)
def test_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "cli" not in path.relative_to(PIPELINE).parts], ids=name_of
)
def test_only_the_command_line_reads_the_environment(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = {
        node.value
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "update")
        or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del))
    }
    named = {node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT}

    assert [f"line {node.lineno}" for node in named - written] == []


def test_imports_point_downwards_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_room_has_a_place_in_the_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(
        contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"] if "layers" in contract
    )

    placed = {name.strip().removeprefix("pipeline.") for layer in layers for name in layer.split(":")}

    assert ROOMS - placed == set()


def test_importing_makes_no_app_and_loads_no_model(after_importing_everything: dict[str, list[str]]) -> None:
    assert after_importing_everything["made"] == []


def test_importing_reads_no_file(after_importing_everything: dict[str, list[str]]) -> None:
    assert after_importing_everything["opened"] == []


def test_command_line_starts_without_the_heavy_packages() -> None:
    loaded = python(f"import sys, pipeline.cli.main; print([name for name in {HEAVY} if name in sys.modules])")

    assert loaded.strip() == "[]"


def test_every_dependency_has_its_reason_beside_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    reasoned = {line.split('"')[1] for line in lines if line.startswith('  "') and line.partition("#")[2].strip()}

    assert [name for name in wanted if name not in reasoned] == []


def test_every_dependency_is_pinned_by_hash() -> None:
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8").split("\n")
    names = [line for line in pinned if line and not line.startswith((" ", "#"))]

    assert [line for line in names if "==" not in line or not line.endswith("\\")] == []


def test_lock_names_no_index() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
