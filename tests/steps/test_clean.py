import base64
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import codec
from pipeline.errors import InvalidRecordError
from pipeline.records.article import CleanArticle
from pipeline.records.raw import RawArticle
from pipeline.steps.clean import clean_article

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
FIRST = "The council of the harbour town met on Monday evening to speak about the bridge."
SECOND = "Nobody was hurt when a ship ran into the bridge, but the town has been cut in two since."
SCRAPED = "\n".join((FIRST, "Who pays for it", SECOND, FIRST, "(with newswires)"))
PAGE = (
    "<html lang='en'><head><title>Town waits for bridge</title>"
    '<link rel="canonical" href="https://harbour.example/bridge">'
    '<meta name="author" content="Jane Doe">'
    '<meta property="article:published_time" content="2026-01-30T09:30:00Z"></head>'
    f"<body><article><h1>Town waits for bridge</h1><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST} {SECOND}</p></article>"
    "</body></html>"
)


def clean(raw: RawArticle, *, min_chars: int = 1) -> CleanArticle:
    return clean_article(raw, received_at=NOON, min_chars=min_chars)


def refusal(raw: RawArticle) -> str:
    with pytest.raises(InvalidRecordError) as caught:
        clean(raw)
    return caught.value.reason


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# ------------------------------------------------------------------ bodies
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (RawArticle(), "empty_body"),
        (RawArticle(body=""), "empty_body"),
        (RawArticle(body=" \n\t\x85 "), "empty_body"),
        (RawArticle(body=" ", body_format="clean"), "empty_body"),
        (RawArticle(body_b64=""), "empty_body"),
        (RawArticle(body_b64=in_base64(b"  ")), "empty_body"),
        (RawArticle(body_b64="no base64!"), "invalid_record"),
        (RawArticle(body="a", body_b64="YQ=="), "invalid_record"),
        (RawArticle(body_b64=in_base64(b"%PDF-1.7\n" + bytes(range(32)) * 40)), "not_text"),
        (RawArticle(body="x" * 5_000_001), "too_large"),
        (RawArticle(body="x\n" * 60_000), "too_large"),
        (RawArticle(body="<div>" * 100_000), "html_too_deep"),
        (RawArticle(body="<html><body></body></html>"), "no_article"),
        (RawArticle(body="Advertisement\nShare this article"), "no_article"),
        (RawArticle(body="\x00\x00"), "no_article"),
    ],
)
def test_a_body_that_holds_no_article_is_refused(raw: RawArticle, reason: str) -> None:
    assert refusal(raw) == reason


def test_a_text_shorter_than_wanted_is_refused() -> None:
    with pytest.raises(InvalidRecordError, match="too_short"):
        clean(RawArticle(body="The mayor has resigned."), min_chars=100)


def test_a_single_short_sentence_is_an_article() -> None:
    assert clean(RawArticle(body="The mayor has resigned.")).text == "The mayor has resigned."


def test_bytes_are_read_in_the_encoding_that_is_declared() -> None:
    raw = RawArticle(body_b64=in_base64("Мэр ушёл.".encode("koi8-r")), content_type="text/plain; charset=koi8-r")

    assert clean(raw).text == "Мэр ушёл."


# ------------------------------------------------------------------ text
def test_kept_lines_are_parted_by_a_blank_line() -> None:
    assert clean(RawArticle(body=SCRAPED)).text == "\n\n".join((FIRST, "Who pays for it", SECOND, FIRST))


def test_sections_carry_roles() -> None:
    roles = [section.role for section in clean(RawArticle(body=SCRAPED)).sections]

    assert roles == ["paragraph", "heading", "paragraph", "paragraph"]


def test_a_removed_line_says_what_it_was_and_where() -> None:
    piece = clean(RawArticle(body=SCRAPED)).removed[0]

    assert (piece.role, SCRAPED[piece.raw_start : piece.raw_end]) == ("credit", "(with newswires)")


def test_a_credit_line_names_who_is_credited() -> None:
    assert clean(RawArticle(body=SCRAPED)).credits == ("newswires",)


def test_a_headline_above_the_text_becomes_the_title() -> None:
    body = f"Town has to wait for its bridge\nBy Jane Doe\n{FIRST}\n{SECOND}"

    article = clean(RawArticle(body=body))

    assert (article.title, article.authors) == ("Town has to wait for its bridge", ("Jane Doe",))


def test_control_characters_are_dropped_from_text() -> None:
    assert (
        clean(RawArticle(body="The\tmayor \x00has\x07 resigned.\r\nSo be it.")).text
        == "The mayor has resigned.\n\nSo be it."
    )


# ------------------------------------------------------------------ prepared text
@pytest.mark.parametrize(
    "body", ["Two \x00words\x07.", "  One.\r\n\r\nTwo.\t", "<p>Kept as it is</p>", "Advertisement", "\ufeffx"]
)
def test_prepared_text_comes_back_untouched(body: str) -> None:
    assert clean(RawArticle(body=body, body_format="clean")).text == body


def test_a_prepared_sentence_is_one_section() -> None:
    section = clean(RawArticle(body="The mayor has resigned.", body_format="clean")).sections

    assert [(part.start, part.end, part.raw_start, part.raw_end) for part in section] == [(0, 23, 0, 23)]


def test_prepared_text_with_lone_surrogates_cannot_be_encoded() -> None:
    article = clean(RawArticle(body="The mayor \ud800 resigned.", body_format="clean"))

    with pytest.raises(InvalidRecordError, match="unencodable"):
        codec.encode(article)


# ------------------------------------------------------------------ pages
def test_a_page_gives_what_the_raw_article_lacks() -> None:
    article = clean(RawArticle(body=PAGE))

    assert (article.title, article.authors, article.url, article.source, article.published_at) == (
        "Town waits for bridge",
        ("Jane Doe",),
        "https://harbour.example/bridge",
        "harbour.example",
        datetime(2026, 1, 30, 9, 30, tzinfo=UTC),
    )


def test_what_is_fed_wins_over_the_page() -> None:
    raw = RawArticle(
        body=PAGE,
        title="Fed title",
        authors=("Fed Author",),
        url="https://fed.example/a",
        source="fed",
        published_at="2025-12-01",
    )

    article = clean(raw)

    assert (article.title, article.authors, article.url, article.source, article.published_at) == (
        "Fed title",
        ("Fed Author",),
        "https://fed.example/a",
        "fed",
        datetime(2025, 12, 1, tzinfo=UTC),
    )


def test_the_repeated_headline_of_a_page_is_left_out() -> None:
    assert "Town waits for bridge" not in clean(RawArticle(body=PAGE)).text


# ------------------------------------------------------------------ times, language, id, fingerprint
def test_times_are_read() -> None:
    raw = RawArticle(body=FIRST, published_at="2026-01-31T09:00:00+01:00", fetched_at="Sat, 31 Jan 2026 09:00:00 GMT")

    article = clean(raw)

    assert (article.published_at, article.fetched_at) == (
        datetime(2026, 1, 31, 8, tzinfo=UTC),
        datetime(2026, 1, 31, 9, tzinfo=UTC),
    )


def test_a_time_that_cannot_be_read_is_kept_as_given() -> None:
    article = clean(RawArticle(body=FIRST, published_at="last Tuesday", metadata={"desk": "foreign"}))

    assert (article.published_at, article.metadata) == (
        None,
        {"desk": "foreign", "published_at_as_given": "last Tuesday"},
    )


@pytest.mark.parametrize(("given_language", "language"), [("en-US", "en"), ("FR", "fr"), ("deu", "de")])
def test_a_given_language_is_believed(given_language: str, language: str) -> None:
    article = clean(RawArticle(body=FIRST, language=given_language))

    assert (article.language, article.language_confidence) == (language, None)


def test_a_language_that_is_no_code_is_guessed() -> None:
    assert clean(RawArticle(body=FIRST, language="English, mostly")).language == "en"


def test_a_given_id_is_kept() -> None:
    assert clean(RawArticle(body=FIRST, id="my-id", url="https://example.org/")).id == "my-id"


def test_variants_of_a_url_give_the_same_id() -> None:
    one = clean(RawArticle(body=FIRST, url="https://Example.org/a?utm_source=mail#top"))

    assert one.id == clean(RawArticle(body=SECOND, url="https://example.org/a")).id


@pytest.mark.parametrize("url", [None, "http://[", "no url"])
def test_without_a_url_the_id_comes_from_the_content(url: str | None) -> None:
    article = clean(RawArticle(body=FIRST, url=url))

    assert article.id == clean(RawArticle(body=FIRST.upper())).id != clean(RawArticle(body=SECOND)).id


def test_exact_copies_share_a_fingerprint() -> None:
    one = clean(RawArticle(body=SCRAPED, url="https://one.example/a"))
    other = clean(RawArticle(body=SCRAPED.upper().replace("\n", "\r\n\r\n"), url="https://other.example/b"))

    assert one.fingerprint == other.fingerprint


def test_the_source_is_the_site_of_the_url() -> None:
    assert clean(RawArticle(body=FIRST, url="https://www.example.org/a")).source == "example.org"


def test_metadata_is_passed_through() -> None:
    assert clean(RawArticle(body=FIRST, metadata={"feed": "main"})).metadata == {"feed": "main"}


# ------------------------------------------------------------------ properties
any_text = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=200)
line_texts = st.lists(st.sampled_from([FIRST, SECOND, "(AFP)", "Who pays for it", "Share"]) | any_text, max_size=8)
bodies = line_texts.map("\n".join)


def attempt(raw: RawArticle) -> CleanArticle | str:
    try:
        return clean(raw)
    except InvalidRecordError as error:
        return error.reason


@settings(deadline=None)
@given(bodies, st.sampled_from(["text", "html", None]))
def test_any_body_is_cleaned_the_same_way_twice_or_refused(body: str, body_format: str | None) -> None:
    raw = RawArticle(body=body, body_format=body_format)  # type: ignore[arg-type]

    assert attempt(raw) == attempt(raw)


@settings(deadline=None)
@given(bodies)
def test_sections_of_text_hold_its_blocks_and_nothing_else(body: str) -> None:
    article = attempt(RawArticle(body=body, body_format="text"))

    if isinstance(article, CleanArticle):
        blocks = [article.text[section.start : section.end] for section in article.sections]
        assert "\n\n".join(blocks) == article.text


@settings(deadline=None)
@given(bodies)
def test_every_line_of_text_is_kept_or_removed_at_its_place(body: str) -> None:
    article = attempt(RawArticle(body=body, body_format="text"))

    if isinstance(article, CleanArticle):
        pieces = (*article.sections, *article.removed)
        places = sorted((piece.raw_start or 0, piece.raw_end or 0) for piece in pieces)
        covered = "".join(body[start:end] for start, end in places)
        outside = sorted(set("".join(body.split())) - set(covered))
        assert all(unicodedata.category(character) in {"Cc", "Cs", "Cf", "Cn"} for character in outside)


@settings(deadline=None)
@given(bodies)
def test_clean_text_has_no_control_characters(body: str) -> None:
    article = attempt(RawArticle(body=body, body_format="text"))

    if isinstance(article, CleanArticle):
        letters = article.text.replace("\n\n", "")
        assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in letters)


@settings(deadline=None)
@given(st.lists(st.sampled_from([FIRST, SECOND, "(AFP)", "Share", "Who pays for it"]), min_size=1, max_size=8))
def test_clean_text_stays_as_it_is_when_cleaned_again(lines: list[str]) -> None:
    raw = RawArticle(body="\n".join([FIRST, *lines, SECOND]), title="Bridge", body_format="text")
    once = clean(raw).text

    assert clean(replace(raw, body=once)).text == once


@settings(deadline=None)
@given(any_text)
def test_prepared_text_is_untouched_whatever_it_holds(body: str) -> None:
    article = attempt(RawArticle(body=body, body_format="clean"))

    assert article == "empty_body" if body.isspace() else isinstance(article, CleanArticle) and article.text == body
