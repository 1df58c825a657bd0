"""What `feed` reads, item by item, each with the place in its file up to which everything is read."""

import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import SourceError
from pipeline.formats.found import Found, broken, unreadable
from pipeline.formats.json_lines import read_stream
from pipeline.formats.opened import opened_file
from pipeline.formats.sniffing import format_of
from pipeline.formats.sources import files_of, read_opened
from pipeline.formats.web import Web, completed, read_address
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

Source = Path | str
"""A file, folder or pipe; or an address."""
Marks = Mapping[str, Collection[str]]
"""What was sent of each address."""
LOOK_EVERY_S = 0.2
MARK_CHARS = 24


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
    address: str | None = None
    """The address that it was fetched from."""
    mark: str | None = None
    """What it is known by when it is fetched again: its content, so that a correction is new."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Online:
    """How addresses are read."""

    web: Web
    """How they are fetched."""
    marks: Marks = field(default_factory=dict)
    """What was sent of them already."""


def read_items(
    sources: tuple[Source, ...],
    places: Mapping[Path, Place],
    *,
    max_bytes: int,
    follow: bool = False,
    online: Online | None = None,
) -> Iterator[Item]:
    """Read files, folders and addresses one after the other, each from its place on.

    Args:
        sources: What to read.
        places: How far files are read already, by their resolved path.
        max_bytes: Largest item that is held whole.
        follow: Go on with the last one named as it grows, or changes. Such a reader never ends.
        online: How addresses are read.

    Raises:
        SourceError: Something cannot be read.
    """
    for number, source in enumerate(sources, start=1):
        is_followed = follow and number == len(sources)
        if isinstance(source, Path):
            for file in files_of(source):
                place = places.get(file.resolve(), START)
                yield from _read_file(file, place, max_bytes, is_followed=is_followed)
        elif online is not None:
            yield from read_online(source, online, max_bytes, is_followed=is_followed)


def _read_file(file: Path, place: Place, max_bytes: int, *, is_followed: bool) -> Iterator[Item]:
    if not file.is_file():
        yield from read_pipe(file, max_bytes)
    elif _is_lines(file):
        yield from _read_lines(file, place, max_bytes, is_followed=is_followed)
    else:
        yield from _read_whole(file, place, max_bytes)


def read_pipe(path: Path, max_bytes: int) -> Iterator[Item]:
    """Read what is no plain file, and so has no place to come back to."""
    with opened_file(path) as opened:
        for found in read_opened(opened, max_bytes=max_bytes):
            yield Item(path=None, place=START, found=found)


def check_followable(source: Source) -> None:
    """See that a source can be followed.

    Raises:
        SourceError: It is neither a file of JSON lines nor an address.
    """
    if isinstance(source, str):
        return
    if not source.is_file() or not _is_lines(source):
        raise SourceError(
            f"{source} cannot be followed: only a file of JSON lines or an address can, and it has to be named last"
        )


def _is_lines(file: Path) -> bool:
    with opened_file(file) as opened:
        return not opened.is_packed and format_of(opened) == "json-lines"


def _read_whole(file: Path, place: Place, max_bytes: int) -> Iterator[Item]:
    with opened_file(file) as opened:
        for number, found in enumerate(read_opened(opened, max_bytes=max_bytes), start=1):
            if number > place.items:
                yield Item(path=file, place=Place(items=number), found=found)


def read_online(address: str, online: Online, max_bytes: int, *, is_followed: bool = False) -> Iterator[Item]:
    """Read what is new at an address; followed, again and again, where one failure is an item and not the end."""
    seen = set(online.marks.get(address, ()))
    yield from _read_address(address, seen, online.web, max_bytes)
    while is_followed:
        time.sleep(online.web.poll_s)
        try:
            yield from _read_address(address, seen, online.web, max_bytes)
        except SourceError as error:
            refused = broken(b"", str(error), reason="not_fetched")
            yield Item(path=None, place=START, found=Found(origin=Origin(file=address), content=refused, read_bytes=0))


def _read_address(address: str, seen: set[str], web: Web, max_bytes: int) -> Iterator[Item]:
    for found in read_address(address, web, max_bytes=max_bytes):
        mark = _mark(found)
        if mark not in seen:
            seen.add(mark)
            yield Item(path=None, place=START, found=completed(found, web), address=address, mark=mark)


def _mark(found: Found) -> str:
    """Name the content of an item, so that a corrected one is another."""
    content = found.content
    if isinstance(content, RawArticle):
        text = content.body or content.body_b64
        known = repr((content.id, content.url, content.title, text, content.metadata.get("version")))
    else:
        known = repr(content)
    return sha256(known.encode("utf-8", errors="replace")).hexdigest()[:MARK_CHARS]


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
