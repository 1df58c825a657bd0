"""Files, folders and streams, each read by the reader of its format, which their content tells.

Add a reader: write a file with a function of the type `Reader` (`documents.whole_document` makes one of a function that
takes a document and yields raw articles), add a line to `READERS`, and a line to `sniffing.ROOTS` or `BY_SUFFIX` that
says how the format is known.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.formats.documents import Reader, whole_document
from pipeline.formats.feed import feed_articles
from pipeline.formats.found import Found, broken, unreadable
from pipeline.formats.json_document import read_json_document
from pipeline.formats.json_lines import read_json_lines
from pipeline.formats.newsml_1 import newsml_1_articles
from pipeline.formats.newsml_g2 import newsml_g2_articles
from pipeline.formats.nitf import nitf_articles
from pipeline.formats.opened import Opened, opened_file, plain_suffix
from pipeline.formats.sniffing import BY_SUFFIX, format_of
from pipeline.formats.text_file import SIDECAR_SUFFIX, read_html, read_text
from pipeline.formats.warc import read_warc
from pipeline.records.dead_letter import Origin

READERS: Mapping[str, Reader] = {
    "json-lines": read_json_lines,
    "json": read_json_document,
    "text": read_text,
    "html": read_html,
    "feed": whole_document(feed_articles),
    "newsml-g2": whole_document(newsml_g2_articles),
    "newsml-1": whole_document(newsml_1_articles),
    "nitf": whole_document(nitf_articles),
    "warc": read_warc,
}
"""The reader of each format."""
KNOWN = "JSON lines, JSON, ninjs, JSON Feed, text, HTML, RSS, Atom, NewsML-G2, NewsML 1, NITF, WARC, and these as .gz"
ONE_A_FILE = frozenset({"text", "html"})
"""Formats of one article a file: a JSON file beside it is its sidecar."""


def read_sources(paths: Iterable[Path], *, max_bytes: int) -> Iterator[Found]:
    """Read files and folders, one after the other; folders sorted and with all below them, hidden files left out.

    Raises:
        SourceError: Something named cannot be read, or is of no known format.
    """
    for path in paths:
        for file in files_of(path):
            with opened_file(file) as opened:
                yield from read_opened(opened, max_bytes=max_bytes)


def read_opened(opened: Opened, *, max_bytes: int) -> Iterator[Found]:
    """Read what was opened, by the reader of its format; of no known format, it is an item that says so.

    Raises:
        SourceError: It cannot be read any further.
    """
    name = format_of(opened)
    reader = READERS.get(name)
    if reader is None:
        refused = broken(opened.head, f"is{name}", reason="unknown_format")
        yield Found(origin=Origin(file=opened.name), content=refused, read_bytes=refused.size)
        return
    try:
        yield from reader(opened, max_bytes)
    except OSError as error:
        raise SourceError(f"{opened.name} cannot be read: {error.strerror or error}") from error


def files_of(path: Path) -> Iterator[Path]:
    """List the files that are read for a file or folder.

    Raises:
        SourceError: It is not there, or cannot be read.
    """
    if path.is_dir():
        yield from _files_below(path)
        return
    if not path.exists():
        raise SourceError(f"{path} cannot be read: there is no such file")
    if not os.access(path, os.R_OK):
        raise SourceError(f"{path} cannot be read: permission denied")
    yield path


def check_sources(paths: Sequence[Path]) -> int | None:
    """See before any work that everything named can be read; return its size in bytes, or None if that cannot be told.

    Raises:
        SourceError: As `files_of`, for a file of no known format, and for a folder that holds nothing to read.
    """
    total = 0
    is_sized = True
    for path in paths:
        files = list(files_of(path))
        if not files:
            raise SourceError(f"{path} holds no file that can be read: {KNOWN}")
        if files == [path] and path.is_file():
            check_format(path)
        is_sized = is_sized and all(file.is_file() and not file.name.endswith(".gz") for file in files)
        total += sum(file.stat().st_size for file in files)
    return total if is_sized else None


def check_format(path: Path) -> str:
    """Name the format of a file.

    Raises:
        SourceError: It cannot be read, or is of no known format.
    """
    with opened_file(path) as opened:
        name = format_of(opened)
    if name not in READERS:
        raise SourceError(f"{path} is{name}; what can be read: {KNOWN}")
    return name


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
        own = {file.stem for file in files if BY_SUFFIX.get(file.suffix.lower()) in ONE_A_FILE}
        for file in files:
            is_sidecar = file.suffix.lower() == SIDECAR_SUFFIX and file.stem in own
            if plain_suffix(file.name) in BY_SUFFIX and not is_sidecar and file.is_file():
                yield file


def _raise(error: OSError) -> None:
    raise unreadable(Path(error.filename), error) from error
