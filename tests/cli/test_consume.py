import json
import signal
from datetime import UTC, datetime

import pytest

from pipeline.config import Settings
from pipeline.stages.topics import EVENTS, RAW, STORIES
from pipeline.stream.short_names import SHORT_NAMES
from tests.cli.conftest import Newswire
from tests.cli.processes import started
from tests.stream.messages import put

pytestmark = pytest.mark.kafka

EVENT = {
    "id": "e-1",
    "article_id": "a-1",
    "type": "DIPL.MEET",
    "label": "Meeting or talks",
    "trigger": {"start": 0, "end": 3, "text": "met", "lemma": "meet"},
    "sentence": {"start": 0, "end": 3, "text": "met"},
    "source": [{"start": 0, "end": 3, "text": "she", "name": "Ada Okafor"}],
    "target": [{"start": 0, "end": 3, "text": "miners"}],
    "place": {"start": 0, "end": 3, "text": "Lagos", "country": "NGA"},
    "time": {"start": 0, "end": 3, "text": "Monday", "value": "2026-03-02"},
    "factuality": "planned",
    "rule": "r",
}


def lines(newswire: Newswire, *arguments: object) -> list[object]:
    ran = newswire("consume", *arguments, "--until-end")
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


def values(*records: object) -> list[tuple[str, bytes]]:
    return [(str(number), json.dumps(record).encode()) for number, record in enumerate(records)]


def test_a_pipe_gets_the_bytes_as_they_are(newswire_environment: Settings, newswire: Newswire) -> None:
    value = '{ "id":"x",  "n": 1.50, "t": "é" }'.encode()
    put(newswire_environment, [("k", value)])

    assert newswire("consume", "raw", "--until-end").out == value + b"\n"


def test_a_value_of_several_lines_becomes_one(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [("k", b'{\n"id": 1\r\n}')])

    assert newswire("consume", "raw", "--until-end").out == b'{"id":1}\n'


def test_a_tombstone_is_told_by_its_key(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [("gone", None)])

    assert lines(newswire, "raw") == [{"key": "gone", "value": None, "tombstone": True}]


def test_what_is_not_json_is_shown_in_base64(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [("k", b"\xff\x00")])

    assert lines(newswire, "raw") == [{"key": "k", "value_b64": "/wA="}]


def test_the_envelope_shows_where_a_message_stands(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [("k", b'{"id": 1}')])

    shown = lines(newswire, "raw", "--envelope")[0]

    assert isinstance(shown, dict)
    assert {name: shown[name] for name in ("topic", "offset", "key", "headers", "value")} == {
        "topic": newswire_environment.topic_prefix + RAW,
        "offset": 0,
        "key": "k",
        "headers": {"schema": "s"},
        "value": {"id": 1},
    }


@pytest.mark.parametrize("name", ["stories", "news.stories", "whole"])
def test_a_topic_has_several_names(newswire_environment: Settings, newswire: Newswire, name: str) -> None:
    put(newswire_environment, values({"id": 1}), topic=STORIES)
    whole = newswire_environment.topic_prefix + STORIES

    assert lines(newswire, whole if name == "whole" else name) == [{"id": 1}]


def test_events_are_read_where_no_topic_is_named(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values(EVENT), topic=EVENTS)

    assert lines(newswire) == [EVENT]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["factuality=planned"], ["e-1"]),
        (["factuality=happened"], []),
        (["factuality!=happened"], ["e-1"]),
        (["place.country=NGA", "type~=dipl"], ["e-1"]),
        (["place.country=NGA", "type~=war"], []),
        (["source.name=Ada Okafor"], ["e-1"]),
        (["trigger.end=3.0"], ["e-1"]),
        (["no.such.field=null"], ["e-1"]),
    ],
)
def test_filters_choose(newswire_environment: Settings, newswire: Newswire, filters: list[str], ids: list[str]) -> None:
    put(newswire_environment, [*values(EVENT), ("gone", None), ("broken", b"{")], topic=EVENTS)

    shown = lines(newswire, *(word for one in filters for word in ("--filter", one)))

    assert [one["id"] for one in shown if isinstance(one, dict)] == ids


def test_a_limit_stops(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values(*({"n": number} for number in range(9))))

    assert len(lines(newswire, "raw", "--limit", 4)) == 4


def test_a_limit_counts_what_is_shown(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values(*({"n": number} for number in range(9))))

    assert lines(newswire, "raw", "--limit", 1, "--filter", "n=7") == [{"n": 7}]


@pytest.mark.parametrize(
    ("start", "count"), [("beginning", 1), ("now", 0), ("1h", 1), ("2000-01-01", 1), ("2199-01-01T00:00:00Z", 0)]
)
def test_reading_begins_where_it_is_told(
    newswire_environment: Settings, newswire: Newswire, start: str, count: int
) -> None:
    put(newswire_environment, values({"n": 1}))

    assert len(lines(newswire, "raw", "--from", start)) == count


@pytest.mark.parametrize(
    "arguments",
    [("--from", "yesterday"), ("--filter", "nonsense"), ("--filter", "=x"), ("--limit", "0"), ("--format", "xml")],
)
def test_wrong_words_are_usage_errors(
    newswire_environment: Settings, newswire: Newswire, arguments: tuple[str, str]
) -> None:
    assert newswire("consume", "raw", "--until-end", *arguments).code == 2


def test_a_table_tells_who_what_whom_where_when_and_whether(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values(EVENT), topic=EVENTS)

    shown = newswire("consume", "--until-end", "--format", "table").out.decode().splitlines()

    assert [shown[1].split(), "who" in shown[0].split()] == [
        ["Meeting", "or", "talks", "Ada", "Okafor", "met", "miners", "Lagos", "2026-03-02", "planned"],
        True,
    ]


def test_headings_stand_once(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values(EVENT, EVENT, EVENT), topic=EVENTS)

    assert newswire("consume", "--until-end", "--format", "table").out.decode().count("whether") == 1


@pytest.mark.parametrize("topic", ["raw", "enriched", "events", "stories", "assignments", "dead-letters", "knowledge"])
@pytest.mark.parametrize("value", [None, b"\xff", b"[]", b"3", b'{"published_at": {"a": 1}}', b'{"id": "\\u001b[2J"}'])
def test_a_table_shows_whatever_lies_on_a_topic(
    newswire_environment: Settings, newswire: Newswire, topic: str, value: bytes | None
) -> None:
    put(newswire_environment, [("key", value)], topic=SHORT_NAMES[topic])

    ran = newswire("consume", topic, "--until-end", "--format", "table")

    assert (ran.code, ran.err, b"\x1b" in ran.out) == (0, "", False)


def test_text_of_strangers_cannot_steer_a_terminal(newswire_environment: Settings, newswire: Newswire) -> None:
    title = "\x1b[31mred\x9b2J\u202e[bold]x[/bold]\x07"
    put(newswire_environment, values({"title": title, "body": "x"}))

    shown = newswire("consume", "raw", "--until-end", "--format", "table").out.decode()

    assert "\\x1b[31mred\\x9b2J\\u202e[bold]x[/bold]\\x07" in shown


def test_a_follower_shows_what_comes_later_and_ends_by_ctrl_c(newswire_environment: Settings) -> None:
    put(newswire_environment, values({"n": 1}))
    process = started("consume", "raw")
    assert process.stdout is not None
    first = process.stdout.readline()
    put(newswire_environment, values({"n": 2}))
    second = process.stdout.readline()

    process.send_signal(signal.SIGINT)
    _out, err = process.communicate()

    assert (first, second, process.returncode, err) == ('{"n": 1}\n', '{"n": 2}\n', 130, "")


def test_a_reader_that_goes_away_ends_it_silently(newswire_environment: Settings) -> None:
    put(newswire_environment, values(*({"n": number, "pad": "x" * 5000} for number in range(200))))
    process = started("consume", "raw", "--until-end")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()

    assert (process.stderr.read(), process.wait()) == ("", 141)


def test_a_topic_that_is_missing_is_one_line(newswire_environment: Settings, newswire: Newswire) -> None:
    ran = newswire("consume", "nowhere", "--until-end")

    assert (ran.code, "there is no topic nowhere" in ran.err, ran.err.count("\n")) == (1, True, 1)


def test_times_are_shown_in_utc(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, values({"n": 1}))

    shown = lines(newswire, "raw", "--envelope")[0]

    assert isinstance(shown, dict)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(shown["timestamp"])).total_seconds()) < 600
