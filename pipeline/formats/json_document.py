"""A JSON file that is read whole: one or many articles, ninjs, a JSON Feed, or JSON lines under a plainer name."""

import io
import json
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.formats.documents import found_in_document
from pipeline.formats.found import Found, broken
from pipeline.formats.json_feed import MARK, json_feed_articles
from pipeline.formats.json_lines import read_stream
from pipeline.formats.ninjs import has_ninjs, ninjs_articles
from pipeline.formats.opened import Opened, Rejoined
from pipeline.records.dead_letter import Origin

AP_MEDIA_API = frozenset({"api_version", "org_name", "data"})
"""Names that only answers of the AP Media API have together."""


def read_json_document(opened: Opened, max_bytes: int) -> Iterator[Found]:
    """Read one object or array; whatever is neither, or too large to be parsed at once, is read as lines.

    Raises:
        SourceError: The file cannot be read.
    """
    value = opened.stream.read(max_bytes + 1)
    plain = _parsed(value) if len(value) <= max_bytes else None
    if isinstance(plain, dict) and MARK in value[:1000]:
        yield from found_in_document(json_feed_articles, value, opened)
    elif has_ninjs(plain):
        yield from found_in_document(ninjs_articles, value, opened)
    elif isinstance(plain, dict) and plain.keys() >= AP_MEDIA_API:
        refused = broken(
            value, "is an answer of the AP Media API, whose texts have to be fetched", reason="unknown_format"
        )
        yield Found(origin=Origin(file=opened.name), content=refused, read_bytes=len(value))
    elif isinstance(plain, list | dict) and plain:
        articles = [json.dumps(one).encode("ascii") for one in plain] if isinstance(plain, list) else [value.strip()]
        for article in articles:
            yield Found(origin=Origin(file=opened.name), content=article, read_bytes=len(value) // len(articles))
    else:
        rest = Rejoined(value, cast("io.BufferedReader", opened.stream))
        lines = cast("BinaryIO", io.BufferedReader(rest))
        yield from read_stream(lines, name=opened.name, max_bytes=max_bytes)


def _parsed(value: bytes) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
