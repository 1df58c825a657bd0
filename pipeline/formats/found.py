"""What readers give: one article as it was found, or why it cannot be taken."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import SourceError
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

HEAD_BYTES = 65_536
"""Bytes of a refused item that are kept."""
CHUNK_BYTES = 1_048_576


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """An item that is no article: known by its head, size and hash, never held whole."""

    reason: str = "too_large"
    """Fixed word for it, for the dead letter."""
    detail: str
    """What was wrong, for a person."""
    head: bytes
    """Its first 64 KB."""
    size: int
    """Its bytes."""
    sha256: str
    """Hash of the whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One item of a source."""

    origin: Origin
    """File, and line where the format has lines."""
    content: bytes | RawArticle | Refused
    """JSON bytes as they stand, which the pipeline judges; or an article made of a file; or why there is none."""
    sidecar: bytes | None = None
    """JSON with fields of the article that its file cannot hold."""
    read_bytes: int
    """Bytes of the source that it took, to measure progress."""


def refuse(stream: BinaryIO, *, head: bytes, max_bytes: int, end_of_line: bool) -> Refused:
    """Read on to the end of an item (of its line, or of the stream), keeping no more than its head."""
    digest, size, last = sha256(), 0, head
    while last:
        is_end = end_of_line and last.endswith(b"\n")
        content = last.rstrip(b"\r\n") if is_end else last
        digest.update(content)
        size += len(content)
        if is_end:
            break
        last = stream.readline(CHUNK_BYTES) if end_of_line else stream.read(CHUNK_BYTES)
    detail = f"{size} bytes, more than the {max_bytes} that max_message_bytes allows"
    return Refused(detail=detail, head=head[:HEAD_BYTES], size=size, sha256=digest.hexdigest())


def broken(document: bytes, detail: str, *, reason: str = "broken_document") -> Refused:
    """Record a document, or what was read of it, of which no article can be made."""
    return Refused(
        reason=reason,
        detail=detail,
        head=document[:HEAD_BYTES],
        size=len(document),
        sha256=sha256(document).hexdigest(),
    )


def unreadable(path: Path, error: OSError) -> SourceError:
    """Say that a file cannot be read."""
    return SourceError(f"{path} cannot be read: {error.strerror or error}")
