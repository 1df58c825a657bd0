"""What a state file remembers is true, and is known not to be true any more when the file has changed."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.stream.feed_source import Item, Place, read_items
from pipeline.stream.feed_state import FeedState


def state(path: Path | None, *, topic: str = "t", cluster: str = "c") -> FeedState:
    return FeedState(path, cluster=cluster, topic=topic)


def read(file: Path, places: dict[Path, Place]) -> list[Item]:
    return list(read_items((file,), places, max_bytes=1_000_000))


def fed(file: Path, memory: Path, *, count: int | None = None) -> None:
    """Send the first items of a file, and remember."""
    now = state(memory)
    for item in read(file, now.places())[:count]:
        assert item.path is not None
        now.confirm(item.path, item.place)
    now.save()


def left(file: Path, memory: Path) -> list[object]:
    return [item.found.content for item in read(file, state(memory).places())]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n2\n3\n")
    return path


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "memory"


@pytest.mark.parametrize(("count", "expected"), [(0, [b"1", b"2", b"3"]), (2, [b"3"]), (3, [])])
def test_what_is_confirmed_is_not_read_again(file: Path, memory: Path, count: int, expected: list[bytes]) -> None:
    fed(file, memory, count=count)

    assert left(file, memory) == expected


def test_what_was_added_since_is_read(file: Path, memory: Path) -> None:
    fed(file, memory)
    file.write_bytes(file.read_bytes() + b"4\n")

    assert left(file, memory) == [b"4"]


def test_a_line_that_was_not_finished_is_read_again_when_it_has_grown(file: Path, memory: Path) -> None:
    file.write_bytes(b'1\n{"n"')
    fed(file, memory)
    file.write_bytes(b'1\n{"n": 2}\n')

    assert left(file, memory) == [b'{"n": 2}']


def test_a_last_line_without_an_end_is_not_read_again(file: Path, memory: Path) -> None:
    file.write_bytes(b"1\n2")
    fed(file, memory)

    assert left(file, memory) == []


@pytest.mark.parametrize("now", [b"9\n2\n3\n", b"1\n2\n", b""], ids=["rewritten", "shorter", "empty"])
def test_another_file_of_the_same_name_is_read_whole(file: Path, memory: Path, now: bytes) -> None:
    fed(file, memory)
    file.write_bytes(now)

    assert left(file, memory) == now.split()


def test_a_text_file_that_has_changed_is_read_again(tmp_path: Path, memory: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("one")
    fed(page, memory)
    page.write_text("two")

    assert len(left(page, memory)) == 1


def test_a_text_file_that_has_not_changed_is_not_read_again(tmp_path: Path, memory: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("one")
    fed(page, memory)

    assert left(page, memory) == []


def test_a_file_that_is_gone_is_no_matter(file: Path, memory: Path) -> None:
    fed(file, memory)
    file.unlink()

    assert state(memory).places() == {}


def test_without_a_file_nothing_is_remembered(file: Path, tmp_path: Path) -> None:
    now = state(None)
    now.confirm(file, Place(items=1))

    now.save()

    assert list(tmp_path.iterdir()) == [file]


def test_saving_leaves_nothing_beside_it(file: Path, memory: Path, tmp_path: Path) -> None:
    fed(file, memory)

    assert sorted(tmp_path.iterdir()) == [file, memory]


@pytest.mark.parametrize("other", [{"topic": "u"}, {"cluster": "d"}])
def test_the_memory_of_another_topic_or_cluster_is_refused(file: Path, memory: Path, other: dict[str, str]) -> None:
    fed(file, memory)

    with pytest.raises(SettingsError, match="--resume"):
        state(memory, **other)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"topic": 3}'])
def test_a_memory_that_cannot_be_read_is_named(memory: Path, content: bytes) -> None:
    memory.write_bytes(content)

    with pytest.raises(SettingsError, match="memory cannot be read"):
        state(memory)


def test_a_memory_that_cannot_be_written_is_named(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        fed(file, tmp_path / "no such folder" / "memory")
