"""A folder of real and broken files, where there is one: each is read, or refused by an error that names it."""

import os
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.formats.found import Found, Refused
from pipeline.formats.sources import read_sources

FOLDER = os.environ.get("NEWSWIRE_FEEDS", "")
pytestmark = pytest.mark.skipif(
    not Path(FOLDER or "/nowhere").is_dir(), reason="NEWSWIRE_FEEDS names no folder of feeds"
)
FILES = sorted(path for path in Path(FOLDER).rglob("*") if path.is_file()) if FOLDER else []


def read(path: Path) -> list[Found]:
    try:
        return list(read_sources([path], max_bytes=5_000_000))
    except SourceError as error:
        if str(path) not in str(error):
            raise
        return []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_is_read_or_named(path: Path) -> None:
    assert all(str(found.origin.file).startswith(str(path)) for found in read(path))


def test_nearly_all_feeds_give_no_error() -> None:
    feeds = [path for path in FILES if "rss-atom" in path.parts]
    refused = [path for path in feeds if any(isinstance(found.content, Refused) for found in read(path))]

    assert len(refused) <= 0.02 * len(feeds)
