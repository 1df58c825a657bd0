from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.documents import Reader
from pipeline.formats.found import Found, Refused
from pipeline.formats.text_file import read_html, read_text
from pipeline.records.raw import RawArticle
from tests.formats.reading import read_path

MAX_BYTES = 1_000
GZIP = b"\x1f\x8b"
"""What begins so is unpacked, whatever its name, and may be damaged."""


def read(reader: Reader, path: Path, value: bytes) -> Found:
    path.write_bytes(value)
    (found,) = read_path(reader, path, MAX_BYTES)
    return found


def test_text_becomes_a_text_article(tmp_path: Path) -> None:
    assert read(read_text, tmp_path / "a.txt", "Café\r\nbar".encode()).content == RawArticle(
        body="Café\r\nbar", body_format="text"
    )


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read(read_text, tmp_path / "a.txt", b"\xef\xbb\xbfHello").content == RawArticle(
        body="Hello", body_format="text"
    )


def test_text_that_is_not_utf_8_goes_on_as_bytes(tmp_path: Path) -> None:
    assert read(read_text, tmp_path / "a.txt", b"Caf\xe9").content == RawArticle(
        body_b64=b64encode(b"Caf\xe9").decode(), body_format="text"
    )


def test_a_page_goes_on_as_bytes(tmp_path: Path) -> None:
    assert read(read_html, tmp_path / "a.html", b"<p>Hello").content == RawArticle(
        body_b64=b64encode(b"<p>Hello").decode(), body_format="html"
    )


def test_the_json_beside_a_file_comes_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"title": "T"}')

    assert read(read_text, tmp_path / "a.txt", b"Hello").sidecar == b'{"title": "T"}'


def test_a_file_alone_has_no_sidecar(tmp_path: Path) -> None:
    assert read(read_text, tmp_path / "a.txt", b"Hello").sidecar is None


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    content = read(read_html, tmp_path / "a.html", b"x" * (MAX_BYTES + 1)).content

    assert isinstance(content, Refused)
    assert content.size == MAX_BYTES + 1


def test_a_sidecar_that_is_too_large_refuses_its_article(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b" " * (MAX_BYTES + 1))

    assert isinstance(read(read_text, tmp_path / "a.txt", b"Hello").content, Refused)


@pytest.mark.parametrize("reader", [read_text, read_html])
def test_a_missing_file_is_named(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        list(read_path(reader, tmp_path / "nowhere", MAX_BYTES))


@given(value=st.binary(max_size=200).filter(lambda value: not value.startswith(GZIP)))
def test_any_bytes_are_some_article(tmp_path_factory: pytest.TempPathFactory, value: bytes) -> None:
    found = read(read_text, tmp_path_factory.getbasetemp() / "any.txt", value)

    assert isinstance(found.content, RawArticle)
