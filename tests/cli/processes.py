"""Commands as processes of their own, for what needs signals."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def command_of(*arguments: object) -> list[str]:
    """The words that start a command."""
    return [sys.executable, "-m", "pipeline.cli.main", *(str(argument) for argument in arguments)]


def started(*arguments: object) -> "subprocess.Popen[str]":
    """Start a command; its standard output and its standard error can be read."""
    return subprocess.Popen(
        command_of(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
