import json
from pathlib import Path

import pytest

from pipeline.cli.main import run
from tests.knowledge.test_own_types import TRIGGER, TYPE


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.toml"
    path.write_text(TYPE + TRIGGER, encoding="utf-8")
    return str(path)


def lines(capfdbinary: pytest.CaptureFixture[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def test_all_types_are_listed_as_json_for_a_pipe(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["ontology", "list"]) == 0

    assert len(lines(capfdbinary)) == 80


def test_a_family_is_listed_alone(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["ontology", "list", "--family", "cyb"])

    assert [row["id"] for row in lines(capfdbinary)] == ["CYB.ATTACK", "CYB.BREACH", "CYB.FLAW"]


def test_own_types_are_listed_too(own: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["ontology", "list", "--event-types", own])

    assert [row["id"] for row in lines(capfdbinary) if row["is_own"]] == ["PORT.CALL"]


@pytest.mark.parametrize("shown", ["CONF.BOMB", "example", "near-miss", "ASSAULT/explosives", "medtop:20000056"])
def test_a_type_is_explained_to_people(shown: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["ontology", "explain", "conf.bomb", "--format", "table"])

    assert shown in capfd.readouterr().out


@pytest.mark.parametrize("arguments", [["explain", "CONF.GOSSIP"], ["list", "--family", "GOSSIP"]])
def test_what_is_not_there_is_a_usage_error(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["ontology", *arguments]) == 2

    assert "GOSSIP" in capfd.readouterr().err


def test_a_bad_file_is_refused_in_a_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[[types]]\nid = 3\n", encoding="utf-8")

    assert run(["ontology", "list", "--event-types", str(path)]) == 1

    assert "bad.toml:1" in capfd.readouterr().err


@pytest.mark.model
def test_a_sentence_is_tried_with_own_triggers(own: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["ontology", "test", "The ferry has berthed at Oslo.", "--event-types", own])

    (event,) = lines(capfdbinary)
    assert (event["type"], event["trigger"], event["rule"]) == ("PORT.CALL", "berthed", "own.toml:10:berth active")


@pytest.mark.model
def test_a_sentence_without_events_says_so_to_people(capfd: pytest.CaptureFixture[str]) -> None:
    run(["ontology", "test", "The kettle is blue.", "--format", "table"])

    assert capfd.readouterr().out.strip() == "no events"
