"""Raw articles as JSON, one object a line. Lines are passed on as they stand: the pipeline judges them."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.formats.found import Found, refuse, unreadable
from pipeline.records.dead_letter import Origin


def read_json_lines(path: Path, max_bytes: int) -> Iterator[Found]:
    """Read a file of JSON lines.

    Raises:
        SourceError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, name=str(path), max_bytes=max_bytes)
    except OSError as error:
        raise unreadable(path, error) from error


def read_stream(stream: BinaryIO, *, name: str, max_bytes: int) -> Iterator[Found]:
    """Read JSON lines as they come; blank ones are skipped, and of one that is too large only the head is held."""
    number = 0
    while line := stream.readline(max_bytes + 2):
        number += 1
        origin = Origin(file=name, line=number)
        if len(line.rstrip(b"\r\n")) > max_bytes:
            refused = refuse(stream, head=line, max_bytes=max_bytes, end_of_line=True)
            yield Found(origin=origin, content=refused, read_bytes=refused.size)
            continue
        value = (line.removeprefix(BOM_UTF8) if number == 1 else line).rstrip(b"\r\n")
        if value.strip():
            yield Found(origin=origin, content=value, read_bytes=len(line))
