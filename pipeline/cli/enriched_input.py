"""Where `newswire enrich` reads: files, folders, addresses, or standard input, as messages for the chain."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.cli.output import is_terminal, note
from pipeline.cli.progress import Advance
from pipeline.errors import InvalidRecordError, SourceError
from pipeline.formats.found import Found
from pipeline.formats.opened import opened_stream
from pipeline.formats.sources import check_sources, read_opened, read_sources
from pipeline.formats.web import Web, completed, read_address
from pipeline.records.dead_letter import DeadLetter
from pipeline.stages.chain import Fed
from pipeline.stages.intake import Lacking, raw_value, refusal_letter
from pipeline.stages.messages import Incoming


class Intake:
    """Makes messages of what readers find, and counts it.

    Args:
        lacking: Fills what an article lacks.
        bury: Takes the dead letter of what cannot become a message.
        advance: Called for each item with the bytes that it took.
    """

    def __init__(self, *, lacking: Lacking, bury: Callable[[DeadLetter], None], advance: Advance) -> None:
        self._lacking = lacking
        self._bury = bury
        self._advance = advance
        self.read = 0

    def feed(self, chunks: Iterable[Sequence[Found]]) -> Iterator[list[Fed]]:
        """Pass chunks on as messages; a chunk of none, which asks for what is on its way, stays one."""
        for chunk in chunks:
            fed = [one for found in chunk for one in self._fed(found)]
            if fed or not chunk:
                yield fed

    def _fed(self, found: Found) -> Iterator[Fed]:
        self.read += 1
        self._advance(found.read_bytes)
        try:
            value = raw_value(found, lacking=self._lacking)
        except InvalidRecordError as error:
            self._bury(refusal_letter(found, error, failed_at=now()))
            return
        yield Fed(incoming=Incoming(value=value, timestamp=now()), origin=found.origin)


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def total_bytes_of(sources: Sequence[Path | str]) -> int | None:
    """Sum the sizes of files and folders; None where something else is among them.

    Raises:
        SourceError: Something cannot be read.
    """
    paths = [source for source in sources if isinstance(source, Path)]
    total = check_sources(paths) if paths else None
    return total if len(paths) == len(sources) else None


def found_in(sources: Sequence[Path | str], *, web: Web, max_bytes: int) -> Iterator[Found]:
    """Read files, folders and addresses; standard input where there are none.

    Raises:
        SourceError: Something cannot be read.
    """
    if not sources:
        opened = opened_stream(_standard_input(), name="<stdin>", is_live=True)
        yield from read_opened(opened, max_bytes=max_bytes)
    for source in sources:
        if isinstance(source, Path):
            yield from read_sources([source], max_bytes=max_bytes)
        else:
            yield from (completed(found, web) for found in read_address(source, web, max_bytes=max_bytes))


def _standard_input() -> BinaryIO:
    """Open standard input anew: the interpreter's own object must not be in use by a thread when it ends."""
    if sys.stdin is None:
        raise SourceError("standard input is closed: name a FILE to read")
    if is_terminal(sys.stdin):
        note("reading articles from the keyboard: Ctrl-D ends them, --help tells more")
    try:
        return os.fdopen(sys.stdin.fileno(), "rb", closefd=False)
    except io.UnsupportedOperation:
        return sys.stdin.buffer
