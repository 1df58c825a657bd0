import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Newswire
from tests.stages.chain_stages import build_modelless

ROOT = Path(__file__).parents[2]
MANY = "".join(json.dumps({"id": f"a{number}", "body": f"text {number}"}) + "\n" for number in range(300))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["enrich", "--nonsense"], "No such option"),
        (["enrich", "--until", "nonsense"], "'nonsense' is not one of"),
        (["enrich", "--jobs", "0"], "'--jobs'"),
        (["enrich", "--published-at", "yesterday"], "2026-01-31"),
        (["enrich", "--until", "clean", "--stories", "s"], "leave out --until"),
        (["enrich", "--until", "deduplicate", "--no-deduplicate"], "exclude each other"),
        (["enrich", "--output", "same", "--stories", "same"], "two purposes"),
        (["enrich", "--set", "nonsense=1"], "NAME=VALUE"),
        (["enrich", "--set", "chunk"], "NAME=VALUE"),
        (["enrich", "--max-message-bytes", "0"], "it takes 1 or more"),
        (["enrich", "--settings", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_wrong_usage_is_told_in_one_line(newswire: Newswire, arguments: list[str], says: str) -> None:
    ran = newswire(*arguments)

    assert (ran.code, ran.err.count("\n"), says in ran.err) == (2, 1, True)


def test_a_wrong_variable_is_told_in_one_line(newswire: Newswire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_CHUNK", "many")

    assert newswire("enrich").err == "newswire: NEWSWIRE_CHUNK is 'many'; it takes a whole number\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["enrich", "nowhere.txt"], "newswire: nowhere.txt cannot be read: there is no such file\n"),
        (["enrich", "--input", "nowhere.jsonl"], "newswire: nowhere.jsonl cannot be read: there is no such file\n"),
        (["enrich", "--output", "no/where"], "newswire: no/where cannot be written: No such file or directory\n"),
        (["enrich", "--stories", "no/where"], "newswire: no/where cannot be written: No such file or directory\n"),
        (["enrich", "--dead-letters", "no/where"], "newswire: no/where cannot be written: No such file or directory\n"),
    ],
)
def test_files_that_cannot_be_used_are_named(newswire: Newswire, arguments: list[str], says: str) -> None:
    ran = newswire(*arguments)

    assert (ran.code, ran.err) == (1, says)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_missing_model_is_told_in_one_line(newswire: Newswire, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    monkeypatch.setattr("pipeline.cli.enriching.build_stage", build_modelless)

    ran = newswire("enrich", "--jobs", jobs, "--model", "none", stdin=MANY.encode())

    assert (ran.code, ran.err) == (1, "newswire: spaCy pipeline 'none' is not installed\n")


def test_no_model_is_needed_where_nothing_is_annotated(newswire: Newswire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.enriching.build_stage", build_modelless)

    assert newswire("enrich", "--until", "clean", stdin=MANY.encode()).code == 0


def fail(*_arguments: object) -> None:
    raise KeyError("what was read")


def test_a_bug_is_told_in_one_line(newswire: Newswire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.enrich.enrich_articles", fail)

    ran = newswire("enrich")

    assert (ran.code, ran.err.count("\n"), "KeyError at test_errors.py" in ran.err, "--debug" in ran.err) == (
        1,
        1,
        True,
        True,
    )


@pytest.mark.parametrize("arguments", [["--debug", "enrich"], ["enrich", "--debug"]])
def test_the_traceback_of_a_bug_is_there_for_the_asking(
    newswire: Newswire, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("pipeline.cli.enrich.enrich_articles", fail)

    assert "Traceback (most recent call last)" in newswire(*arguments).err


def test_the_environment_can_ask_for_tracebacks(newswire: Newswire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.enrich.enrich_articles", fail)
    monkeypatch.setenv("NEWSWIRE_DEBUG", "1")

    assert "Traceback (most recent call last)" in newswire("enrich").err


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "cli" / "fake_newswire.py"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def members(session: int) -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            yield int(entry.parent.name)


def is_empty(session: int, *, within_s: float = 30) -> bool:
    until = time.monotonic() + within_s
    while any(members(session)) and time.monotonic() < until:
        os.sched_yield()
    return not any(members(session))


@pytest.fixture(params=["1", "2"])
def waiting(request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[str]"]:
    """A run, in this process or over a pool, that has worked what came and waits for more."""
    process = start("enrich", "--jobs", request.param)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(MANY)
    process.stdin.flush()
    for _ in range(300):
        process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_what_was_read_comes_out_while_the_source_is_silent(waiting: "subprocess.Popen[str]") -> None:
    assert waiting.poll() is None


def test_an_interrupt_ends_a_run_with_130_and_no_word(waiting: "subprocess.Popen[str]") -> None:
    os.killpg(waiting.pid, signal.SIGINT)
    _out, err = waiting.communicate(timeout=60)

    assert (waiting.returncode, err) == (130, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_however_a_run_is_ended(waiting: "subprocess.Popen[str]", number: int) -> None:
    waiting.send_signal(number)
    waiting.wait(timeout=60)

    assert is_empty(waiting.pid)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_leaves_ends_a_run_quietly(jobs: str) -> None:
    process = start("enrich", "--jobs", jobs)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdin.write(MANY)
    process.stdin.close()
    assert process.stderr is not None
    err = process.stderr.read()

    assert (process.wait(timeout=60), err) == (141, "")
