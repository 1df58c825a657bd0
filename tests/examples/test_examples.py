"""The examples run, as the words at their head say, on the seeds."""

import csv
import sys
from pathlib import Path

import pytest
from kafka import KafkaProducer

from pipeline import codec
from pipeline.config import Settings
from pipeline.examples import event_table, watch_list, who_to_whom
from pipeline.stages.topics import EVENTS
from tests.formats.exports.examples import ARTICLE, ATTACK_TOLD, MEETING_TOLD

PNG = b"\x89PNG"


@pytest.mark.model
def test_a_folder_becomes_a_table_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Mayor Ida Holm met two ministers in Oslo on Friday.")
    (tmp_path / "a.json").write_text('{"published_at": "2026-01-31", "source": "example.org"}')
    (tmp_path / "empty.txt").write_text("")
    table, picture = tmp_path / "events.csv", tmp_path / "events.png"
    monkeypatch.setattr(sys, "argv", ["x", str(tmp_path), "--table", str(table), "--picture", str(picture)])
    event_table.main()
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["type"], row["source"], row["event_date"]) for row in rows] == [
        ("DIPL.MEET", "Ida Holm", "2026-01-30")
    ]
    assert picture.read_bytes().startswith(PNG)
    assert "1 events" in capsys.readouterr().out


def test_who_acts_on_whom_becomes_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    enriched, picture = tmp_path / "enriched.jsonl", tmp_path / "network.png"
    enriched.write_bytes(codec.encode(ARTICLE) + b"\n")
    monkeypatch.setattr(sys, "argv", ["x", str(enriched), "--picture", str(picture)])
    who_to_whom.main()
    assert picture.read_bytes().startswith(PNG)
    assert "2 events between actors" in capsys.readouterr().out


def test_only_names_of_the_list_alert_and_once() -> None:
    values = [codec.encode(MEETING_TOLD.event), codec.encode(ATTACK_TOLD.event), None, b"no record",
              codec.encode(MEETING_TOLD.event)]  # fmt: skip
    assert list(watch_list.alerts(values, frozenset({"Ana Roe", "Nobody"}))) == [
        "Ana Roe: Meeting or talks in Paris (happened) – https://example.org/a1"
    ]


@pytest.mark.kafka
def test_alerts_come_from_the_topic(
    deployment: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    topic, names = deployment.topic_prefix + EVENTS, tmp_path / "names.txt"
    names.write_text("Ana Roe\n")
    producer = KafkaProducer(bootstrap_servers=deployment.bootstrap_servers, enable_idempotence=False, acks="all")
    producer.send(topic, key=b"ev-1", value=codec.encode(MEETING_TOLD.event))
    producer.flush()
    producer.close()
    monkeypatch.setattr(sys, "argv", ["x", str(names), "--bootstrap-servers", deployment.bootstrap_servers,
                                      "--topic", topic, "--from-beginning", "--patience", "8"])  # fmt: skip
    watch_list.main()
    assert capsys.readouterr().out.startswith("Ana Roe: Meeting or talks in Paris")
