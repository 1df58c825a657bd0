"""The crew tells a worker that is still starting from one that must end in order."""

import signal
import subprocess
import sys

import pytest

from tests.faults.crew import catches

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

HANDLER = "signal.signal(signal.SIGTERM, lambda *_: None)"


@pytest.mark.parametrize(("does_first", "is_caught"), [("pass", False), (HANDLER, True)])
def test_a_signal_is_caught_once_a_program_has_a_handler_for_it(does_first: str, is_caught: bool) -> None:
    program = f"import signal, sys; {does_first}; print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"

        assert catches(process.pid, signal.SIGTERM) is is_caught
        process.communicate()


def test_a_process_that_is_gone_catches_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()

    assert not catches(process.pid, signal.SIGTERM)
