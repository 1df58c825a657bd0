"""The how-to page's examples do what the page says."""

import re
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.text.lines import Line, Surroundings
from tests.formats.exports.examples import ARTICLE

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "pipeline/EXTENDING.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))


def names_of(file: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(FILES[file], file, "exec"), names)  # noqa: S102 - our own page
    return names


def test_every_file_is_tried_here() -> None:
    tried = set(re.findall(r'"(\w+\.\w+)"', Path(__file__).read_text(encoding="utf-8")))
    assert set(FILES) <= tried


@pytest.mark.model
def test_an_event_type_of_your_own_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ports.toml").write_text(FILES["ports.toml"])
    words = ["ontology", "test", "The ferry berthed at Pier 4.", "--event-types", str(tmp_path / "ports.toml")]
    assert run(words) == 0
    assert "PORT.CALL" in capsys.readouterr().out


@pytest.mark.model
def test_a_body_that_you_know_has_its_country(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "watched.jsonl").write_text(FILES["watched.jsonl"])
    (tmp_path / "a.txt").write_text("The HWU called off its strike on Friday.")
    assert (
        run(["enrich", str(tmp_path / "a.txt"), "--knowledge", str(tmp_path / "watched.jsonl"), "--format", "json"])
        == 0
    )
    assert b'"country":"NLD"' in capfdbinary.readouterr().out


@pytest.mark.model
def test_components_work_in_another_pipeline(capsys: pytest.CaptureFixture[str]) -> None:
    names_of("components.py")
    assert "('Ana Berg', 'PERSON')" in capsys.readouterr().out


def test_a_cleaner_cleans() -> None:
    drop = names_of("cleaner.py")["drop_asterisks"]
    assert callable(drop)
    assert (drop(" * * * "), drop("2 * 3")) == ("", "2 * 3")


def test_a_rule_answers_with_a_role_or_not_at_all() -> None:
    find = names_of("rule.py")["find_photo_prompt"]
    assert callable(find)
    lines = (Line(text="In pictures: the flood"), Line(text="Rain fell."))
    asked = [Surroundings(lines=lines, index=one, roles=(), title=None, is_punctuated=True) for one in (0, 1)]
    assert [find(one) for one in asked] == ["navigation", None]


def test_a_format_writes() -> None:
    write = names_of("titles.py")["title_lines"]
    assert callable(write)
    assert b"".join(write([ARTICLE])) == b'Roe <meets> "Mali" & more\n'
