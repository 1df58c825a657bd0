"""Readers, put to files and bytes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

from pipeline.formats.documents import Reader
from pipeline.formats.found import Found, Refused
from pipeline.formats.opened import opened_file, opened_stream
from pipeline.formats.sources import read_opened
from pipeline.records.raw import RawArticle

MAX_BYTES = 5_000_000


def read_path(reader: Reader, path: Path, max_bytes: int) -> Iterator[Found]:
    """Read a file by a reader."""
    with opened_file(path) as opened:
        yield from reader(opened, max_bytes)


def read_bytes(value: bytes, *, suffix: str = "", max_bytes: int = MAX_BYTES) -> list[Found]:
    """Read bytes by the reader of their format."""
    return list(read_opened(opened_stream(BytesIO(value), name="source", suffix=suffix), max_bytes=max_bytes))


def articles_of(value: bytes, *, suffix: str = "") -> list[RawArticle]:
    """Read bytes that hold articles alone."""
    return [cast("RawArticle", found.content) for found in read_bytes(value, suffix=suffix)]


def refusal_of(value: bytes, *, suffix: str = "") -> Found:
    """Read bytes whose last item is a refusal."""
    found = read_bytes(value, suffix=suffix)[-1]
    assert isinstance(found.content, Refused)
    return found


def detail_of(value: bytes, *, suffix: str = "") -> str:
    """Say what is wrong with bytes."""
    return cast("Refused", refusal_of(value, suffix=suffix).content).detail
