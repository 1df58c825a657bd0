import json
import subprocess
import sys
import time

import pytest

from pipeline.cli.main import COMMANDS
from pipeline.config import Settings
from pipeline.stages.topics import EVENTS
from pipeline.stream import connection
from pipeline.stream.declaration import read_declaration
from tests.cli.conftest import Newswire
from tests.stream.messages import put

pytestmark = pytest.mark.kafka


@pytest.fixture
def empty(settings_alone: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("bootstrap_servers", "topic_prefix", "app_id", "partitions"):
        monkeypatch.setenv(f"NEWSWIRE_{name.upper()}", str(getattr(settings_alone, name)))
    return settings_alone


def test_create_makes_every_declared_topic(empty: Settings, newswire: Newswire) -> None:
    made = json.loads(newswire("topics", "create").out)["created"]

    assert made == [topic.name for topic in read_declaration(empty)]


def test_create_leaves_what_differs_and_says_so(newswire_environment: Settings, newswire: Newswire) -> None:
    ran = newswire("topics", "create", "--partitions", newswire_environment.partitions + 1)

    name = newswire_environment.topic_prefix + EVENTS
    assert (ran.code, f"newswire: {name} has partitions 3, declared is 4; it is left as it is" in ran.err) == (0, True)


def test_list_has_a_line_for_each_topic(newswire_environment: Settings, newswire: Newswire) -> None:
    listed = [json.loads(line) for line in newswire("topics", "list").out.splitlines()]

    assert [one["name"] for one in listed] == [topic.name for topic in read_declaration(newswire_environment)]


def test_list_counts_messages(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [(str(number), b"x") for number in range(9)], topic=EVENTS)

    listed = [json.loads(line) for line in newswire("topics", "list").out.splitlines()]

    assert [one["messages"] for one in listed if one["name"].endswith(EVENTS)] == [9]


def test_list_shows_what_is_missing(empty: Settings, newswire: Newswire) -> None:
    listed = [json.loads(line) for line in newswire("topics", "list").out.splitlines()]

    assert {one["exists"] for one in listed} == {False}


def test_list_is_a_table_for_people(newswire_environment: Settings, newswire: Newswire) -> None:
    lines = newswire("topics", "list", "--format", "table").out.decode().splitlines()

    assert (lines[0].split(), len(lines)) == (["topic", "kind", "partitions", "messages", "cleanup", "what"], 13)


@pytest.mark.parametrize("name", ["events", "news.events"])
def test_describe_knows_short_names(newswire_environment: Settings, newswire: Newswire, name: str) -> None:
    described = json.loads(newswire("topics", "describe", name).out)

    assert (described["configs"]["cleanup.policy"], described["differences"]) == ("compact", [])


def test_describe_says_where_a_topic_differs(newswire_environment: Settings, newswire: Newswire) -> None:
    shown = newswire("topics", "describe", "events", "--partitions", "5", "--format", "table").out.decode()

    assert "has partitions 3, declared is 5" in shown


def test_a_topic_that_is_not_declared_is_a_usage_error(newswire_environment: Settings, newswire: Newswire) -> None:
    assert newswire("topics", "describe", "nonsense").code == 2


NEEDS_A_BROKER = {
    "topics create": ("topics", "create"),
    "topics list": ("topics", "list"),
    "topics describe": ("topics", "describe"),
    "consume": ("consume", "--until-end"),
    "feed": ("feed", "/dev/null"),
    "dead-letters list": ("dead-letters", "list"),
    "dead-letters show": ("dead-letters", "show", "0/0"),
    "dead-letters replay": ("dead-letters", "replay", "--all"),
}


@pytest.mark.parametrize("arguments", NEEDS_A_BROKER.values(), ids=NEEDS_A_BROKER)
def test_without_a_broker_there_is_one_line_that_says_what_to_do(
    newswire: Newswire, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(connection, "CONNECT_TIMEOUT_MS", 300)

    ran = newswire(*arguments, "--bootstrap-servers", "127.0.0.1:1")

    assert (ran.code, ran.err.count("\n"), "newswire broker" in ran.err) == (1, 1, True)


def test_without_a_broker_it_takes_a_few_seconds_at_most(newswire: Newswire) -> None:
    before = time.monotonic()

    newswire("topics", "list", "--bootstrap-servers", "127.0.0.1:1")

    assert time.monotonic() - before < 8


@pytest.mark.parametrize("name", ["topics", "broker", "feed", "consume", "dead-letters", "doctor"])
def test_commands_over_the_broker_do_not_load_faust(name: str) -> None:
    module, _about = COMMANDS[name]
    script = f"import sys, {module}, pipeline.stream.broker, pipeline.stream.letters; print('faust' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )
