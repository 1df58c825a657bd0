"""WARC and ARC, plain or gzipped: an article each page that was fetched well.

warcio, not the faster fastwarc: it reads ARC too, is plain Python, and reading is a hundredth of cleaning's work.
What a page unpacks to has a bound, and so has what is skipped.
"""

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from warnings import catch_warnings, simplefilter

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import DocumentError, SourceError
from pipeline.formats.found import HEAD_BYTES, Found, Refused, broken
from pipeline.formats.opened import Opened
from pipeline.formats.text_file import article_of_page
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

RECORD_TYPES = frozenset({"response", "resource"})
OK_STATUSES = frozenset({"200", "203", "206", None})
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
GZIP_NAMES = frozenset({"gzip", "x-gzip"})
MAX_SKIPPED_BYTES = 4_294_967_296
"""What of one record is read past before the archive is given up."""
READ_BYTES = 65_536
ARCHIVE_ERRORS = (ArchiveLoadFailed, ValueError, OSError, EOFError, LookupError, AttributeError, TypeError, zlib.error)
"""What warcio raises on damaged archives."""


def read_warc(opened: Opened, max_bytes: int) -> Iterator[Found]:
    """Read the pages of an archive; other records are passed over, and where it is damaged it ends with an item.

    Raises:
        SourceError: The archive cannot be read any further, or unpacks to too much.
    """
    records, count = ArchiveIterator(opened.stream, no_record_parse=False, arc2warc=True), 0
    while True:
        try:
            with catch_warnings():
                simplefilter("ignore")
                record = next(records, None)
                found = _found(record, opened, max_bytes) if record is not None and _is_page(record) else None
                if record is not None:
                    _skip_rest(record, opened.name)
        except SourceError:
            raise
        except ARCHIVE_ERRORS as error:
            yield _damaged(opened, count, error)
            return
        if record is None:
            return
        count += 1
        if found is not None:
            yield found


def _is_page(record: Any) -> bool:
    if record.rec_type not in RECORD_TYPES or not str(record.rec_headers.get_header("WARC-Target-URI")).startswith(
        ("http://", "https://", "file:")
    ):
        return False
    headers = record.http_headers
    status = headers.get_statuscode() if headers else None
    media_type = _header(record, "Content-Type") or "text/html"
    return status in OK_STATUSES and media_type.strip().lower().startswith(PAGE_TYPES)


def _found(record: Any, opened: Opened, max_bytes: int) -> Found:
    url = str(record.rec_headers.get_header("WARC-Target-URI")).strip(" <>")
    content = _content(record, url, max_bytes)
    size = int(record.length or 0) if str(record.length or 0).isdecimal() else 0
    return Found(origin=Origin(file=f"{opened.name} ({url})"), content=content, read_bytes=max(size, 0))


def _content(record: Any, url: str, max_bytes: int) -> RawArticle | Refused:
    try:
        page = _page(record, max_bytes)
    except DocumentError as error:
        return broken(b"", error.detail)
    if len(page) > max_bytes:
        detail = f"the page has more than the {max_bytes} bytes that max_message_bytes allows"
        return broken(page[:HEAD_BYTES], detail, reason="too_large")
    fetched_at = record.rec_headers.get_header("WARC-Date")
    media_type = _header(record, "Content-Type")
    return article_of_page(page, url=url, fetched_at=fetched_at, content_type=media_type, format_name="warc")


def _page(record: Any, max_bytes: int) -> bytes:
    """Read a page as the server meant it: unchunked, unpacked, and no more of it than is taken."""
    stream: BinaryIO = record.raw_stream
    if (_header(record, "Transfer-Encoding") or "").lower() == "chunked":
        stream = cast("BinaryIO", ChunkedDataReader(record.raw_stream, decomp_type=None))
    packed = _bounded_read(stream, max_bytes + 1)
    encoding = (_header(record, "Content-Encoding") or "identity").strip().lower()
    if encoding in GZIP_NAMES and packed.startswith(b"\x1f\x8b"):
        return _unpacked(packed, zlib.MAX_WBITS | 16, max_bytes)
    if encoding == "deflate":
        is_wrapped = packed[:1] == b"\x78"
        return _unpacked(packed, zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS, max_bytes)
    if encoding in {"br", "zstd", "compress"}:
        raise DocumentError(f"the page is packed as {encoding}, which is not read")
    return packed


def _unpacked(packed: bytes, window_bits: int, max_bytes: int) -> bytes:
    try:
        return zlib.decompressobj(window_bits).decompress(packed, max_bytes + 1)
    except zlib.error as error:
        raise DocumentError(f"the page is damaged: {error}") from error


def _bounded_read(stream: BinaryIO, limit: int) -> bytes:
    pieces, size = [], 0
    while size < limit and (piece := stream.read(min(READ_BYTES, limit - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _skip_rest(record: Any, name: str) -> None:
    skipped = 0
    while piece := record.raw_stream.read(READ_BYTES):
        skipped += len(piece)
        if skipped > MAX_SKIPPED_BYTES:
            raise SourceError(f"{name}: a record has more than {MAX_SKIPPED_BYTES} bytes")


def _header(record: Any, name: str) -> str | None:
    headers = record.http_headers
    value = headers.get_header(name) if headers else None
    if value is None and name == "Content-Type" and record.rec_type == "resource":
        value = record.rec_headers.get_header(name)
    return str(value) if value else None


def _damaged(opened: Opened, count: int, error: Exception) -> Found:
    said = " ".join(str(error).split())[:200]
    detail = f"damaged archive after record {count}: {said or type(error).__name__}"
    return Found(origin=Origin(file=opened.name), content=broken(b"", detail), read_bytes=0)
