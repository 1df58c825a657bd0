import json

import pytest

from pipeline.config import Settings
from pipeline.records.dead_letter import Origin
from pipeline.stages.topics import DEAD_LETTERS, RAW
from pipeline.stream.consumer import TopicMessage, read_topic
from pipeline.stream.letters import read_letters
from tests.cli.conftest import Newswire
from tests.stream.dead import bury, letter

pytestmark = pytest.mark.kafka


@pytest.fixture
def three(newswire_environment: Settings) -> Settings:
    """Three dead letters, of two reasons and two stages."""
    bury(
        newswire_environment,
        letter(newswire_environment, 1),
        letter(newswire_environment, 2, reason="bug", stage="annotator", value=b'{"n": 2}'),
        letter(newswire_environment, 3, stage="annotator", value=b"\x1b[2J"),
    )
    return newswire_environment


def listed(newswire: Newswire, *arguments: object) -> list[str]:
    ran = newswire("dead-letters", "list", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line)["letter"]["detail"] for line in ran.out.splitlines()]


def on_raw(settings: Settings) -> list[TopicMessage]:
    return list(read_topic(settings.bootstrap_servers, settings.topic_prefix + RAW))


def test_they_are_listed_oldest_first(three: Settings, newswire: Newswire) -> None:
    assert listed(newswire) == ["detail 1", "detail 2", "detail 3"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--reason", "bug"), ["detail 2"]),
        (("--stage", "annotator"), ["detail 2", "detail 3"]),
        (("--reason", "undecodable", "--stage", "annotator"), ["detail 3"]),
        (("--reason", "nonsense"), []),
    ],
)
def test_reason_and_stage_choose(
    three: Settings, newswire: Newswire, filters: tuple[str, ...], expected: list[str]
) -> None:
    assert listed(newswire, *filters) == expected


def test_numbers_stay_when_some_are_left_out(three: Settings, newswire: Newswire) -> None:
    line = newswire("dead-letters", "list", "--reason", "bug").out

    assert json.loads(line)["number"] == 2


def test_a_table_tells_reason_and_origin(three: Settings, newswire: Newswire) -> None:
    rows = newswire("dead-letters", "list", "--format", "table").out.decode().splitlines()

    assert (len(rows), "annotator  bug" in rows[2], f"{three.topic_prefix}{RAW}/0/2" in rows[2]) == (4, True, True)


def test_none_are_an_empty_list(newswire_environment: Settings, newswire: Newswire) -> None:
    assert listed(newswire) == []


def names_of_second(settings: Settings) -> tuple[str, ...]:
    second = next(one for one in read_letters(settings) if one.record.detail == "detail 2")
    return ("2", f"{second.partition}/{second.offset}", f"{settings.topic_prefix}{RAW}/0/2")


@pytest.mark.parametrize("way", [0, 1, 2], ids=["number", "place", "origin"])
def test_one_is_found_by_each_of_its_names(three: Settings, newswire: Newswire, way: int) -> None:
    ran = newswire("dead-letters", "show", names_of_second(three)[way])

    assert json.loads(ran.out)["letter"]["detail"] == "detail 2"


def test_what_failed_is_shown_harmless(three: Settings, newswire: Newswire) -> None:
    assert b"value      \\x1b[2J" in newswire("dead-letters", "show", "3", "--format", "table").out


@pytest.mark.parametrize("name", ["9", "0/99", "news.articles.raw/7/7"])
def test_a_letter_that_is_not_there_is_one_line(three: Settings, newswire: Newswire, name: str) -> None:
    ran = newswire("dead-letters", "show", name)

    assert (ran.code, "there is no dead letter" in ran.err, ran.err.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("arguments", [("show", "x"), ("show", "-1"), ("replay",), ("replay", "1", "--all")])
def test_wrong_words_are_usage_errors(three: Settings, newswire: Newswire, arguments: tuple[str, ...]) -> None:
    assert newswire("dead-letters", *arguments).code == 2


def test_replay_sends_the_bytes_back_to_where_they_came_from(three: Settings, newswire: Newswire) -> None:
    newswire("dead-letters", "replay", "1")

    assert [(one.key, one.value, one.headers) for one in on_raw(three)] == [
        (b"the key", b"{broken", (("attempts", b"1"),))
    ]


def test_replay_of_all_takes_those_that_the_filters_leave(three: Settings, newswire: Newswire) -> None:
    ran = newswire("dead-letters", "replay", "--all", "--stage", "annotator")

    assert (ran.code, ran.err, sorted(one.value or b"" for one in on_raw(three))) == (
        0,
        "2 sent again, 0 not\n",
        [b"\x1b[2J", b'{"n": 2}'],
    )


def test_dead_letters_stay_where_they_are(three: Settings, newswire: Newswire) -> None:
    newswire("dead-letters", "replay", "--all")

    assert len(listed(newswire)) == 3


def test_what_was_truncated_is_refused_and_the_rest_is_sent(newswire_environment: Settings, newswire: Newswire) -> None:
    bury(
        newswire_environment,
        letter(newswire_environment, 1, value=b"x" * 70_000),
        letter(newswire_environment, 2),
    )

    ran = newswire("dead-letters", "replay", "--all")

    assert (ran.code, "only its first part was kept, of 70000 bytes" in ran.err, len(on_raw(newswire_environment))) == (
        1,
        True,
        1,
    )


def test_a_forged_letter_cannot_write_elsewhere(newswire_environment: Settings, newswire: Newswire) -> None:
    elsewhere = Origin(topic="somebody-elses", partition=0, offset=0)
    bury(newswire_environment, letter(newswire_environment, 1, origin=elsewhere))

    ran = newswire("dead-letters", "replay", "--all")

    assert (ran.code, "no topic of this deployment" in ran.err) == (1, True)


def test_a_missing_topic_of_dead_letters_is_one_line(
    settings_alone: Settings, newswire: Newswire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSWIRE_BOOTSTRAP_SERVERS", settings_alone.bootstrap_servers)
    monkeypatch.setenv("NEWSWIRE_TOPIC_PREFIX", settings_alone.topic_prefix)

    ran = newswire("dead-letters", "list")

    assert (ran.code, f"there is no topic {settings_alone.topic_prefix}{DEAD_LETTERS}" in ran.err) == (1, True)
