from datetime import UTC, datetime

import pytest

from pipeline.codec import decode_raw_article
from pipeline.errors import InvalidRecordError
from pipeline.formats.found import Found, Refused
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle
from pipeline.stages.intake import Lacking, raw_value, refusal_letter

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
TEXT = RawArticle(body="Hello", body_format="text")
REFUSED = Refused(detail="9 bytes", head=b"1234", size=9, sha256="ab")


def found(content: bytes | RawArticle | Refused, *, sidecar: bytes | None = None) -> Found:
    return Found(origin=Origin(file="a", line=1), content=content, sidecar=sidecar, read_bytes=0)


def article(content: bytes | RawArticle, *, sidecar: bytes | None = None, lacking: Lacking | None = None) -> RawArticle:
    return decode_raw_article(raw_value(found(content, sidecar=sidecar), lacking=lacking or Lacking()))


@pytest.mark.parametrize("value", [b'{"body":  "a", "more": 1}', b"no JSON", b"\xff"])
def test_json_that_needs_nothing_stays_as_it_stood(value: bytes) -> None:
    assert raw_value(found(value)) == value


@pytest.mark.parametrize("value", [b"no JSON", b"\xff", b"[]", b'{"title": 3}'])
def test_what_cannot_be_read_stays_as_it_stood(value: bytes) -> None:
    assert raw_value(found(value), lacking=Lacking(title="T")) == value


def test_what_an_article_lacks_is_filled() -> None:
    lacking = Lacking(source="example.org", url="https://example.org/a", title="T", published_at="2026-01-31")

    filled = article(b'{"body": "a"}', lacking=lacking)

    assert (filled.source, filled.url, filled.title, filled.published_at) == (
        "example.org",
        "https://example.org/a",
        "T",
        "2026-01-31",
    )


def test_what_an_article_has_is_kept() -> None:
    assert article(b'{"body": "a", "title": "Own"}', lacking=Lacking(title="T", source="s")).title == "Own"


def test_filling_keeps_unknown_fields() -> None:
    assert article(b'{"body": "a", "more": 1}', lacking=Lacking(title="T")).metadata == {"more": 1}


def test_a_file_becomes_the_value_of_a_message() -> None:
    assert article(TEXT) == TEXT


def test_a_sidecar_gives_a_file_its_other_fields() -> None:
    made = article(TEXT, sidecar=b'{"id": "x", "title": "T", "body": "other", "more": 1}')

    assert made == RawArticle(id="x", title="T", body="Hello", body_format="text", metadata={"more": 1})


def test_a_sidecar_may_say_that_the_text_is_prepared() -> None:
    assert article(TEXT, sidecar=b'{"body_format": "clean"}').body_format == "clean"


@pytest.mark.parametrize(
    ("content", "sidecar", "reason"),
    [
        (REFUSED, None, "too_large"),
        (TEXT, b"{", "undecodable"),
        (TEXT, b"[]", "invalid_record"),
        (TEXT, b'{"title": 3}', "invalid_record"),
        (RawArticle(body="\ud800"), None, "unencodable"),
    ],
)
def test_what_cannot_become_a_message_says_why(
    content: RawArticle | Refused, sidecar: bytes | None, reason: str
) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        raw_value(found(content, sidecar=sidecar))

    assert caught.value.reason == reason


def test_the_dead_letter_of_a_refused_item_knows_the_whole() -> None:
    letter = refusal_letter(found(REFUSED), InvalidRecordError("too_large", "9 bytes"), failed_at=NOON)

    assert (letter.value_size, letter.value_sha256, letter.value_truncated) == (9, "ab", True)


def test_the_dead_letter_of_a_bad_sidecar_holds_the_sidecar() -> None:
    letter = refusal_letter(found(TEXT, sidecar=b"{"), InvalidRecordError("undecodable", "no JSON"), failed_at=NOON)

    assert letter.value_b64 == "ew=="


def test_a_dead_letter_of_the_reader_names_the_line() -> None:
    letter = refusal_letter(found(REFUSED), InvalidRecordError("too_large", "9 bytes"), failed_at=NOON)

    assert (letter.stage, letter.origin) == ("reader", Origin(file="a", line=1))
