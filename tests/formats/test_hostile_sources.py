"""Sources that mean harm, or are just broken: bounded time and memory, an error with its place, no other exception."""

import gzip
import io
import json
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import SourceError
from pipeline.formats.found import Found, Refused
from pipeline.formats.opened import opened_stream
from pipeline.formats.sources import READERS, read_opened
from pipeline.records.raw import RawArticle
from tests.formats.reading import articles_of, detail_of, read_bytes, refusal_of
from tests.formats.test_examples import EXAMPLES

MIB = 1_048_576
RSS = b"<rss version='2.0'><channel>"
ENTITY_BOMB = (
    b'<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss><channel><item><title>T &a11;</title></item></channel></rss>"
)
OUTSIDE_ENTITY = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b"<rss><channel><item><title>T &x;</title></item></channel></rss>"
)

BOMBS: dict[str, Callable[[], bytes]] = {
    "entities within entities": lambda: ENTITY_BOMB,
    "entities in an attribute": lambda: ENTITY_BOMB.replace(b"<title>T &a11;", b'<title type="&a11;">T'),
    "one short entity a million times": lambda: (
        b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 200 + b'">]>' + RSS + b"<item><title>" + b"&a;" * MIB
    ),
    "many elements": lambda: RSS + b"<a>" * (8 * MIB),
    "many closed elements": lambda: RSS + b"<a/>" * 900_000,
    "many items": lambda: RSS + b"<item>" * 100_000,
    "deep elements": lambda: RSS + b"<a>" * 100_000 + b"</a>" * 100_000,
    "a long text": lambda: RSS + b"<item><title>" + b"a" * (20 * MIB),
    "a long author": lambda: RSS + b"<item><author>" + b"a.a" * MIB + b"</author></item></channel></rss>",
    "a long author in brackets": lambda: (
        RSS + b"<item><title>T</title><author>" + b"a@ (" * MIB + b"</author></item></channel></rss>"
    ),
    "a long title of tags": lambda: (
        RSS + b"<item><title>" + b"&lt;a " * MIB + b"</title></item></channel></rss>"
    ),
    "many attributes": lambda: RSS + b"<item " + b"".join(b"a%d='' " % n for n in range(200_000)),
    "open brackets": lambda: b"<" * (2 * MIB),
    "an open document type": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY " * 200_000,
    "brackets in a document type": lambda: b"<!DOCTYPE rss [" + b"]" * MIB,
    "open comments": lambda: b"<!--" * MIB,
    "dashes": lambda: b"<?xml version='1.0'?><!--" + b"-" * MIB,
    "blank lines": lambda: b"\n" * MIB,
    "deep JSON": lambda: b"[" * MIB,
    "deep JSON objects": lambda: b'{"uri":' * MIB,
    "a long line": lambda: b"x" * (20 * MIB),
    "a long line of JSON": lambda: b'{"uri": "' + b"x" * (20 * MIB),
    "NUL bytes": lambda: b"\0" * (4 * MIB),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_bounded_time(name: str) -> None:
    value = BOMBS[name]()
    start = time.process_time()

    read_bytes(value, suffix=".xml" if value[:1] == b"<" else "")

    assert time.process_time() - start < 10


def test_a_bomb_takes_bounded_memory() -> None:
    tracemalloc.start()
    read_bytes(ENTITY_BOMB)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 64 * MIB


def test_nothing_outside_a_document_is_read() -> None:
    titles = [found.content.title for found in read_bytes(OUTSIDE_ENTITY) if isinstance(found.content, RawArticle)]

    assert titles == ["T &x;"]


def test_a_gzip_bomb_ends_with_an_error() -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 900000000\r\n\r\n"
    bomb = gzip.compress(head + b"\n" * (100 * MIB))

    with pytest.raises(SourceError, match="unpacks to more than"):
        list(read_opened(opened_stream(io.BytesIO(bomb), name="bomb.gz", suffix=".warc"), max_bytes=MIB))


def test_a_gzip_bomb_of_one_line_ends_with_an_error() -> None:
    bomb = gzip.compress(b"x" * (100 * MIB))

    with pytest.raises(SourceError, match=r"bomb\.gz: gzip unpacks to more than 200 times its size"):
        list(read_opened(opened_stream(io.BytesIO(bomb), name="bomb.gz", suffix=".jsonl"), max_bytes=MIB))


def test_damaged_gzip_names_the_place() -> None:
    packed = gzip.compress(json.dumps({"body": "a" * 100}).encode())[:-12]

    with pytest.raises(SourceError, match="source: damaged gzip near byte"):
        read_bytes(packed, suffix=".jsonl")


def archive(*pages: bytes, encoding: str | None = None, url: str = "https://paper.example/1") -> bytes:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=True)
    for page in pages:
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            *([("Content-Encoding", encoding)] if encoding else []),
        ]
        http_headers = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=http_headers)
        writer.write_record(record)
    return written.getvalue()


def test_pages_of_an_archive_are_articles() -> None:
    (article,) = articles_of(archive(b"<p>Hello</p>"))

    assert (article.url, article.body_format, article.content_type) == (
        "https://paper.example/1",
        "html",
        "text/html; charset=utf-8",
    )


def test_packed_pages_are_unpacked() -> None:
    plain, packed = archive(b"<p>Hello</p>"), archive(gzip.compress(b"<p>Hello</p>"), encoding="gzip")

    assert articles_of(packed)[0].body_b64 == articles_of(plain)[0].body_b64


def test_a_page_that_unpacks_to_too_much_is_refused_and_the_next_is_read() -> None:
    bomb = gzip.compress(b"x" * (50 * MIB))

    found = read_bytes(archive(bomb, gzip.compress(b"<p>Hello</p>"), encoding="gzip"))

    assert [isinstance(one.content, Refused) for one in found] == [True, False]


def test_a_page_packed_in_a_way_that_is_not_read_is_named() -> None:
    assert detail_of(archive(b"abc", encoding="br")) == "the page is packed as br, which is not read"


def test_a_cut_archive_gives_its_whole_pages_and_an_error() -> None:
    value = gzip.decompress(archive(b"<p>One</p>", b"<p>Two</p>"))
    second = value.rindex(b"WARC/1.0")

    found = read_bytes(value[: second + 30])

    assert isinstance(found[0].content, RawArticle)


@pytest.mark.parametrize(
    ("value", "suffix", "line", "said"),
    [
        (
            b"<rss>\n<channel>\n<item><title>A</title></wrong></channel></rss>",
            ".xml",
            3,
            "at line 3",
        ),
        (b"<nitf>\n<body>", ".xml", 2, "at line 2"),
        (b"<newsItem>\n\n<a></b>", "", 3, "at line 3"),
        (b"<NewsML>\n<a", "", 2, "at line 2"),
        (b"<nitf/>", "", None, "is NITF without a body"),
        (b"<conceptItem/>", "", None, "it holds a conceptitem"),
        (b"<?xml version='1.0'?><RBNews/>", ".xml", None, "its root element is RBNews"),
        (b"\x01\x02abc", ".txt", None, "IPTC 7901"),
        (b"%PDF-1.7", "", None, "is PDF"),
        (b'{"api_version": "1", "org_name": "A",\n "data": {}}', ".json", None, "AP Media API"),
        (b'{"version": "https://jsonfeed.org/version/1",\n "x": 1}', "", None, "JSON Feed without items"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(value: bytes, suffix: str, line: int | None, said: str) -> None:
    found = refusal_of(value, suffix=suffix)

    assert (found.origin.file, found.origin.line, said in detail_of(value, suffix=suffix)) == ("source", line, True)


def test_an_ill_formed_feed_gives_what_can_be_read() -> None:
    found = read_bytes(RSS + b"<item><title>A</title></item><item><title>B & C</title></item></channel></rss>")

    assert [isinstance(one.content, RawArticle) for one in found] == [True, True, False]


def test_an_empty_feed_is_no_error() -> None:
    assert read_bytes(RSS + b"</channel></rss>") == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1"])
def test_a_feed_is_read_in_its_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><item><title>Café</title></item></channel></rss>"

    assert articles_of(text.encode(encoding), suffix=".xml")[0].title == "Café"


MARKUP = st.lists(
    st.sampled_from(
        ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</", "<![CDATA[", "]]>", "&amp;",
         "&x;", "<!DOCTYPE a [", "]>", "<!--", "-->", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
         "é", "\0",
         "<nitf>", "<body>", "<body.content>", "<newsItem guid='a'>", "<contentSet>", "<inlineXML>", "<NewsML>",
         "<NewsItem>", "<DataContent>", "http://a", '{"uri":', '"bodies": [', "{}", "]", "}", "WARC/1.0\r\n", "\n",
         "a@b (",
         "HTTP/1.1 200 OK\r\n", "Content-Length: 9\r\n", "http://[x", " ", "=", "'"]
    )
).map("".join)  # fmt: skip
EXAMPLE_BYTES = [path.read_bytes() for path in sorted(EXAMPLES.iterdir())] + [archive(b"<p>A</p>", b"<p>B</p>")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An example with a piece cut out and something put in its place."""
    value = draw(st.sampled_from(EXAMPLE_BYTES))
    start = draw(st.integers(0, len(value)))
    end = draw(st.integers(start, min(len(value), start + 40)))
    return value[:start] + draw(st.binary(max_size=8)) + value[end:]


def survive(read: Callable[[], list[Found]]) -> bool:
    try:
        return all(isinstance(found, Found) for found in read())
    except SourceError:
        return True


@settings(deadline=None)
@given(
    st.one_of(st.binary(max_size=400), MARKUP.map(str.encode), damaged()), st.sampled_from(["", ".xml", ".txt", ".gz"])
)
def test_any_bytes_are_read_or_refused(value: bytes, suffix: str) -> None:
    assert survive(lambda: read_bytes(value, suffix=suffix))


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), MARKUP.map(str.encode), damaged()), st.sampled_from(sorted(READERS)))
def test_no_reader_raises_on_any_bytes(value: bytes, name: str) -> None:
    assert survive(lambda: list(READERS[name](opened_stream(io.BytesIO(value), name="x"), 1000)))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uri", "bodies", "value", "role", "headlines", "item", "by", "pubStatus"]), inner
        )
    ),
    max_leaves=6,
)


NINJS_NAMES = st.sampled_from(["uri", "bodies", "headlines", "body_text", "version", "subject", "pubStatus", "byline"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NINJS_NAMES, JSON_VALUES, max_size=4))
def test_any_ninjs_is_read_or_refused(value: dict[str, object]) -> None:
    assert survive(lambda: read_bytes(json.dumps(value).encode()))
