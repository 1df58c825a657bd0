"""Records to bytes and back: the only place where records become JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

import msgspec
import orjson

from pipeline.errors import InvalidRecordError
from pipeline.records.raw import RawArticle

Record = TypeVar("Record")

SAID_CHARS = 60
"""Longest that an error speaks of a value: it may quote what it refuses."""
FRAME = 5
"""Bytes before a value in Confluent's wire format: 0, and the id of its schema as four bytes, the highest first."""
_STATE_ENCODER = msgspec.msgpack.Encoder()
_STATE_DECODER = msgspec.msgpack.Decoder()
RAW_FIELDS = frozenset(field.name for field in fields(RawArticle))


def encode(record: object) -> bytes:
    """Write a record as UTF-8 JSON, fields in the order of their definition, its times (in UTC) as RFC 3339.

    Raises:
        InvalidRecordError: The record holds text that UTF-8 cannot carry (`unencodable`).
    """
    if not is_dataclass(record):
        raise TypeError(f"{type(record).__name__} is not a record")
    try:
        return orjson.dumps(record, option=orjson.OPT_UTC_Z)
    except (TypeError, ValueError) as error:
        raise InvalidRecordError("unencodable", str(error)) from error


def encode_value(value: object) -> bytes:
    """Write plain JSON values (dicts, lists, strings, numbers) as bytes of their own size, to be kept.

    orjson's own come with the room that they were written in, which may be four times as much.
    """
    return bytes(memoryview(orjson.dumps(value, option=orjson.OPT_UTC_Z)))


def encode_state(value: Mapping[str, object]) -> bytes:
    """Write plain values, bytes among them, as MessagePack: for tables, which hold many arrays of numbers."""
    return _STATE_ENCODER.encode(value)


def decode_state(value: bytes) -> Mapping[str, object]:
    """Read what `encode_state` wrote.

    Raises:
        InvalidRecordError: The bytes are not MessagePack (`undecodable`), or no object (`invalid_record`).
    """
    try:
        plain = _STATE_DECODER.decode(value)
    except msgspec.DecodeError as error:
        raise InvalidRecordError("undecodable", f"not MessagePack: {error}") from error
    if not isinstance(plain, dict):
        raise InvalidRecordError("invalid_record", f"Expected an object, got {type(plain).__name__}")
    return plain


def framed(value: bytes, schema_id: int) -> bytes:
    """Put Confluent's wire format before a value, as its serializers for JSON Schema do."""
    return b"\0" + schema_id.to_bytes(4, "big") + value


def unframed(value: bytes) -> bytes:
    """Take Confluent's wire format off, where it is there: no JSON begins with its first byte."""
    return value[FRAME:] if value[:1] == b"\0" else value


def decode_value(value: bytes) -> object:
    """Read JSON bytes, with or without Confluent's wire format, as plain values.

    Raises:
        InvalidRecordError: The bytes are not UTF-8 JSON (`undecodable`).
    """
    try:
        return orjson.loads(unframed(value))
    except orjson.JSONDecodeError as error:
        raise InvalidRecordError("undecodable", f"not UTF-8 JSON: {error}") from error


def decode_object(value: bytes) -> Mapping[str, object]:
    """Read JSON bytes as an object.

    Raises:
        InvalidRecordError: The bytes are not JSON (`undecodable`), or no object (`invalid_record`).
    """
    plain = decode_value(value)
    if not isinstance(plain, dict):
        raise InvalidRecordError("invalid_record", f"Expected an object, got {type(plain).__name__}")
    return plain


def convert(value: object, kind: type[Record]) -> Record:
    """Make a record of plain values; fields that the record does not know are passed over.

    Raises:
        InvalidRecordError: A field is missing or of the wrong type (`invalid_record`).
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise InvalidRecordError("invalid_record", _without_values(str(error))) from error


def _without_values(message: str) -> str:
    """Keep what msgspec says of a field, and of a value that it quotes no more than a few words."""
    said, separator, place = message.rpartition(" - at ")
    said = said or message
    return (said if len(said) <= SAID_CHARS else said[:SAID_CHARS] + "…") + separator + (place if separator else "")


def decode(value: bytes, kind: type[Record]) -> Record:
    """Read a record; fields added by a later version are passed over.

    Raises:
        InvalidRecordError: The bytes are not JSON (`undecodable`), or a field is missing or of the wrong
            type (`invalid_record`).
    """
    return convert(decode_value(value), kind)


def decode_raw_article(value: bytes) -> RawArticle:
    """Read what a user fed; fields that RawArticle does not know are kept in `metadata`.

    A known name in `metadata` is never overwritten by an unknown field of that name.

    Raises:
        InvalidRecordError: As `decode`.
    """
    return raw_article_from(decode_value(value))


def raw_article_from(plain: object) -> RawArticle:
    """Make a RawArticle of decoded JSON, keeping unknown fields in `metadata`.

    Raises:
        InvalidRecordError: It is no object, or a field is of the wrong type (`invalid_record`).
    """
    if not isinstance(plain, dict):
        raise InvalidRecordError("invalid_record", f"Expected an object, got {type(plain).__name__}")
    known = {name: value for name, value in plain.items() if name in RAW_FIELDS}
    unknown = {name: value for name, value in plain.items() if name not in RAW_FIELDS}
    if known.get("metadata") is None:
        known.pop("metadata", None)
    if unknown:
        given = known.get("metadata", {})
        if not isinstance(given, Mapping):
            raise InvalidRecordError("invalid_record", "Expected `object` - at `$.metadata`")
        known["metadata"] = {**unknown, **given}
    return convert(known, RawArticle)
