import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.stream import memory
from pipeline.stream.memory import resident_bytes

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@ON_LINUX
def test_this_process_uses_some_memory() -> None:
    assert (resident_bytes(os.getpid()) or 0) > 5_000_000


@ON_LINUX
def test_a_process_that_has_ended_uses_none() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        size = resident_bytes(ended.pid)

    assert size == 0


def test_a_system_without_proc_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "PROC", tmp_path / "proc")

    assert resident_bytes(1) is None
