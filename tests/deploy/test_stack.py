"""The stack itself, run whole where that is asked for; and its scripts, read."""

import os
import shutil
import subprocess

import pytest

from tests.deploy.files import DEPLOY, ROOT

SCRIPTS = ["prove", "stack", "stand-ins"]
WANTED = os.environ.get("NEWSWIRE_PROVE_STACK") == "1"


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_can_be_run_and_parses(name: str) -> None:
    done = subprocess.run(["bash", "-n", str(DEPLOY / name)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr, os.access(DEPLOY / name, os.X_OK)) == (0, "", True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="no shellcheck: apt-get install shellcheck")
def test_scripts_are_as_shellcheck_wants_them() -> None:
    paths = [str(DEPLOY / name) for name in SCRIPTS]

    assert subprocess.run(["shellcheck", *paths], capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not WANTED, reason="takes a docker engine and many minutes: NEWSWIRE_PROVE_STACK=1 asks for it")
def test_stack_proves_itself() -> None:
    assert subprocess.run([str(DEPLOY / "prove")], cwd=ROOT, check=False).returncode == 0
