"""`newswire export`: from files, standard input and a topic."""

import csv
import io
from pathlib import Path

import pytest
from kafka import KafkaProducer

from pipeline import codec
from pipeline.config import Settings
from pipeline.formats.exports.registry import FORMATS
from pipeline.stages.topics import EVENTS
from tests.cli.conftest import Newswire
from tests.formats.exports.examples import ARTICLE, ATTACK_TOLD, MEETING_TOLD

LINES = codec.encode(ARTICLE) + b"\n\n" + codec.encode(ARTICLE) + b"\n"


def ids(out: bytes) -> list[str]:
    return [row["event_id"] for row in csv.DictReader(io.StringIO(out.decode(), newline=""))]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_whole(newswire: Newswire, tmp_path: Path, form: str) -> None:
    source, output = tmp_path / "enriched.jsonl", tmp_path / "out"
    source.write_bytes(LINES)
    ran = newswire("export", "--format", form, source, "--output", output)
    assert ran.code == 0
    assert output.stat().st_size > 0
    assert "read 2 records" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["enriched.jsonl", "out"]


def test_events_come_through_a_pipe(newswire: Newswire) -> None:
    stdin = codec.encode(MEETING_TOLD.event) + b"\n" + codec.encode(ATTACK_TOLD.event)
    assert ids(newswire("export", "--format", "csv", stdin=stdin).out) == ["ev-1", "ev-2"]


def test_factuality_chooses_and_what_is_left_out_is_said(newswire: Newswire) -> None:
    ran = newswire("export", "--format", "csv", "--factuality", "alleged", stdin=LINES)
    assert ids(ran.out) == ["ev-2", "ev-2"]
    assert "left out 2 for their factuality" in ran.err


def test_gdelt_takes_only_what_the_article_says_is_so(newswire: Newswire) -> None:
    assert len(newswire("export", "--format", "gdelt", stdin=LINES).out.splitlines()) == 2


@pytest.mark.parametrize(
    ("form", "line", "said"),
    [
        ("csv", b'{"schema":"newswire.story.v1"}', "<stdin>:1: this format is written of events or enriched articles"),
        ("ninjs", codec.encode(MEETING_TOLD.event), "<stdin>:1: this format is written of enriched articles"),
        ("csv", b"no json", "<stdin>:1: "),
        ("csv", b'{"schema":"newswire.event.v1"}', "<stdin>:1: "),
    ],
)
def test_what_cannot_be_exported_is_named(newswire: Newswire, form: str, line: bytes, said: str) -> None:
    ran = newswire("export", "--format", form, stdin=line)
    assert ran.code == 1
    assert said in ran.err


def test_a_failed_export_leaves_no_file(newswire: Newswire, tmp_path: Path) -> None:
    output = tmp_path / "events.csv"
    output.write_bytes(b"as it was")
    assert newswire("export", "--format", "csv", "--output", output, stdin=LINES + b"broken").code == 1
    assert output.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [output]


def test_a_file_and_a_topic_exclude_each_other(newswire: Newswire, tmp_path: Path) -> None:
    assert newswire("export", "--format", "csv", "--topic", "events", tmp_path / "a.jsonl").code == 2


@pytest.mark.kafka
def test_of_a_topic_the_newest_of_each_id_is_exported(newswire: Newswire, newswire_environment: Settings) -> None:
    settings = newswire_environment
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, enable_idempotence=False, acks="all")
    values = [("ev-1", codec.encode(ATTACK_TOLD.event)), ("ev-1", codec.encode(MEETING_TOLD.event)),
              ("ev-2", codec.encode(ATTACK_TOLD.event)), ("ev-2", None)]  # fmt: skip
    for key, value in values:
        producer.send(settings.topic_prefix + EVENTS, key=key.encode(), value=value)
    producer.flush()
    producer.close()
    ran = newswire("export", "--format", "csv", "--topic", "events")
    assert (ran.code, ids(ran.out)) == (0, ["ev-1"])
