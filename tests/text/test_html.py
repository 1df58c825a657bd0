import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InvalidRecordError
from pipeline.text.html import Page, read_page

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
PARAGRAPHS = (
    "The council of the harbour town met on Monday evening to speak about the bridge, which is closed since March.",
    "Nobody was hurt when a ship ran into one of its pillars, but the town has been cut in two since that night.",
    "The mayor said that a new pillar would be built before the summer, and that the state would pay for most of it.",
    "People who live on the far side have to take a ferry, which goes twice a day and not at all in a storm.",
)


def article(*blocks: str, head: str = "", before: str = "", after: str = "") -> str:
    body = "".join(blocks) or "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{before}"
        f"<article><h1>Harbour town has to wait for its bridge</h1>{body}</article>{after}</body></html>"
    )


def read(page: str, url: str | None = None) -> Page:
    return read_page(page, url=url, received_at=NOON)


def test_the_paragraphs_of_the_article_are_found() -> None:
    page = article(before="<nav><a href='/'>Home</a><a href='/s'>Sport</a></nav>", after="<footer>Imprint</footer>")

    assert [line.text for line in read(page).lines if line.role == "paragraph"] == list(PARAGRAPHS)


def test_markup_gives_lines_their_roles() -> None:
    first, second, third, fourth = PARAGRAPHS
    page = article(
        f"<p>{first}</p><h2>What comes next</h2><p>{second}</p><ul><li>{third}</li></ul>",
        f"<blockquote><p>{fourth}</p></blockquote>",
    )

    found = {line.text: line.role for line in read(page).lines}

    assert [found[text] for text in ("What comes next", second, third, fourth)] == [
        "heading",
        "paragraph",
        "list_item",
        "quote",
    ]


def test_a_line_break_parts_two_lines() -> None:
    page = article(f"<p>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}</p>", *(f"<p>{text}</p>" for text in PARAGRAPHS[2:]))

    assert {line.text for line in read(page).lines} >= set(PARAGRAPHS)


def test_words_stay_whole_across_inline_elements() -> None:
    page = article(*(f"<p>{text.replace('bridge', '<b>bri</b>dge')}</p>" for text in PARAGRAPHS))

    assert read(page).lines[-4].text == PARAGRAPHS[0]


def test_a_sub_heading_comes_back_where_extraction_gathers_loose_paragraphs() -> None:
    first, second, third, fourth = (f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<html><body><div class='x'>{first}{second}<h2>What comes next</h2>{third}{fourth}</div></body></html>"

    assert ("What comes next", "heading") in [(line.text, line.role) for line in read(page).lines]


@pytest.mark.parametrize("fragment", ["<p>The mayor has resigned.</p>", "The mayor <b>has</b> resigned."])
def test_a_fragment_is_a_page_too(fragment: str) -> None:
    assert [line.text for line in read(fragment).lines] == ["The mayor has resigned."]


def test_a_page_is_found_behind_a_long_comment() -> None:
    assert len(read("<!-- " + "saved " * 50 + "-->" + article()).lines) >= len(PARAGRAPHS)


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x()</script></body></html>", "<p> </p>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(InvalidRecordError, match="no_article"):
        read(page)


def test_a_page_of_nested_elements_is_refused() -> None:
    with pytest.raises(InvalidRecordError, match="html_too_deep"):
        read("<html><body>" + "<div>" * 100_000)


def test_entities_of_a_document_type_are_not_loaded() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + article(f"<p>&x; {PARAGRAPHS[0]}</p>")

    assert "root:" not in " ".join(line.text for line in read(page).lines)


def test_the_headline_is_the_pages_title() -> None:
    page = article(head="<title>Town waits for bridge | Harbour Post</title>")

    assert read(page).metadata.title == "Harbour town has to wait for its bridge"


def test_persons_are_the_authors() -> None:
    page = article(head='<meta name="author" content="Jane Doe, Harbour Post Staff">')

    assert read(page).metadata.authors == ("Jane Doe",)


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (
            '<meta property="article:published_time" content="2026-01-30T09:30:00+02:00">',
            datetime(2026, 1, 30, 7, 30, tzinfo=UTC),
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2026-01-30T09:30:00Z"}</script>',
            datetime(2026, 1, 30, 9, 30, tzinfo=UTC),
        ),
        ('<meta name="date" content="2026-01-30">', datetime(2026, 1, 30, tzinfo=UTC)),
        (
            '<meta property="article:published_time" content="2026-01-30T00:00:00+08:00">',
            datetime(2026, 1, 30, tzinfo=UTC),
        ),
        ('<meta property="article:published_time" content="2031-01-30T09:30:00Z">', None),
        ("", None),
    ],
)
def test_the_time_of_publication_is_read(head: str, moment: datetime | None) -> None:
    assert read(article(head=head)).metadata.published_at == moment


def test_the_address_of_the_page_is_read() -> None:
    page = article(head='<link rel="canonical" href="https://example.org/bridge">')

    assert read(page).metadata.url == "https://example.org/bridge"


MARKUP = re.findall(
    r"\S+",
    "<p> </p> <div> </div> <table><tr><td> </td> <ul><li> </ul> <!-- --> <br> <script> </script> <h1> </h1> <title>"
    ' <html <blockquote> &#0; &amp > " \x00',
)
pieces = st.lists(st.sampled_from([*MARKUP, *PARAGRAPHS]) | st.text(max_size=12), max_size=40).map("".join)
REFUSALS = {"no_article", "html_too_deep", "html_too_large"}


def attempt(page: str) -> Page | str:
    try:
        return read(page)
    except InvalidRecordError as error:
        return error.reason


@settings(deadline=None, max_examples=150)
@given(pieces)
def test_any_page_gives_lines_or_is_refused(page: str) -> None:
    found = attempt(page)

    assert (
        found in REFUSALS
        if isinstance(found, str)
        else all(line.text == line.text.strip() != "" for line in found.lines)
    )


@settings(deadline=None, max_examples=30)
@given(pieces)
def test_a_page_is_read_the_same_way_twice(page: str) -> None:
    assert attempt(page) == attempt(page)
