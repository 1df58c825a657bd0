from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.entries import Entry, Knowledge, load_knowledge

OLD = Entry(id="a", names=("Ida Holm", "Holm"), role="mayor", until=date(2024, 5, 31))
NEW = Entry(id="a", names=("Ida Holm",), role="minister", since=date(2024, 6, 1))
OTHER = Entry(id="b", names=("Holm",))


@pytest.mark.parametrize(
    ("name", "day", "role"),
    [
        ("Ida Holm", date(2024, 5, 31), "mayor"),
        ("ida holm", date(2024, 6, 1), "minister"),
        ("Ida Holm", None, None),
        ("Ida", date(2024, 6, 1), None),
    ],
)
def test_an_entry_holds_in_its_time(name: str, day: date | None, role: str | None) -> None:
    found = Knowledge([OLD, NEW]).find(name, day)

    assert (found.role if found else None) == role


def test_a_name_of_two_things_means_neither() -> None:
    assert Knowledge([OLD, OTHER]).find("Holm", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"names": ["x"]}',
        '{"id": "a", "names": []}',
        '{"id": "a", "names": [1]}',
        '{"id": "a", "names": ["x"], "from": "soon"}',
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(f'{{"id": "a", "names": ["x"]}}\n{line}\n', encoding="utf-8")

    with pytest.raises(SourceError, match=r"known\.jsonl:2"):
        load_knowledge(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gone"):
        load_knowledge(tmp_path / "gone.jsonl")
