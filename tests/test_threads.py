import os
import subprocess
import sys

import pytest

from pipeline.cli.main import prefer_one_thread
from pipeline.threads import ONE_THREAD, take_one_thread


def test_a_process_of_many_has_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    for variable in ONE_THREAD:
        monkeypatch.setenv(variable, "8")
    take_one_thread()
    assert {os.environ[variable] for variable in ONE_THREAD} == {"1"}


def test_what_the_user_has_set_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ONE_THREAD:
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    prefer_one_thread()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "8"
    assert os.environ["OMP_NUM_THREADS"] == "1"


def test_the_command_loads_no_numerical_library_before_it_has_limited_their_threads() -> None:
    code = "import sys, pipeline.cli.main; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
