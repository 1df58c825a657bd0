"""Items come with the place up to which their file is read, and reading goes on from any such place."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.opened import GZIP_MAGIC
from pipeline.stream import feed_source
from pipeline.stream.feed_source import START, Item, Place, check_followable, read_items

LINES = b'{"n": 1}\n\n{"n": 2}\r\n{"n": 3}'
MAX = 10_000


def items(*paths: Path, places: dict[Path, Place] | None = None, max_bytes: int = MAX) -> list[Item]:
    return list(read_items(paths, places or {}, max_bytes=max_bytes))


def contents(found: list[Item]) -> list[object]:
    return [item.found.content for item in found]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES)
    return path


def test_lines_are_passed_on_as_they_stand(file: Path) -> None:
    assert contents(items(file)) == [b'{"n": 1}', b'{"n": 2}', b'{"n": 3}']


def test_an_item_knows_its_line(file: Path) -> None:
    assert [item.found.origin.line for item in items(file)] == [1, 3, 4]


@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_reading_goes_on_after_any_item(file: Path, done: int) -> None:
    whole = items(file)
    place = whole[done - 1].place if done else START

    assert items(file, places={file: place}) == whole[done:]


@given(st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line), max_size=6), st.data())
def test_no_line_is_lost_or_read_twice_wherever_reading_stopped(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], data: st.DataObject
) -> None:
    assume(not (lines and lines[0].startswith(GZIP_MAGIC)))  # such a file is unpacked, and may be damaged
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    whole = items(path, max_bytes=8)
    done = data.draw(st.integers(0, len(whole)))
    place = whole[done - 1].place if done else START

    assert contents(items(path, places={path: place}, max_bytes=8)) == contents(whole[done:])


def test_a_text_file_is_one_item(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")

    assert [item.place for item in items(path)] == [Place(items=1)]


def test_a_text_file_that_was_read_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")

    assert items(path, places={path: Place(items=1)}) == []


def test_an_array_goes_on_after_any_item(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"n": 1}, {"n": 2}, {"n": 3}]')

    assert contents(items(path, places={path: Place(items=2)})) == [b'{"n": 3}']


def test_a_pipe_has_no_place_to_come_back_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    threading.Thread(target=path.write_bytes, args=(b'{"n": 1}\n',), daemon=True).start()

    assert [(item.path, item.found.content) for item in items(path)] == [(None, b'{"n": 1}')]


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing\.jsonl"):
        items(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize("name", ["a.txt", "folder"])
def test_only_a_file_of_lines_can_be_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").touch()

    with pytest.raises(SourceError, match="cannot be followed"):
        check_followable(tmp_path / name)


def followed(file: Path, monkeypatch: pytest.MonkeyPatch, *steps: object) -> list[object]:
    """Follow a file; each time the reader waits, the next step happens to the file. The last wait ends it."""
    remaining = list(steps)

    def wait(_seconds: float) -> None:
        if not remaining:
            raise EOFError
        remaining.pop(0)()  # type: ignore[operator] # a test's own words

    monkeypatch.setattr(feed_source.time, "sleep", wait)
    found: list[object] = []
    read = (item.found.content for item in read_items((file,), {}, max_bytes=MAX, follow=True))
    with pytest.raises(EOFError):
        found.extend(read)
    return found


def append(file: Path, text: bytes) -> None:
    with file.open("ab") as stream:
        stream.write(text)


def test_a_followed_file_gives_what_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"1\n")

    assert followed(file, monkeypatch, lambda: append(file, b"2\n3\n")) == [b"1", b"2", b"3"]


def test_an_unfinished_line_of_a_followed_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"n"')

    assert followed(file, monkeypatch, lambda: append(file, b": 1"), lambda: append(file, b"}\n")) == [b'{"n": 1}']


def test_a_followed_file_that_is_replaced_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, fresh = tmp_path / "a.jsonl", tmp_path / "fresh"
    file.write_bytes(b"1\n")
    fresh.write_bytes(b"2\n")

    assert followed(file, monkeypatch, lambda: fresh.replace(file)) == [b"1", b"2"]


def test_a_followed_file_that_is_cut_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"11111\n")

    assert followed(file, monkeypatch, lambda: file.write_bytes(b"2\n")) == [b"11111", b"2"]


def test_a_followed_file_that_is_gone_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"1\n")

    assert followed(file, monkeypatch, file.unlink, lambda: file.write_bytes(b"2\n")) == [b"1", b"2"]
