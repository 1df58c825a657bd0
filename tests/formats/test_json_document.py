from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.formats.json_document import read_json_document
from tests.formats.reading import read_path

MAX_BYTES = 1_000


def contents(path: Path, value: bytes, *, max_bytes: int = MAX_BYTES) -> list[object]:
    path.write_bytes(value)
    return [found.content for found in read_path(read_json_document, path, max_bytes)]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b'{"body": "a"}', [b'{"body": "a"}']),
        (b'\n{\n  "body": "a"\n}\n', [b'{\n  "body": "a"\n}']),
        (b'[{"body": "a"},\n {"body": "b"}]', [b'{"body": "a"}', b'{"body": "b"}']),
        (b'{"body": "a"}\n{"body": "b"}\n', [b'{"body": "a"}', b'{"body": "b"}']),
        (b'{"body": "a"}\nno JSON\n', [b'{"body": "a"}', b"no JSON"]),
        (b'"text"\n', [b'"text"']),
        (b"\xff\n", [b"\xff"]),
        (b"[]", [b"[]"]),
        (b"", []),
    ],
)
def test_a_file_is_read_as_object_array_or_lines(tmp_path: Path, value: bytes, read: list[bytes]) -> None:
    assert contents(tmp_path / "a.json", value) == read


def test_a_file_too_large_to_parse_at_once_is_read_as_lines(tmp_path: Path) -> None:
    value = b'{"a": 1}\n' * 200

    assert contents(tmp_path / "a.json", value, max_bytes=100) == [b'{"a": 1}'] * 200


def test_deep_nesting_is_passed_on(tmp_path: Path) -> None:
    assert contents(tmp_path / "a.json", b"[" * 900) == [b"[" * 900]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.json"):
        list(read_path(read_json_document, tmp_path / "nowhere.json", MAX_BYTES))
