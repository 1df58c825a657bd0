"""What each format gives: written down by hand from small files, one a format."""

from pathlib import Path

import pytest

from pipeline.formats.opened import opened_file
from pipeline.formats.sniffing import format_of
from pipeline.records.raw import RawArticle
from tests.formats.reading import articles_of

EXAMPLES = Path(__file__).parent / "examples"

Row = tuple[str | None, str | None, str | None, tuple[str, ...] | None, str | None, str | None, str]
"""Id, address, title, authors, time, language, body."""

TABLE: tuple[tuple[str, list[Row]], ...] = (
    ("full.rss", [
        (None, "https://ferry.example/2026/crews", "Ferry crews & pilots vote", ("Lena Okafor",),
         "Wed, 04 Mar 2026 08:00:00 +0100", "en",
         "<article><p>Crews of the northern ferries vote on Friday.</p><p>The port\xa0expects delays.</p></article>"),
        (None, "https://ferry.example/2026/quay", "Quay closed", ("Ida Marsh",), None, "en",
         "<article>The old quay is closed <b>until May</b>.</article>"),
        ("urn:ferry:9", None, "Tide tables are out", None, None, "en", "Tide tables are out"),
    ]),
    ("entries.atom", [
        (None, "https://hamn.example/1", "Ny kaj", ("Maj Berg",), "2026-03-01T10:00:00Z", "sv",
         "<article><div><p>Kajen &amp; bron invigdes.</p></div></article>"),
    ]),
    ("item.rdf", [
        (None, "https://cafe.example/1", "Rain at noon", None, "2026-03-01", None,
         "<article><p>It rained at noon in the old town.</p></article>"),
    ]),
    ("posts.wxr.xml", [
        (None, "https://blog.example/bridge", "Bridge opens", None, None, None,
         "<article><p>The bridge opened.</p><p>Two hundred people came.</p></article>"),
    ]),
    ("item.ninjs1.json", [
        ("urn:example:1", None, "Mill reopens", ("Sara Lind",), "2026-03-01T10:00:00Z", "en",
         "<article><p>The mill reopened.</p><p>Sixty people work there.</p></article>"),
    ]),
    ("item.ninjs2.json", [
        ("https://wire.example/2", "https://wire.example/2", "Mill reopens", None, "2026-03-01T09:00:00Z", None,
         "The mill reopened.\n\nSixty people work there."),
    ]),
    ("item.ninjs3.json", [
        ("urn:example:1", None, "Mill reopens", None, "2026-03-02T10:00:00Z", "en", "Withdrawn: urn:example:1"),
    ]),
    ("item.g2.xml", [
        ("urn:example:g", None, "Dam holds", ("Tomas Rey",), "2026-03-01T10:00:00Z", "en",
         "<article><p>The dam held.</p><h2>Water falls</h2><p>Rain stopped.</p></article>"),
        ("urn:example:h", None, "Dam breaks", None, None, None, "Withdrawn: urn:example:h"),
    ]),
    ("item.newsml1.xml", [
        ("urn:newsml:wire.example:1", None, "Harvest begins", ("Ana Kos",), "20260301T100000Z", "en",
         "<article><p>The harvest began.</p><p>It is early.</p></article>"),
    ]),
    ("item.nitf.xml", [
        ("NITF.5", None, "Coach leaves", ("Jo Hale",), "20260301T120000Z", None,
         "<article><div><p>The coach leaves in June.</p><h2>No heir</h2><p>The club looks on.</p></div></article>"),
    ]),
    ("feed.json", [
        (None, "https://paper.example/1", "Snow", ("Ulla Falk",), "2026-03-01T10:00:00Z", "en",
         "<article><p>Snow fell.</p></article>"),
        ("2", None, None, None, None, "en", "<article><p>No address here.</p></article>"),
    ]),
)  # fmt: skip


def row(article: RawArticle) -> Row:
    body = article.body or ""
    return (
        article.id, article.url, article.title, article.authors, article.published_at, article.language, body
    )  # fmt: skip


@pytest.mark.parametrize(("name", "rows"), TABLE, ids=[name for name, _ in TABLE])
def test_an_example_gives_its_items(name: str, rows: list[Row]) -> None:
    path = EXAMPLES / name

    assert [row(article) for article in articles_of(path.read_bytes(), suffix=path.suffix)] == rows


@pytest.mark.parametrize("suffix", ["", ".txt", ".json", ".xml", ".html", ".dat"])
@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("full.rss", "feed"),
        ("entries.atom", "feed"),
        ("item.rdf", "feed"),
        ("item.g2.xml", "newsml-g2"),
        ("item.newsml1.xml", "newsml-1"),
        ("item.nitf.xml", "nitf"),
    ],
)
def test_markup_is_known_under_any_name(tmp_path: Path, name: str, format_name: str, suffix: str) -> None:
    path = tmp_path / f"source{suffix}"
    path.write_bytes((EXAMPLES / name).read_bytes())

    with opened_file(path) as opened:
        assert format_of(opened) == (format_name if suffix != ".json" else "json")


def test_versions_and_status_travel_along() -> None:
    (article,) = articles_of((EXAMPLES / "item.ninjs1.json").read_bytes())

    assert (article.metadata["version"], article.metadata["status"]) == ("2", "usable")


def test_a_withdrawal_says_so() -> None:
    (article,) = articles_of((EXAMPLES / "item.ninjs3.json").read_bytes())

    assert (article.metadata["status"], article.body_format) == ("withdrawn", "clean")


def test_an_embargoed_item_says_until_when() -> None:
    value = b'{"uri": "urn:a", "headline": "H", "body_text": "Text.", "embargoed": "2026-04-01T00:00:00Z"}'

    assert articles_of(value)[0].metadata["embargoed"] == "2026-04-01T00:00:00Z"


def test_ninjs_may_come_line_by_line() -> None:
    line = b'{"uri": "urn:a", "headline": "H", "body_text": "Text."}\n'

    assert [article.id for article in articles_of(line + line.replace(b":a", b":b"), suffix=".jsonl")] == [
        "urn:a",
        "urn:b",
    ]


def test_a_raw_article_with_an_uri_stays_as_it_is() -> None:
    line = b'{"uri": "urn:a", "headline": "H", "body": "Text."}'

    assert articles_of(line, suffix=".jsonl") == [line]
