from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.found import HEAD_BYTES, Found, Refused
from pipeline.formats.json_lines import read_json_lines, read_stream
from tests.formats.reading import read_path

MAX_BYTES = 200_000


def read(value: bytes, *, max_bytes: int = MAX_BYTES) -> list[Found]:
    return list(read_stream(BytesIO(value), name="<stdin>", max_bytes=max_bytes))


def contents(value: bytes) -> list[object]:
    return [found.content for found in read(value)]


def refused(value: bytes, *, max_bytes: int) -> Refused:
    content = read(value, max_bytes=max_bytes)[0].content
    assert isinstance(content, Refused)
    return content


@pytest.mark.parametrize(
    "line",
    [b'{"body": "a"}', b' {"body":  "a"} ', b"no JSON", b"\xff\xfe{", b"{\x00}", b'{"body": "\\ud800"}', b"null"],
)
def test_a_line_goes_on_as_it_stands(line: bytes) -> None:
    assert contents(line + b"\n") == [line]


def test_blank_lines_are_skipped_and_counted() -> None:
    assert [found.origin.line for found in read(b'{"a": 1}\n\n \r\n{"a": 2}\n')] == [1, 4]


def test_an_item_names_its_source() -> None:
    assert read(b"{}")[0].origin.file == "<stdin>"


def test_the_last_line_needs_no_end() -> None:
    assert contents(b'{"a": 1}\n{"a": 2}') == [b'{"a": 1}', b'{"a": 2}']


def test_windows_line_ends_are_no_part_of_a_line() -> None:
    assert contents(b'{"a": 1}\r\n{"a": 2}\r\n') == [b'{"a": 1}', b'{"a": 2}']


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert contents(b"\xef\xbb\xbf{}\n") == [b"{}"]


def test_a_line_of_the_largest_size_is_taken() -> None:
    assert contents(b"x" * MAX_BYTES + b"\r\n") == [b"x" * MAX_BYTES]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_longer_line_is_refused_by_size_and_hash(end: bytes) -> None:
    line = b"x" * 3_000_000

    content = refused(line + end, max_bytes=MAX_BYTES)

    assert (content.size, content.sha256) == (len(line), sha256(line).hexdigest())


def test_of_a_refused_line_only_the_head_is_held() -> None:
    assert refused(b"x" * 3_000_000 + b"\n", max_bytes=MAX_BYTES).head == b"x" * HEAD_BYTES


def test_a_refused_line_says_what_to_set() -> None:
    assert "max_message_bytes" in refused(b"12345678\n", max_bytes=5).detail


def test_lines_after_a_refused_one_are_read() -> None:
    assert [found.content for found in read(b"x" * 50 + b"\n{}\n", max_bytes=5)][1] == b"{}"


def test_the_bytes_read_add_up_to_the_size_of_the_source() -> None:
    value = b'{"a": 1}\n{"a": 2}\r\n{"a": 3}'

    assert sum(found.read_bytes for found in read(value)) == len(value)


@given(lines=st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=20))
def test_no_line_is_lost(lines: list[bytes]) -> None:
    kept = [line.rstrip(b"\r") for line in lines if line.strip()]

    assert contents(b"\n" + b"\n".join(lines)) == kept


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.jsonl cannot be read: No such file"):
        list(read_path(read_json_lines, tmp_path / "nowhere.jsonl", MAX_BYTES))
