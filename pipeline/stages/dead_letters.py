"""Makes the record of a message that could not be worked; it can always be encoded and sent."""

from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from pipeline import __version__
from pipeline.codec import encode
from pipeline.records.article import PipelineInfo
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.stages.messages import Failure, Incoming, Outgoing
from pipeline.stages.topics import DEAD_LETTERS

HEAD_BYTES = 65_536
"""Bytes of a failed value that its dead letter holds."""
DETAIL_CHARS = 500
"""Longest detail: an error's own words may repeat what they choked on."""


def dead_letter(  # noqa: PLR0913 - all of them are the record's own fields
    incoming: Incoming, failure: Failure, *, stage: str, origin: Origin, failed_at: datetime, attempts: int = 1
) -> DeadLetter:
    """Record a message that could not be worked: its bytes or their head, their size and hash, and why."""
    value = incoming.value or b""
    return DeadLetter(
        reason=failure.reason,
        detail=_sendable(failure.detail)[:DETAIL_CHARS],
        stage=stage,
        failed_at=failed_at,
        attempts=attempts,
        origin=replace(origin, file=None if origin.file is None else _sendable(origin.file)),
        key_b64=None if incoming.key is None else _base64(incoming.key),
        value_b64=None if incoming.value is None else _base64(value[:HEAD_BYTES]),
        value_size=len(value),
        value_sha256=sha256(value).hexdigest(),
        value_truncated=len(value) > HEAD_BYTES,
        pipeline=PipelineInfo(version=__version__),
    )


def dead_letter_message(  # noqa: PLR0913 - as above
    incoming: Incoming, failure: Failure, *, stage: str, origin: Origin, failed_at: datetime, attempts: int = 1
) -> Outgoing:
    """Make the dead letter of a message, and address it to its topic, keyed as the message was."""
    letter = dead_letter(incoming, failure, stage=stage, origin=origin, failed_at=failed_at, attempts=attempts)
    return Outgoing(topic=DEAD_LETTERS, key=incoming.key or b"", value=encode(letter), schema=letter.schema)


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _sendable(text: str) -> str:
    """Replace what UTF-8 cannot carry, such as the surrogates of an undecodable file name."""
    return text.encode("utf-8", "replace").decode("utf-8")
