"""One article a file: plain text as scraped, or an HTML page, with its other fields in a JSON file beside it."""

from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.formats.found import Found, Refused, refuse, unreadable
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

SIDECAR_SUFFIX = ".json"


def read_text(path: Path, max_bytes: int) -> Iterator[Found]:
    """Read a text file; one that is not UTF-8 goes on as its bytes.

    Raises:
        SourceError: The file cannot be read.
    """
    yield _found(path, _text_article, max_bytes)


def read_html(path: Path, max_bytes: int) -> Iterator[Found]:
    """Read a page as its bytes: what encoding it is in, the page itself may say.

    Raises:
        SourceError: The file cannot be read.
    """
    yield _found(path, _html_article, max_bytes)


def sidecar_path(path: Path) -> Path:
    """Name the JSON file beside a text or page: the same name with `.json`."""
    return path.with_suffix(SIDECAR_SUFFIX)


def _text_article(value: bytes) -> RawArticle:
    try:
        return RawArticle(body=value.removeprefix(BOM_UTF8).decode("utf-8"), body_format="text")
    except UnicodeDecodeError:
        return RawArticle(body_b64=_base64(value), body_format="text")


def _html_article(value: bytes) -> RawArticle:
    return RawArticle(body_b64=_base64(value), body_format="html")


def _found(path: Path, article_of: Callable[[bytes], RawArticle], max_bytes: int) -> Found:
    value = _bounded(path, max_bytes)
    size = value.size if isinstance(value, Refused) else len(value)
    content = value if isinstance(value, Refused) else article_of(value)
    beside = sidecar_path(path)
    sidecar = _bounded(beside, max_bytes) if beside.is_file() else None
    if isinstance(sidecar, Refused):
        content, sidecar = sidecar, None
    return Found(origin=Origin(file=str(path)), content=content, sidecar=sidecar, read_bytes=size)


def _bounded(path: Path, max_bytes: int) -> bytes | Refused:
    try:
        with path.open("rb") as stream:
            value = stream.read(max_bytes + 1)
            if len(value) <= max_bytes:
                return value
            return refuse(stream, head=value, max_bytes=max_bytes, end_of_line=False)
    except OSError as error:
        raise unreadable(path, error) from error


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")
