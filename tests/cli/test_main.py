import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline import __version__
from pipeline.cli.command import Command
from pipeline.cli.main import COMMANDS, run
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings
from tests.cli.conftest import Newswire


def test_help_names_every_command(newswire: Newswire) -> None:
    printed = newswire("--help").out.decode()

    assert [name for name in COMMANDS if f"  {name} " not in printed] == []


def test_help_ends_with_an_example(newswire: Newswire) -> None:
    assert b"\nExamples:\n  newswire " in newswire("--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example(newswire: Newswire, name: str) -> None:
    assert "newswire" in newswire(name, "--help").out.decode().split("\nExample")[1]


def test_the_version_is_told(newswire: Newswire) -> None:
    assert newswire("--version").out.decode() == f"newswire, version {__version__}\n"


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["--version"], 0), ([], 2)])
def test_exit_codes_without_a_command(newswire: Newswire, arguments: list[str], code: int) -> None:
    assert newswire(*arguments).code == code


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_what_needs_no_command_loads_none(arguments: list[str]) -> None:
    script = (
        f"import sys; from pipeline.cli.main import run; run({arguments!r}); "
        "print([m for m in ('rich', 'orjson', 'spacy', 'faust', 'kafka', 'multiprocessing') if m in sys.modules])"
    )

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.splitlines()[-1] == "[]"


def settings_of(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Settings:
    seen: list[Settings] = []

    @click.command(cls=Command)
    @takes_settings("model", "partitions", "annotate_duplicates")
    def command(settings: Settings) -> None:
        seen.append(settings)

    monkeypatch.setattr("pipeline.cli.main.LazyGroup.get_command", lambda *_: command)
    assert run(["probe", *arguments]) == 0
    return seen[0]


def test_settings_have_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch) == Settings()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_PARTITIONS", "3")

    assert settings_of(monkeypatch).partitions == 3


def test_settings_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("partitions = 4\n")

    assert settings_of(monkeypatch, "--settings", str(tmp_path / "s.toml")).partitions == 4


def test_flags_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_PARTITIONS", "3")

    assert settings_of(monkeypatch, "--partitions", "5").partitions == 5


@pytest.mark.parametrize(("flag", "is_on"), [("--annotate-duplicates", True), ("--no-annotate-duplicates", False)])
def test_a_switch_goes_both_ways(monkeypatch: pytest.MonkeyPatch, flag: str, *, is_on: bool) -> None:
    monkeypatch.setenv("NEWSWIRE_ANNOTATE_DUPLICATES", str(not is_on))

    assert settings_of(monkeypatch, flag).annotate_duplicates is is_on


def test_any_setting_can_be_set_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch, "--set", "chunk=2", "--set", "window=9") == Settings(chunk=2, window=9)
