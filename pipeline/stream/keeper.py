"""A script that runs one program and ends it when its own parent ends, in whatever way that happens.

Usage: python keeper.py PROGRAM ARGUMENT…, with a pipe on standard input that the parent holds open.

Standard library only: it is started as a file, so that the child costs little and needs no installed package.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
from types import FrameType

LOOK_EVERY_S = 0.2
PATIENCE_S = 10.0
PR_SET_PDEATHSIG = 1


def keep(command: list[str]) -> int:
    """Run a program until it ends, or until the pipe closes, the parent is gone or SIGTERM comes; return its code."""
    parent = os.getppid()
    child = subprocess.Popen(  # noqa: S603 - the program that our caller names
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=_die_with_keeper if sys.platform == "linux" else None,  # noqa: PLW1509 - this process has one thread
    )
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        while child.poll() is None and os.getppid() == parent and not _is_pipe_closed():
            pass
    except SystemExit:
        pass
    return _ended(child)


def _die_with_keeper() -> None:
    """Covers the one way in which nobody is left to end the program: this process killed by SIGKILL."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _is_pipe_closed() -> bool:
    readable, _, _ = select.select([0], [], [], LOOK_EVERY_S)
    return bool(readable) and not os.read(0, 1024)


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _ended(child: subprocess.Popen[bytes]) -> int:
    if child.poll() is None:
        child.terminate()
    try:
        return child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
