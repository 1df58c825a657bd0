"""What a person reads, and which exit code a script sees, when a command fails."""

import os
import sys
import traceback
from pathlib import Path

import click

from pipeline.errors import NewswireError, SettingsError

FAILED = 1
USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def report_failure(error: BaseException, *, is_debugging: bool) -> int:
    """Say in one line on stderr what went wrong and what to do; return the exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        _let_go_of_stdout()
        return PIPE_CLOSED
    if is_debugging:
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt) or isinstance(error.__context__, KeyboardInterrupt):
        return INTERRUPTED
    line, code = _line_and_code(error)
    _say(line)
    return code


def _line_and_code(error: BaseException) -> tuple[str, int]:
    if isinstance(error, click.ClickException):
        return _line_of_click(error), error.exit_code
    if isinstance(error, click.Abort):
        return "newswire: nothing was done", FAILED
    if isinstance(error, NewswireError):
        return f"newswire: {_one_line(str(error))}", USAGE if isinstance(error, SettingsError) else FAILED
    if isinstance(error, OSError) and error.strerror:
        return f"newswire: {error.strerror}{f': {error.filename}' if error.filename else ''}", FAILED
    return f"newswire: unexpected {_place(error)}; run it again with --debug to see the traceback", FAILED


def _line_of_click(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "newswire"
        return f"{path}: {_one_line(error.format_message())} (see: {path} --help)"
    return f"newswire: {_one_line(error.format_message())}"


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _say(line: str) -> None:
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        return


def _let_go_of_stdout() -> None:
    """Keep the interpreter from complaining at exit that it cannot flush what nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
