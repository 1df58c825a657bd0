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
SYMBOL_IN_WORD = re.compile(r"[A-Za-z][^\W\d_]?[¡-©«-±´-¸»-¿×÷‡†ˆ‰‹›][^\W\d_]?[A-Za-z]|[A-Za-z]{4}[³¹¶¼¾]")
"""What letters of other alphabets look like when they are read as windows-1252."""
FOREIGN_LETTER = re.compile(r"[ÐÝÞðýþ]")
"""Icelandic letters, which stand in that place for Turkish, Czech and Polish ones."""
ACCENTED_SHARE = 0.25
"""Where more of the letters are accented, they are letters of another script."""
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
    return _damaged_utf8(data) or _western(data) or _detected(data) or data.decode("windows-1252", errors="replace")


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


def _western(data: bytes) -> str | None:
    """Read bytes as windows-1252 where that makes words: detection takes a few accents for another alphabet's."""
    text = _decoded(data, "windows-1252")
    if text is None or SYMBOL_IN_WORD.search(text) or FOREIGN_LETTER.search(text):
        return None
    accented = sum(letter.isalpha() for letter in text if letter > "\x7f")
    letters = sum(map(str.isalpha, text))
    return text if 0 < accented <= ACCENTED_SHARE * letters else None


def _detected(data: bytes) -> str | None:
    for name in detect_encoding(data[:DETECTED_BYTES]):
        text = _decoded(data, name) if name not in NEVER else None
        if text is not None:
            return text
    return None
