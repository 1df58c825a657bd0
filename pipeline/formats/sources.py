"""Files and folders, each read by the reader of its format. A further format is a file and a line."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.formats.found import Found, unreadable
from pipeline.formats.json_document import read_json_document
from pipeline.formats.json_lines import read_json_lines
from pipeline.formats.text_file import SIDECAR_SUFFIX, read_html, read_text

Reader = Callable[[Path, int], Iterator[Found]]

READERS: Mapping[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_document,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    "": read_json_lines,
}
"""The reader of each file name ending; what has none (a pipe, `/dev/stdin`) is read as JSON lines."""
ONE_A_FILE = frozenset({read_text, read_html})
"""Readers of one article a file: a JSON file beside it is its sidecar."""


def read_sources(paths: Iterable[Path], *, max_bytes: int) -> Iterator[Found]:
    """Read files and folders, one after the other; folders sorted and with all below them, hidden files left out.

    Raises:
        SourceError: Something named cannot be read, or is of no known format.
    """
    for path in paths:
        for file in files_of(path):
            yield from READERS[file.suffix.lower()](file, max_bytes)


def files_of(path: Path) -> Iterator[Path]:
    """List the files that are read for a file or folder.

    Raises:
        SourceError: It is not there, or cannot be read, or is of no known format.
    """
    if path.is_dir():
        yield from _files_below(path)
        return
    if not path.exists():
        raise SourceError(f"{path} cannot be read: there is no such file")
    if not os.access(path, os.R_OK):
        raise SourceError(f"{path} cannot be read: permission denied")
    if path.suffix.lower() not in READERS:
        known = ", ".join(sorted(filter(None, READERS)))
        raise SourceError(f"{path} is of no format that can be read: {known}")
    yield path


def check_sources(paths: Sequence[Path]) -> int | None:
    """See before any work that everything named can be read; return its size in bytes, or None if that cannot be told.

    Raises:
        SourceError: As `files_of`, and for a folder that holds nothing to read.
    """
    total = 0
    is_sized = True
    for path in paths:
        files = list(files_of(path))
        if not files:
            raise SourceError(f"{path} holds no file that can be read: {', '.join(sorted(filter(None, READERS)))}")
        is_sized = is_sized and all(file.is_file() for file in files)
        total += sum(file.stat().st_size for file in files)
    return total if is_sized else None


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
        own = {file.stem for file in files if READERS.get(file.suffix.lower()) in ONE_A_FILE}
        for file in files:
            is_sidecar = file.suffix.lower() == SIDECAR_SUFFIX and file.stem in own
            if file.suffix and file.suffix.lower() in READERS and not is_sidecar and file.is_file():
                yield file


def _raise(error: OSError) -> None:
    raise unreadable(Path(error.filename), error) from error
