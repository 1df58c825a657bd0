"""The body of a raw article as text, with its form settled."""

import base64
import binascii
import re
from dataclasses import dataclass

from pipeline.errors import InvalidRecordError
from pipeline.records.raw import BodyFormat, RawArticle
from pipeline.text.decoding import decode_body
from pipeline.text.forms import sniff_form

MAX_BODY_CHARS = 5_000_000
"""Longer bodies are no articles; the longest of some hundred real pages has 1.6 million."""
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
BINARY_SAMPLE_CHARS = 4_000
BINARY_SHARE = 0.1
"""Where more of the characters are no text, the bytes are a picture, a PDF, an archive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RawBody:
    """A body as text."""

    text: str
    """The characters as they came, or as the bytes were decoded."""
    format: BodyFormat
    """As given, else as told from the text."""


def read_body(raw: RawArticle) -> RawBody:
    """Read the body of a raw article.

    Raises:
        InvalidRecordError: There is none (`empty_body`), or more than an article has (`too_large`); it is given twice
            or is no Base64 (`invalid_record`); its bytes are no text (`not_text`).
    """
    text = raw.body or ""
    if raw.body_b64:
        if text:
            raise InvalidRecordError("invalid_record", "body and body_b64 are both given")
        text = _decoded(raw.body_b64, raw.content_type)
    if not text or text.isspace():
        raise InvalidRecordError("empty_body", "neither body nor body_b64 holds any text")
    if len(text) > MAX_BODY_CHARS:
        raise InvalidRecordError("too_large", f"the body has {len(text)} characters, more than {MAX_BODY_CHARS}")
    return RawBody(text=text, format=raw.body_format or sniff_form(text, content_type=raw.content_type))


def _decoded(body_b64: str, content_type: str | None) -> str:
    try:
        data = base64.b64decode("".join(body_b64.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidRecordError("invalid_record", f"body_b64 is no Base64: {error}") from error
    text = decode_body(data, content_type=content_type)
    sample = text[:BINARY_SAMPLE_CHARS]
    if len(BINARY.findall(sample)) > BINARY_SHARE * len(sample):
        raise InvalidRecordError("not_text", "the bytes of body_b64 are no text in any encoding")
    return text
