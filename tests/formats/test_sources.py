import os
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.formats.sources import check_sources, files_of, read_sources

MAX_BYTES = 1_000


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return folder


def names_of(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in files_of(folder)]


def test_a_folder_is_read_in_order_and_to_its_depth(tmp_path: Path) -> None:
    fill(tmp_path, "c.txt", "a.html", "b.jsonl", "sub/z.htm", "deep/er/y.ndjson", "UPPER.TXT")

    assert names_of(tmp_path) == ["UPPER.TXT", "a.html", "b.jsonl", "c.txt", "deep/er/y.ndjson", "sub/z.htm"]


def test_hidden_and_foreign_files_of_a_folder_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "c.png", "Makefile")

    assert names_of(tmp_path) == ["a.txt"]


def test_a_sidecar_is_no_article(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "a.json", "b.html", "b.json", "c.json", "d.jsonl", "d.json")

    assert names_of(tmp_path) == ["a.txt", "b.html", "c.json", "d.json", "d.jsonl"]


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)

    assert names_of(tmp_path) == ["a.txt"]


def test_sources_are_read_one_after_the_other(tmp_path: Path) -> None:
    fill(tmp_path, "b/one.jsonl", "a.jsonl")

    files = [found.origin.file for found in read_sources([tmp_path / "b", tmp_path / "a.jsonl"], max_bytes=MAX_BYTES)]

    assert files == [str(tmp_path / "b" / "one.jsonl"), str(tmp_path / "a.jsonl")]


def test_a_pipe_is_read_as_json_lines(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b'{"a": 1}\n')
    os.close(write_end)

    (found,) = read_sources([Path(f"/dev/fd/{read_end}")], max_bytes=MAX_BYTES)
    os.close(read_end)

    assert found.content == b'{"a": 1}'


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere", "no/where.jsonl"])
def test_what_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=f"{name} cannot be read: there is no such file"):
        check_sources([tmp_path / name])


def test_an_unknown_format_is_answered_with_those_known(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 and so on")

    with pytest.raises(SourceError, match=r"a\.docx is a ZIP archive.*: JSON lines, JSON, ninjs"):
        check_sources([tmp_path / "a.docx"])


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no file that can be read"):
        check_sources([tmp_path])


def test_the_size_of_files_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "sub/b.txt")

    assert check_sources([tmp_path]) == 4


def test_the_size_of_a_pipe_is_unknown() -> None:
    read_end, write_end = os.pipe()

    size = check_sources([Path(f"/dev/fd/{read_end}")])
    os.close(write_end)
    os.close(read_end)

    assert size is None
