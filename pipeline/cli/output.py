"""Where commands write: rich consoles for people, plain bytes for pipes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.errors import NewswireError

if TYPE_CHECKING:
    from rich.console import Console

STANDARD = "-"
"""Means standard input or output where a file name is taken."""


def is_terminal(stream: object) -> bool:
    """Tell whether a person is at the other end."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty())


def build_console(*, to_stderr: bool = False) -> "Console":
    """Make a console for tables and progress bars; without a terminal it writes plain text, never cut off."""
    from rich.console import Console  # noqa: PLC0415 - a pipe needs no rich

    console = Console(stderr=to_stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 200
    return console


def chosen_format(asked: str | None) -> str:
    """Choose `json` or `table`: as asked, else a table where a person is looking at standard output."""
    return asked or ("table" if is_terminal(sys.stdout) else "json")


def note(text: str) -> None:
    """Say something to the person, on stderr, where it is in nobody's way."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def write_line(stream: BinaryIO, value: bytes) -> None:
    """Write one record as a line."""
    stream.write(value + b"\n")


@contextmanager
def opened_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file to write, or standard output where there is none; what is written is flushed at the end.

    Raises:
        OutputError: The file cannot be written.
    """
    if path is None or str(path) == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        stream = path.open("wb")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    with stream:
        yield stream


@contextmanager
def opened_atomically(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file that comes to be only when the block ends well; standard output where there is none.

    Raises:
        OutputError: The file cannot be written.
    """
    if path is None or str(path) == STANDARD:
        with opened_output(path) as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with opened_output(part) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class OutputError(NewswireError):
    """A file that cannot be written; the message names it."""
