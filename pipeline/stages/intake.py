"""From what a reader found to the message that goes in: JSON as it stood, or made of a file and its sidecar."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.codec import decode_raw_article, decode_value, encode, raw_article_from
from pipeline.errors import InvalidRecordError
from pipeline.formats.found import Found, Refused
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.raw import RawArticle
from pipeline.stages.dead_letters import dead_letter
from pipeline.stages.messages import Failure, Incoming

READER = "reader"
"""The stage that dead letters name when an item did not even become a message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lacking:
    """What fills the fields that a raw article lacks."""

    source: str | None = None
    """Who published it."""
    url: str | None = None
    """Where it was found."""
    title: str | None = None
    """The headline."""
    published_at: str | None = None
    """When it was published."""


NOTHING_LACKING = Lacking()


def raw_value(found: Found, *, lacking: Lacking = NOTHING_LACKING) -> bytes:
    """Make the value of a raw article's message. JSON that needs no filling, or cannot be read, stays as it stood.

    Raises:
        InvalidRecordError: The item is too large (`too_large`) or broken, or the sidecar is no article (`undecodable`,
            `invalid_record`), or the text cannot be encoded (`unencodable`).
    """
    if isinstance(found.content, Refused):
        raise InvalidRecordError(found.content.reason, found.content.detail)
    if isinstance(found.content, RawArticle):
        return encode(_filled(_with_sidecar(found.content, found.sidecar), lacking))
    if lacking == NOTHING_LACKING:
        return found.content
    try:
        article = decode_raw_article(found.content)
    except InvalidRecordError:
        return found.content
    return encode(_filled(article, lacking))


def refusal_letter(found: Found, error: InvalidRecordError, *, failed_at: datetime) -> DeadLetter:
    """Record an item that `raw_value` raised for, with as much of it as was kept."""
    failure = Failure(reason=error.reason, detail=error.detail)
    kept = found.content.head if isinstance(found.content, Refused) else _evidence(found)
    incoming = Incoming(value=kept, timestamp=failed_at)
    letter = dead_letter(incoming, failure, stage=READER, origin=found.origin, failed_at=failed_at)
    if not isinstance(found.content, Refused):
        return letter
    whole = found.content
    return replace(
        letter, value_size=whole.size, value_sha256=whole.sha256, value_truncated=whole.size > len(whole.head)
    )


def _evidence(found: Found) -> bytes:
    if found.sidecar is not None:
        return found.sidecar
    return found.content if isinstance(found.content, bytes) else b""


def _with_sidecar(article: RawArticle, sidecar: bytes | None) -> RawArticle:
    if sidecar is None:
        return article
    plain = decode_value(sidecar)
    if not isinstance(plain, Mapping):
        raise InvalidRecordError("invalid_record", "the JSON file beside it holds no object")
    fields = raw_article_from(dict(plain))
    return replace(
        fields, body=article.body, body_b64=article.body_b64, body_format=fields.body_format or article.body_format
    )


def _filled(article: RawArticle, lacking: Lacking) -> RawArticle:
    return replace(
        article,
        source=article.source or lacking.source,
        url=article.url or lacking.url,
        title=article.title or lacking.title,
        published_at=article.published_at or lacking.published_at,
    )
