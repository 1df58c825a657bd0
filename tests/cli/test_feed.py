import json
import signal
import subprocess
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.stages.topics import CLEAN, RAW
from pipeline.stream.consumer import TopicMessage, read_topic
from tests.cli.conftest import Newswire
from tests.cli.processes import command_of, started

pytestmark = pytest.mark.kafka


def on_topic(settings: Settings, topic: str = RAW) -> list[TopicMessage]:
    messages = read_topic(settings.bootstrap_servers, settings.topic_prefix + topic)
    return sorted(messages, key=lambda message: message.timestamp)


def numbers(settings: Settings) -> list[int]:
    return sorted(json.loads(message.value or b"")["n"] for message in on_topic(settings))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def lines_file(path: Path, start: int, stop: int, *, pad: int = 0) -> Path:
    with path.open("a") as stream:
        stream.writelines(json.dumps({"id": f"id-{n}", "n": n, "body": "x" * pad}) + "\n" for n in range(start, stop))
    return path


def test_lines_arrive_byte_for_byte_under_their_ids(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    file = folder / "a.jsonl"
    file.write_bytes(b'{ "id":"x", "more": [1,  2] }\n{"body": "no id"}\n{"broken\n')

    newswire("feed", file)

    assert {(message.key, message.value) for message in on_topic(newswire_environment)} == {
        (b"x", b'{ "id":"x", "more": [1,  2] }'),
        (None, b'{"body": "no id"}'),
        (None, b'{"broken'),
    }


def test_the_counts_are_told(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    ran = newswire("feed", lines_file(folder / "a.jsonl", 0, 5))

    topic = newswire_environment.topic_prefix + RAW
    assert (ran.code, ran.err, json.loads(ran.out)) == (
        0,
        f"5 sent to {topic}, 0 refused\n",
        {"topic": topic, "sent": 5, "refused": 0},
    )


def test_folders_are_read_with_all_their_formats(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    lines_file(folder / "a.jsonl", 0, 2)
    (folder / "b.txt").write_text("A text.")
    (folder / "b.json").write_text('{"id": "b", "title": "T"}')
    (folder / "c.html").write_text("<p>A page.</p>")

    newswire("feed", folder)

    articles = [json.loads(message.value or b"") for message in on_topic(newswire_environment)]
    assert sorted((one.get("id") or "", one.get("title") or "") for one in articles) == [
        ("", ""),
        ("b", "T"),
        ("id-0", ""),
        ("id-1", ""),
    ]


def test_what_is_too_large_is_named_and_the_rest_is_sent(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    file = folder / "a.jsonl"
    file.write_bytes(b'{"n": 1}\n{"n": 2, "body": "' + b"x" * 2000 + b'"}\n{"n": 3}\n')

    ran = newswire("feed", file, "--max-message-bytes", 1000)

    first_line = ran.err.splitlines()[0]
    assert (ran.code, first_line, numbers(newswire_environment)) == (
        1,
        f"newswire: {file}:2 is refused: 2020 bytes, more than the 1000 that max_message_bytes allows",
        [1, 3],
    )


def test_another_topic_can_be_named(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    newswire("feed", lines_file(folder / "a.jsonl", 0, 1), "--topic", "clean")

    assert len(on_topic(newswire_environment, CLEAN)) == 1


def test_standard_input_is_read(newswire_environment: Settings) -> None:
    ran = subprocess.run(command_of("feed", "-"), input=b'{"n": 7}\n', capture_output=True, check=False)

    assert (ran.returncode, numbers(newswire_environment)) == (0, [7])


def test_many_are_all_sent(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    newswire("feed", lines_file(folder / "a.jsonl", 0, 3000, pad=100))

    assert numbers(newswire_environment) == list(range(3000))


def test_a_rate_holds_it_back(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    newswire("feed", lines_file(folder / "a.jsonl", 0, 6), "--rate", "10/s")

    times = [message.timestamp for message in on_topic(newswire_environment)]
    assert (times[-1] - times[0]).total_seconds() > 0.3


@pytest.mark.parametrize("rate", ["fast", "0", "-1", "10/y"])
def test_a_rate_that_is_none_is_a_usage_error(newswire: Newswire, folder: Path, rate: str) -> None:
    assert newswire("feed", folder, "--rate", rate).code == 2


def test_a_finished_feed_that_is_resumed_sends_nothing(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    file = lines_file(folder / "a.jsonl", 0, 5)
    newswire("feed", file, "--resume", folder / "memory")

    assert json.loads(newswire("feed", file, "--resume", folder / "memory").out)["sent"] == 0


def test_a_resumed_feed_sends_what_was_added(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    file = lines_file(folder / "a.jsonl", 0, 5)
    newswire("feed", file, "--resume", folder / "memory")
    lines_file(file, 5, 8)

    newswire("feed", file, "--resume", folder / "memory")

    assert numbers(newswire_environment) == list(range(8))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_feed_that_is_stopped_goes_on_without_sending_twice(
    newswire_environment: Settings, newswire: Newswire, folder: Path, number: signal.Signals
) -> None:
    file = lines_file(folder / "a.jsonl", 0, 60)
    process = started("feed", file, "--rate", "20/s", "--resume", folder / "memory")
    wait_for(newswire_environment, 5)
    process.send_signal(number)
    out, _err = process.communicate()
    before = json.loads(out)["sent"]

    newswire("feed", file, "--resume", folder / "memory")

    assert (process.returncode, 0 < before < 60, numbers(newswire_environment)) == (130, True, list(range(60)))


def test_a_feed_that_is_killed_loses_nothing(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    file = lines_file(folder / "a.jsonl", 0, 120)
    process = started("feed", file, "--rate", "40/s", "--resume", folder / "memory")
    wait_for(newswire_environment, 60)
    process.kill()
    process.communicate()

    newswire("feed", file, "--resume", folder / "memory")

    assert set(numbers(newswire_environment)) == set(range(120))


def test_a_followed_file_is_fed_as_it_grows(newswire_environment: Settings, folder: Path) -> None:
    file = lines_file(folder / "a.jsonl", 0, 2)
    process = started("feed", file, "--follow")
    wait_for(newswire_environment, 2)
    lines_file(file, 2, 4)
    wait_for(newswire_environment, 4)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate()

    assert (process.returncode, json.loads(out)["sent"], err.count("\n")) == (0, 4, 1)


def wait_for(settings: Settings, count: int) -> None:
    """Return when the topic has that many."""
    messages = read_topic(settings.bootstrap_servers, settings.topic_prefix + RAW, until_end=False)
    for _ in range(count):
        next(messages)


def test_a_file_that_cannot_be_followed_is_one_line(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    page = folder / "a.txt"
    page.write_text("x")

    ran = newswire("feed", page, "--follow")

    assert (ran.code, "cannot be followed" in ran.err, ran.err.count("\n")) == (1, True, 1)


def test_a_missing_file_is_one_line(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    ran = newswire("feed", folder / "nothing")

    assert (ran.code, ran.err) == (1, f"newswire: {folder / 'nothing'} cannot be read: there is no such file\n")


def test_a_missing_topic_is_one_line(newswire_environment: Settings, newswire: Newswire, folder: Path) -> None:
    ran = newswire("feed", lines_file(folder / "a.jsonl", 0, 1), "--topic", "nowhere")

    assert (ran.code, "there is no topic nowhere" in ran.err, ran.err.count("\n")) == (1, True, 1)


def test_no_source_is_a_usage_error(newswire: Newswire) -> None:
    assert newswire("feed").code == 2


def test_the_memory_of_another_topic_is_refused(
    newswire_environment: Settings, newswire: Newswire, folder: Path
) -> None:
    file = lines_file(folder / "a.jsonl", 0, 1)
    newswire("feed", file, "--resume", folder / "memory")

    assert newswire("feed", file, "--resume", folder / "memory", "--topic", "clean").code == 2
