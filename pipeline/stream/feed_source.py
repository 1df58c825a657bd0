"""What `feed` reads, item by item, each with the place in its file up to which everything is read."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import SourceError
from pipeline.formats.found import Found, unreadable
from pipeline.formats.json_lines import read_json_lines, read_stream
from pipeline.formats.sources import READERS, files_of

LOOK_EVERY_S = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """How far a file is read."""

    items: int = 0
    """Items so far."""
    lines: int = 0
    """Lines so far, in a file of JSON lines."""
    begin: int = 0
    """Byte at which the last item begins, in a file of JSON lines."""
    end: int = 0
    """Byte after the last item, in a file of JSON lines."""


START = Place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """Something to send, and where it stands."""

    path: Path | None
    """Its file; None for standard input."""
    place: Place
    """How far its file is read with it."""
    found: Found
    """What was found there."""


def read_items(
    paths: tuple[Path, ...], places: Mapping[Path, Place], *, max_bytes: int, follow: bool = False
) -> Iterator[Item]:
    """Read files and folders one after the other, each from its place on.

    Args:
        paths: What to read.
        places: How far files are read already, by their resolved path.
        max_bytes: Largest item that is held whole.
        follow: Go on with the last one named, which is a file of JSON lines, as it grows. Such a reader never ends.

    Raises:
        SourceError: Something cannot be read.
    """
    for number, path in enumerate(paths, start=1):
        is_followed = follow and number == len(paths)
        for file in files_of(path):
            place = places.get(file.resolve(), START)
            if READERS[file.suffix.lower()] is not read_json_lines:
                yield from _read_whole(file, place, max_bytes)
            elif file.is_file():
                yield from _read_lines(file, place, max_bytes, is_followed=is_followed)
            else:
                yield from read_pipe(file, max_bytes)


def read_pipe(path: Path, max_bytes: int) -> Iterator[Item]:
    """Read JSON lines from what is no plain file, and so has no place to come back to."""
    for found in read_json_lines(path, max_bytes):
        yield Item(path=None, place=START, found=found)


def check_followable(path: Path) -> None:
    """See that a file can be followed.

    Raises:
        SourceError: It is no file of JSON lines.
    """
    if not path.is_file() or READERS.get(path.suffix.lower()) is not read_json_lines:
        raise SourceError(f"{path} cannot be followed: only a file of JSON lines can, and it has to be named last")


def _read_whole(file: Path, place: Place, max_bytes: int) -> Iterator[Item]:
    for number, found in enumerate(READERS[file.suffix.lower()](file, max_bytes), start=1):
        if number > place.items:
            yield Item(path=file, place=Place(items=number), found=found)


def _read_lines(file: Path, place: Place, max_bytes: int, *, is_followed: bool) -> Iterator[Item]:
    try:
        stream = file.open("rb")
    except OSError as error:
        raise unreadable(file, error) from error
    with stream:
        if not is_followed:
            yield from _read_from(stream, file, place, max_bytes)
            return
        growing = GrowingFile(stream, file)
        while True:
            yield from _read_from(cast("BinaryIO", growing), file, place, max_bytes)
            place = START


def _read_from(stream: BinaryIO, file: Path, place: Place, max_bytes: int) -> Iterator[Item]:
    stream.seek(place.end)
    items, begin = place.items, place.end
    for found in read_stream(stream, name=str(file), max_bytes=max_bytes):
        items, end = items + 1, stream.tell()
        lines = place.lines + (found.origin.line or 0)
        read = Place(items=items, lines=lines, begin=begin, end=end)
        begin = end
        yield Item(path=file, place=read, found=replace(found, origin=replace(found.origin, line=lines)))


class GrowingFile:
    """A file that somebody else writes to: `readline` waits for whole lines, and ends where the file is replaced."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path

    def readline(self, limit: int) -> bytes:
        """Give a whole line, or as much of it as the limit allows; nothing once the file was replaced or cut."""
        while True:
            at = self._stream.tell()
            line = self._stream.readline(limit)
            if line.endswith(b"\n") or len(line) >= limit:
                return line
            self._stream.seek(at)
            if self._is_another():
                return b""
            time.sleep(LOOK_EVERY_S)

    def tell(self) -> int:
        """Tell the place in the present file."""
        return self._stream.tell()

    def seek(self, offset: int) -> int:
        """Go to a place, in the file that has the name now."""
        if self._is_another():
            self._reopen()
        return self._stream.seek(offset)

    def _is_another(self) -> bool:
        """Tell whether the name stands for another file now, or the file is shorter than what was read of it."""
        own = os.fstat(self._stream.fileno())
        try:
            named = self._path.stat()
        except OSError:
            return False
        return named.st_ino != own.st_ino or named.st_size < self._stream.tell()

    def _reopen(self) -> None:
        self._stream.close()
        self._stream = self._path.open("rb")
