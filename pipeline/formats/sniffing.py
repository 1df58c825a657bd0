"""Which format is it? Told by the first bytes; the ending of the name decides where they leave it open."""

import re
from collections.abc import Mapping

from pipeline.formats.feed import ROOT_LIKE
from pipeline.formats.json_feed import MARK as JSON_FEED_MARK
from pipeline.formats.opened import Opened

ARCHIVES = (b"WARC/", b"filedesc://")
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive, or an office document: unpack it first"),
    (b"%PDF", "PDF: extract its text first"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BZh", "bzip2: unpack it first"),
    (b"\xfd7zXZ", "xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"\x7fELF", "a program"),
    (b"\x01", "a wire format of control characters (IPTC 7901, ANPA 1312), which is not read"),
    (b"\x16\x16\x01", "the wire format ANPA 1312, which is not read"),
)
"""First bytes of formats that are known and not read, and what to say of them."""

ROOTS: Mapping[str, str] = {
    "rss": "feed", "rdf": "feed", "feed": "feed", "channel": "feed",
    "newsitem": "newsml-g2", "newsmessage": "newsml-g2", "packageitem": "newsml-g2", "conceptitem": "newsml-g2",
    "knowledgeitem": "newsml-g2", "planningitem": "newsml-g2", "catalogitem": "newsml-g2",
    "newsml": "newsml-1", "nitf": "nitf", "html": "html",
}  # fmt: skip
"""The format of each root element."""
BY_SUFFIX: Mapping[str, str] = {
    ".jsonl": "json-lines", ".ndjson": "json-lines", ".json": "json", ".ninjs": "json", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".xml": "xml", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".nitf": "nitf", ".warc": "warc", ".arc": "warc",
}  # fmt: skip
"""What a name's ending means, where the content leaves it open."""

PROLOG = re.compile(
    r"(?:\s{1,2000}|<\?[^>]{0,2000}>|<!--(?:[^-]|-(?!->)){0,20000}-->|<!DOCTYPE(?:[^\[>]|\[[^\]]{0,20000}\]){0,2000}>)",
    re.IGNORECASE,
)
"""One thing that may stand before a root element."""
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,60})")
HTML_DOCTYPE = re.compile(r"<!doctype\s{1,9}html", re.IGNORECASE)
PROSE_CHARS = 40
"""A line of this length with spaces in it is prose."""


def format_of(opened: Opened) -> str:
    """Name the format of a source; where there is none that is read, say in words what it is.

    The words begin with a space, which no format's name does.
    """
    head = opened.head
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(ARCHIVES):
        return "warc"
    for magic, words in FOREIGN:
        if head.startswith(magic):
            return f" {words}"
    hint = BY_SUFFIX.get(opened.suffix, "")
    text = _plain(head)
    start = text.lstrip("\ufeff \t\r\n\x0b\x0c")
    if not start:
        return hint if hint not in {"", "xml", "warc"} else "json-lines"
    if start.startswith(("{", "[")) and hint != "text":
        return _json_kind(head, start, hint)
    if start.startswith("<") and hint not in {"json", "json-lines"}:
        return _markup_kind(start, hint, _media_type(opened))
    return _text_kind(text, hint, opened)


def _plain(head: bytes) -> str:
    """Read the ASCII of a head, in whatever width its characters have."""
    if b"\0" in head[:8]:
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    elif head.startswith(b"\x4c\x6f\xa7\x94"):
        return head.decode("cp037", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _json_kind(head: bytes, start: str, hint: str) -> str:
    """Tell a document from lines: it begins with a line that leaves something open, or is an array."""
    if hint == "json-lines":
        return hint
    if hint == "json" or JSON_FEED_MARK in head[:1000]:
        return "json"
    line, ended, _ = head.partition(b"\n")
    is_open = bool(ended) and line.rstrip().endswith((b"{", b"[", b","))
    return "json" if is_open or start.startswith("[") else "json-lines"


def _markup_kind(start: str, hint: str, media_type: str) -> str:
    position = 0
    while not HTML_DOCTYPE.match(start, position) and (found := PROLOG.match(start, position)):
        position = found.end()
    if HTML_DOCTYPE.match(start, position):
        return "html"
    root = ROOT.match(start, position)
    name = root[1].lower() if root else ""
    if name in ROOTS:
        return ROOTS[name]
    if hint in {"feed", "nitf", "html", "text"}:
        return hint
    if ROOT_LIKE.search(start):
        return "feed"
    if media_type.startswith(("text/html", "text/plain")) or (not hint and not start.startswith("<?xml")):
        return "html"
    return f" XML of no kind that is read: its root element is {root[1] if root else 'not to be found'}"


def _text_kind(text: str, hint: str, opened: Opened) -> str:
    if hint == "xml":
        return "feed" if ROOT_LIKE.search(text) else " no XML, as its name says it is"
    if hint == "warc":
        return " no WARC, as its name says it is"
    if hint:
        return hint
    if _media_type(opened).startswith("text/"):
        return "text"
    if opened.suffix and not opened.is_live:
        return " of no format that can be read"
    lines = text.splitlines()
    is_prose = any(len(line) >= PROSE_CHARS and " " in line for line in lines)
    return "text" if is_prose and not any(line.startswith("{") for line in lines) else "json-lines"


def _media_type(opened: Opened) -> str:
    return (opened.content_type or "").strip().lower()
