"""Bytes of undeclared or falsely declared encoding, read as text."""

import codecs
import re
from collections.abc import Iterator

from trafilatura.utils import detect_encoding

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HEAD_CHARSET = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HEAD_BYTES = 4096
"""A page declares its encoding within its first bytes, or not at all."""
DETECTED_BYTES = 9_000
"""As much as statistical detection is given."""
BAD_SHARE = 0.1
"""Up to this share of wrong sequences, a text is still taken for UTF-8 with some damage."""
READ_AS_WINDOWS_1252 = frozenset({"ascii", "iso8859-1", "latin_1", "us-ascii"})
"""Browsers read these declarations so, and pages are written to be read by browsers."""
NEVER = frozenset({"utf-7", "utf_7", "idna", "punycode", "undefined", "mbcs", "oem", "unicode_escape",
                   "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"})  # fmt: skip
"""Codecs that no page is written in, some of them slow on hostile bytes."""


def decode_body(data: bytes, *, content_type: str | None) -> str:
    """Read bytes as text: by byte order mark, declaration, UTF-8, detection, and at last as windows-1252.

    Bytes that are valid UTF-8 with characters beyond ASCII are UTF-8 whatever is declared.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" not in data and not data.isascii():
        text = _decoded(data, "utf-8")
        if text is not None:
            return text
    for encoding in (*_declared(data, content_type), "utf-8"):
        text = _decoded(data, encoding)
        if text is not None:
            return text
    return _damaged_utf8(data) or _detected(data) or data.decode("windows-1252", errors="replace")


def _declared(data: bytes, content_type: str | None) -> Iterator[str]:
    names = [found[1] for found in [CHARSET.search(content_type or "")] if found]
    names += [found[1].decode("ascii") for found in [HEAD_CHARSET.search(data[:HEAD_BYTES])] if found]
    for name in names:
        known = _python_name(name)
        if known:
            yield known


def _python_name(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if known in NEVER:
        return None
    return "windows-1252" if known in READ_AS_WINDOWS_1252 else known


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


def _damaged_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text if text.count("�") <= BAD_SHARE * beyond_ascii else None


def _detected(data: bytes) -> str | None:
    for name in detect_encoding(data[:DETECTED_BYTES]):
        text = _decoded(data, name) if name not in NEVER else None
        if text is not None:
            return text
    return None
