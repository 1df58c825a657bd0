"""Something to read, opened: its first bytes looked at, gzip unpacked within bounds, and its name kept for errors."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from pipeline.errors import SourceError
from pipeline.formats.found import unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 65_536
"""What is looked at to tell a format."""
GZIP_MAGIC = b"\x1f\x8b"
GZIP_FREE_BYTES = 67_108_864
"""What any gzip file may unpack to."""
GZIP_RATIO = 200
"""Beyond that, how many times its size: text shrinks to a tenth, a hundredth is rare, a bomb can be a thousandth."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """An open source. Its stream gives the head again."""

    name: str
    """For errors and origins: a path, an address, `<stdin>`."""
    stream: BinaryIO
    """Everything, unpacked."""
    head: bytes
    """The first bytes, unpacked."""
    suffix: str = ""
    """Ending of its name, without that of the packing; a hint where the content leaves it open."""
    path: Path | None = None
    """Where it is a file."""
    url: str | None = None
    """Where it was fetched."""
    content_type: str | None = None
    """The media type that came with it."""
    is_live: bool = False
    """Whether it is a pipe, which may be slow."""
    is_packed: bool = False
    """Whether it was unpacked, so that offsets in the stream are none of the file."""


class _Chunked(Protocol):
    def read1(self, size: int = -1, /) -> bytes: ...


class Rejoined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream, as it comes."""

    def __init__(self, head: bytes, rest: _Chunked) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read what is there, waiting only while there is nothing."""
        view = memoryview(buffer).cast("B")
        given = self._head[: len(view)] or self._rest.read1(len(view))
        self._head = self._head[len(given) :]
        view[: len(given)] = given
        return len(given)


class BoundedGzip(io.RawIOBase):
    """An unpacked gzip stream that ends with an error where it unpacks to more than honest content does."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed = _Counted(packed)
        self._gzip = gzip.GzipFile(fileobj=self._packed)
        self._name = name
        self._unpacked = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Unpack a little.

        Raises:
            SourceError: The gzip is damaged, or a bomb.
        """
        view = memoryview(buffer).cast("B")
        try:
            given = self._gzip.read1(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceError(f"{self._name}: damaged gzip near byte {self._packed.count}: {error}") from error
        self._unpacked += len(given)
        if self._unpacked > max(GZIP_FREE_BYTES, GZIP_RATIO * self._packed.count):
            raise SourceError(f"{self._name}: gzip unpacks to more than {GZIP_RATIO} times its size, which is refused")
        view[: len(given)] = given
        return len(given)


class _Counted(io.RawIOBase):
    """A stream that counts what is read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        given = self._stream.read(len(view))
        self.count += len(given)
        view[: len(given)] = given
        return len(given)


def opened_stream(stream: BinaryIO, *, name: str, suffix: str = "", is_live: bool = False) -> Opened:
    """Look at the head of a stream, and unpack it where it is gzip.

    Raises:
        SourceError: The gzip is damaged, or a bomb.
    """
    head = _head_of(stream)
    whole = cast("BinaryIO", io.BufferedReader(Rejoined(head, cast("_Chunked", stream)), HEAD_BYTES))
    if not head.startswith(GZIP_MAGIC):
        return Opened(name=name, stream=whole, head=head, suffix=suffix, is_live=is_live)
    unpacked = opened_stream_of_packed(whole, name)
    packed_head = _head_of(unpacked)
    stream = cast("BinaryIO", io.BufferedReader(Rejoined(packed_head, cast("_Chunked", unpacked)), HEAD_BYTES))
    return Opened(name=name, stream=stream, head=packed_head, suffix=suffix, is_live=is_live, is_packed=True)


def opened_stream_of_packed(packed: BinaryIO, name: str) -> BinaryIO:
    """Unpack gzip as it is read, within bounds."""
    return cast("BinaryIO", io.BufferedReader(BoundedGzip(packed, name), HEAD_BYTES))


@contextmanager
def opened_file(path: Path) -> Iterator[Opened]:
    """Open a file or pipe, look at its head, and close it at the end.

    Raises:
        SourceError: It cannot be read, or is damaged or hostile gzip.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with stream:
        try:
            opened = opened_stream(stream, name=str(path), suffix=plain_suffix(path.name), is_live=not path.is_file())
        except OSError as error:
            raise unreadable(path, error) from error
        yield replace(opened, path=path)


def plain_suffix(name: str) -> str:
    """Give the ending of a name in small letters, that of the packing left out: `.warc` of `a.WARC.gz`."""
    lowered = name.lower().removesuffix(".gz")
    return Path(lowered).suffix


def _head_of(stream: BinaryIO) -> bytes:
    """Read the head: of what comes line by line, the first line is enough."""
    chunks = cast("_Chunked", stream)
    head = chunks.read1(HEAD_BYTES)
    while len(head) < HEAD_BYTES and not _is_enough(head):
        more = chunks.read1(HEAD_BYTES - len(head))
        if not more:
            break
        head += more
    return head


def _is_enough(head: bytes) -> bool:
    is_packed_or_marked = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"", b"<", b"\x1f", b"W", b"f")
    return b"\n" in head and not is_packed_or_marked
