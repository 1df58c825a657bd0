"""One article a file: plain text as scraped, or an HTML page, with its other fields in a JSON file beside it."""

from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.formats.found import Found, Refused, refuse, unreadable
from pipeline.formats.opened import Opened
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

SIDECAR_SUFFIX = ".json"


def read_text(opened: Opened, max_bytes: int) -> Iterator[Found]:
    """Read a text file; one that is not UTF-8 goes on as its bytes.

    Raises:
        SourceError: The file cannot be read.
    """
    yield _found(opened, _text_article, max_bytes)


def read_html(opened: Opened, max_bytes: int) -> Iterator[Found]:
    """Read a page as its bytes: what encoding it is in, the page itself may say.

    Raises:
        SourceError: The file cannot be read.
    """
    yield _found(
        opened, lambda page: article_of_page(page, url=opened.url, content_type=opened.content_type), max_bytes
    )


def sidecar_path(path: Path) -> Path:
    """Name the JSON file beside a text or page: the same name with `.json`."""
    return path.with_suffix(SIDECAR_SUFFIX)


def article_of_page(
    page: bytes,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    content_type: str | None = None,
    format_name: str | None = None,
) -> RawArticle:
    """Make a raw article of a page's bytes, and of what came with them."""
    is_text = (content_type or "").strip().lower().startswith("text/plain")
    return RawArticle(
        url=url,
        fetched_at=fetched_at,
        content_type=content_type,
        body_b64=_base64(page),
        body_format="text" if is_text else "html",
        metadata={"format": format_name} if format_name else {},
    )


def _text_article(value: bytes) -> RawArticle:
    try:
        return RawArticle(body=value.removeprefix(BOM_UTF8).decode("utf-8"), body_format="text")
    except UnicodeDecodeError:
        return RawArticle(body_b64=_base64(value), body_format="text")


def _found(opened: Opened, article_of: Callable[[bytes], RawArticle], max_bytes: int) -> Found:
    value = _bounded(opened.stream, max_bytes)
    size = value.size if isinstance(value, Refused) else len(value)
    content = value if isinstance(value, Refused) else article_of(value)
    sidecar = _sidecar(opened.path, max_bytes) if opened.path is not None else None
    if isinstance(sidecar, Refused):
        content, sidecar = sidecar, None
    return Found(origin=Origin(file=opened.name), content=content, sidecar=sidecar, read_bytes=size)


def _sidecar(path: Path, max_bytes: int) -> bytes | Refused | None:
    beside = sidecar_path(path)
    if beside == path or not beside.is_file():
        return None
    try:
        with beside.open("rb") as stream:
            return _bounded(stream, max_bytes)
    except OSError as error:
        raise unreadable(beside, error) from error


def _bounded(stream: BinaryIO, max_bytes: int) -> bytes | Refused:
    value = stream.read(max_bytes + 1)
    if len(value) <= max_bytes:
        return value
    return refuse(stream, head=value, max_bytes=max_bytes, end_of_line=False)


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")
