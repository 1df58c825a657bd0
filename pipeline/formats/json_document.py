"""A `.json` file: one article, an array of articles, or JSON lines under a plainer name."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.formats.found import Found, unreadable
from pipeline.formats.json_lines import read_json_lines
from pipeline.records.dead_letter import Origin


def read_json_document(path: Path, max_bytes: int) -> Iterator[Found]:
    """Read one object or array; whatever is neither, or too large to be parsed at once, is read as lines.

    Raises:
        SourceError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            value = stream.read(max_bytes + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    articles = _articles(value) if len(value) <= max_bytes else ()
    if not articles:
        yield from read_json_lines(path, max_bytes)
    for article in articles:
        yield Found(origin=Origin(file=str(path)), content=article, read_bytes=len(value) // len(articles))


def _articles(value: bytes) -> tuple[bytes, ...]:
    try:
        plain = json.loads(value)
    except (ValueError, RecursionError):
        return ()
    if isinstance(plain, list):
        return tuple(json.dumps(article).encode("ascii") for article in plain)
    return (value.strip(),) if isinstance(plain, dict) else ()
