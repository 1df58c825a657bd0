"""Raw articles as JSON, one object a line. Lines are passed on as they stand: the pipeline judges them.

A line that is a ninjs object becomes the article that it stands for.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.formats.found import Found, refuse
from pipeline.formats.ninjs import is_ninjs, ninjs_article
from pipeline.formats.opened import Opened
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

NINJS_MARKS = (b'"uri"', b'"guid"')


def read_json_lines(opened: Opened, max_bytes: int) -> Iterator[Found]:
    """Read JSON lines.

    Raises:
        SourceError: The source cannot be read.
    """
    return read_stream(opened.stream, name=opened.name, max_bytes=max_bytes)


def read_stream(stream: BinaryIO, *, name: str, max_bytes: int) -> Iterator[Found]:
    """Read JSON lines as they come; blank ones are skipped, and of one that is too large only the head is held."""
    number = 0
    while line := stream.readline(max_bytes + 2):
        number += 1
        if line.isspace():
            continue
        origin = Origin(file=name, line=number)
        if len(line.rstrip(b"\r\n")) > max_bytes:
            refused = refuse(stream, head=line, max_bytes=max_bytes, end_of_line=True)
            yield Found(origin=origin, content=refused, read_bytes=refused.size)
            continue
        value = (line.removeprefix(BOM_UTF8) if number == 1 else line).rstrip(b"\r\n")
        if value.strip():
            yield Found(origin=origin, content=article_of_line(value), read_bytes=len(line))


def article_of_line(value: bytes) -> bytes | RawArticle:
    """Give a line as it stands, or the article that it stands for."""
    if not any(mark in value for mark in NINJS_MARKS):
        return value
    try:
        plain = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return ninjs_article(plain) if is_ninjs(plain) else value
