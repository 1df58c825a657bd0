"""The byte line: what goes over it comes back the same, and what cannot is refused with a fixed reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import (
    decode,
    decode_object,
    decode_raw_article,
    decode_value,
    encode,
    encode_value,
    framed,
    raw_article_from,
    unframed,
)
from pipeline.errors import InvalidRecordError
from pipeline.records.article import CleanArticle
from pipeline.records.raw import RawArticle
from pipeline.records.story import Assignment

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ARTICLE = CleanArticle(id="a1", text="Rain fell.", received_at=NOON, fingerprint="f0")

plain_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def reason_of(call: Callable[[], object]) -> str:
    with pytest.raises(InvalidRecordError) as caught:
        call()
    return caught.value.reason


def what_becomes_of(call: Callable[[], RawArticle]) -> str:
    try:
        return "record" if isinstance(call(), RawArticle) else "something else"
    except InvalidRecordError as error:
        return error.reason


def clean_bytes(**changes: object) -> bytes:
    return json.dumps({**json.loads(encode(ARTICLE)), **changes}).encode()


def test_fields_are_written_in_the_order_of_their_definition() -> None:
    written = encode(Assignment(article_id="a1", version=1, story_id="s1"))

    assert written == b'{"schema":"newswire.assignment.v1","article_id":"a1","version":1,"story_id":"s1"}'


def test_times_in_utc_are_written_with_a_z() -> None:
    assert json.loads(encode(ARTICLE))["received_at"] == "2026-01-31T12:00:00Z"


def test_text_is_written_as_utf_8_unescaped() -> None:
    assert "Zürich – “oui” 🙂".encode() in encode(replace(ARTICLE, text="Zürich – “oui” 🙂"))


@pytest.mark.parametrize(
    "change",
    [{"text": "half a pair \ud83d"}, {"metadata": {"too big": 2**70}}, {"metadata": {7: "no string"}}],
    ids=["lone surrogate", "huge integer", "key that is no string"],
)
def test_record_that_json_cannot_carry_is_refused(change: dict[str, object]) -> None:
    assert reason_of(lambda: encode(replace(ARTICLE, **change))) == "unencodable"


def test_metadata_nested_too_deep_is_refused_on_the_way_out() -> None:
    deep: list[object] = []
    for _ in range(500):
        deep = [deep]

    assert reason_of(lambda: encode(replace(ARTICLE, metadata={"deep": deep}))) == "unencodable"


@pytest.mark.parametrize("thing", [{"a": 1}, None, "text", [ARTICLE]])
def test_what_is_no_record_is_a_mistake_of_the_caller(thing: object) -> None:
    with pytest.raises(TypeError):
        encode(thing)


@given(value=plain_json)
def test_plain_values_survive_the_byte_line(value: object) -> None:
    assert decode_value(encode_value(value)) == value


@given(text=st.text())
def test_any_text_survives_the_byte_line(text: str) -> None:
    assert decode(encode(replace(ARTICLE, text=text)), CleanArticle).text == text


@pytest.mark.parametrize(
    "value",
    [b"", b"not json", b"\xff\xfe", b'{"body": "\xe9"}', b'{"body": "cut', b'{"body": "\\ud800"}', b'{"body": "\x00"}'],
    ids=["nothing", "words", "no UTF-8", "Latin-1", "cut off", "lone surrogate", "bare NUL"],
)
def test_bytes_that_are_no_json_are_undecodable(value: bytes) -> None:
    assert reason_of(lambda: decode_raw_article(value)) == "undecodable"


def test_json_nested_too_deep_is_undecodable() -> None:
    assert reason_of(lambda: decode_raw_article(b"[" * 100_000 + b"]" * 100_000)) == "undecodable"


@given(value=st.binary())
def test_any_bytes_become_a_record_or_a_refusal(value: bytes) -> None:
    assert what_becomes_of(lambda: decode_raw_article(value)) in {"record", "undecodable", "invalid_record"}


@given(value=plain_json)
def test_any_json_becomes_a_record_or_a_refusal(value: object) -> None:
    assert what_becomes_of(lambda: raw_article_from(value)) in {"record", "invalid_record"}


def test_old_reader_reads_a_record_with_added_fields() -> None:
    assert decode(clean_bytes(added_in_a_later_version={"by": [1]}), CleanArticle) == ARTICLE


def test_old_reader_reads_a_part_with_added_fields() -> None:
    section = {"start": 0, "end": 10, "role": "paragraph", "added_in_a_later_version": 1}

    assert decode(clean_bytes(sections=[section]), CleanArticle).sections[0].end == 10


def test_new_reader_reads_a_record_without_the_fields_that_were_added() -> None:
    old = b'{"id":"a1","text":"Rain fell.","received_at":"2026-01-31T12:00:00Z","fingerprint":"f0"}'

    assert decode(old, CleanArticle) == ARTICLE


@pytest.mark.parametrize(
    "changes",
    [{"id": None}, {"version": "1"}, {"authors": "Per Lund"}, {"received_at": "noon"}, {"sections": [{"start": 0}]}],
    ids=["null", "text for a number", "text for a list", "no time", "part without its fields"],
)
def test_wrong_type_is_an_invalid_record(changes: dict[str, object]) -> None:
    assert reason_of(lambda: decode(clean_bytes(**changes), CleanArticle)) == "invalid_record"


def test_refusal_names_the_field() -> None:
    with pytest.raises(InvalidRecordError, match=r"\$\.authors"):
        decode_raw_article(b'{"body": "Rain fell.", "authors": "Per Lund"}')


def test_refusal_does_not_hold_the_text_that_it_refuses() -> None:
    with pytest.raises(InvalidRecordError) as caught:
        decode_raw_article(encode_value({"body": "Rain fell.", "body_format": "a whole article " * 1000}))

    assert len(caught.value.detail) < 200


@pytest.mark.parametrize("value", [b"[]", b"null", b"7", b'"Rain fell."'])
def test_json_that_is_no_object_is_an_invalid_record(value: bytes) -> None:
    assert reason_of(lambda: decode_raw_article(value)) == "invalid_record"


def test_unknown_raw_fields_are_kept_in_metadata() -> None:
    raw = decode_raw_article(b'{"body": "Rain fell.", "section": "weather", "tags": ["rain", 1]}')

    assert raw.metadata == {"section": "weather", "tags": ["rain", 1]}


def test_unknown_raw_fields_join_the_metadata_that_is_there() -> None:
    raw = decode_raw_article(b'{"body": "Rain fell.", "section": "weather", "metadata": {"desk": "north"}}')

    assert raw.metadata == {"section": "weather", "desk": "north"}


def test_metadata_wins_over_an_unknown_field_of_the_same_name() -> None:
    raw = decode_raw_article(b'{"body": "Rain fell.", "desk": "south", "metadata": {"desk": "north"}}')

    assert raw.metadata == {"desk": "north"}


@pytest.mark.parametrize("name", ["null", "{}"])
def test_empty_metadata_takes_unknown_fields(name: str) -> None:
    raw = decode_raw_article(b'{"body": "Rain fell.", "desk": "south", "metadata": %s}' % name.encode())

    assert raw.metadata == {"desk": "south"}


@pytest.mark.parametrize("extra", ["", ', "desk": "south"'], ids=["alone", "with an unknown field"])
def test_metadata_that_is_no_object_is_an_invalid_record(extra: str) -> None:
    value = ('{"body": "Rain fell.", "metadata": [1]' + extra + "}").encode()

    assert reason_of(lambda: decode_raw_article(value)) == "invalid_record"


def test_known_raw_fields_stay_out_of_metadata() -> None:
    raw = decode_raw_article(b'{"body": "Rain fell.", "title": "Rain", "language": null}')

    assert (raw.title, raw.metadata) == ("Rain", {})


def test_decoding_leaves_the_plain_value_as_it_was() -> None:
    plain = {"body": "Rain fell.", "desk": "south", "metadata": {"a": 1}}

    raw_article_from(plain)

    assert plain == {"body": "Rain fell.", "desk": "south", "metadata": {"a": 1}}


@given(plain=st.dictionaries(st.text(), st.integers(-(2**53), 2**53) | st.text()), schema_id=st.integers(0, 2**32 - 1))
def test_confluents_wire_format_is_taken_off(plain: dict[str, object], schema_id: int) -> None:
    value = encode_value(plain)
    carried = framed(value, schema_id)
    assert carried[:5] == b"\0" + schema_id.to_bytes(4, "big")
    assert unframed(carried) == unframed(value) == value
    assert decode_object(carried) == plain


@pytest.mark.parametrize("value", [b"\0", b"\0\0\0\0", b"\0\0\0\0\1", b"\0\0\0\0\1\0{}"])
def test_a_frame_without_json_is_undecodable(value: bytes) -> None:
    with pytest.raises(InvalidRecordError, match="undecodable"):
        decode_value(value)
