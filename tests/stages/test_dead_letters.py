from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import __version__
from pipeline.codec import decode
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.stages.dead_letters import DETAIL_CHARS, HEAD_BYTES, dead_letter, dead_letter_message
from pipeline.stages.messages import Failure, Incoming, Outgoing

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = datetime(2026, 1, 31, 13, tzinfo=UTC)
FAILURE = Failure(reason="undecodable", detail="not UTF-8 JSON")


def letter_of(value: bytes | None, *, key: bytes | None = None, failure: Failure = FAILURE) -> DeadLetter:
    incoming = Incoming(value=value, key=key, timestamp=NOON)
    return dead_letter(incoming, failure, stage="cleaner", origin=Origin(file="a.jsonl", line=3), failed_at=LATER)


def message_of(incoming: Incoming, *, origin: Origin | None = None) -> Outgoing:
    return dead_letter_message(incoming, FAILURE, stage="cleaner", origin=origin or Origin(), failed_at=LATER)


def test_a_dead_letter_says_what_where_when_and_why() -> None:
    assert letter_of(b"\xff{", key=b"k") == DeadLetter(
        reason="undecodable",
        detail="not UTF-8 JSON",
        stage="cleaner",
        failed_at=LATER,
        attempts=1,
        origin=Origin(file="a.jsonl", line=3),
        key_b64=b64encode(b"k").decode(),
        value_b64=b64encode(b"\xff{").decode(),
        value_size=2,
        value_sha256=sha256(b"\xff{").hexdigest(),
        value_truncated=False,
        pipeline=letter_of(b"").pipeline,
    )


def test_a_dead_letter_names_the_version_that_made_it() -> None:
    assert letter_of(b"").pipeline.version == __version__


def test_a_value_as_long_as_the_head_is_kept_whole() -> None:
    assert not letter_of(b"x" * HEAD_BYTES).value_truncated


def test_a_large_value_is_kept_by_its_head() -> None:
    letter = letter_of(b"x" * HEAD_BYTES + b"y")

    assert (letter.value_truncated, b64decode(letter.value_b64 or "")) == (True, b"x" * HEAD_BYTES)


def test_a_large_value_is_kept_by_its_size_and_hash() -> None:
    value = b"x" * HEAD_BYTES + b"y"

    assert (letter_of(value).value_size, letter_of(value).value_sha256) == (len(value), sha256(value).hexdigest())


def test_a_tombstone_has_no_bytes() -> None:
    assert letter_of(None).value_b64 is None


@pytest.mark.parametrize(("key", "kept"), [(b"id-1", b"id-1"), (None, b"")])
def test_the_message_is_keyed_as_the_failed_one(key: bytes | None, kept: bytes) -> None:
    assert message_of(Incoming(value=b"x", key=key, timestamp=NOON)).key == kept


def test_the_message_goes_to_the_topic_of_dead_letters() -> None:
    message = message_of(Incoming(value=b"x", timestamp=NOON))

    assert (message.topic, message.schema) == ("news.dead-letters", "newswire.dead-letter.v1")


def test_an_undecodable_file_name_can_be_sent() -> None:
    message = message_of(Incoming(value=b"x", timestamp=NOON), origin=Origin(file="caf\udce9.txt"))

    assert decode(message.value or b"", DeadLetter).origin.file == "caf?.txt"


def test_a_detail_is_never_long() -> None:
    assert len(letter_of(b"", failure=replace(FAILURE, detail="x" * 100_000)).detail) == DETAIL_CHARS


@given(value=st.binary(), key=st.none() | st.binary(), detail=st.text(st.characters(codec=None)))
def test_whatever_failed_can_be_sent(value: bytes, key: bytes | None, detail: str) -> None:
    incoming = Incoming(value=value, key=key, timestamp=NOON)
    failure = replace(FAILURE, detail=detail)

    message = dead_letter_message(incoming, failure, stage="cleaner", origin=Origin(), failed_at=LATER)

    assert b64decode(decode(message.value or b"", DeadLetter).value_b64 or "") == value
