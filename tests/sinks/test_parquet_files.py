"""Parquet: files that DuckDB reads, whole or not there, and that say themselves how far they go."""

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import TargetError
from pipeline.sinks.parquet_files import LONGEST_S, ParquetSink
from pipeline.sinks.row_tables import EVENTS, TABLES
from tests.sinks.messages import Aside, arrived, place, told


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def sink_in(folder: Path, *, rows: int = 100, clock: Clock | None = None, aside: Aside | None = None) -> ParquetSink:
    tables = {EVENTS: TABLES[EVENTS]}
    return ParquetSink(folder, tables, aside or Aside(), clock=clock or Clock(), most_rows=rows)


def read(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return duckdb.sql(sql.replace("EVENTS", f"'{folder}/events/*.parquet'")).fetchall()


def test_every_version_and_withdrawal_is_a_row(tmp_path: Path) -> None:
    sink = sink_in(tmp_path)
    sink.take([told(1, factuality="planned"), told(1, offset=1), arrived("event-1", None, offset=2)], place(3))
    sink.close()
    asked = "SELECT event_id, factuality, kafka_offset, is_withdrawn FROM EVENTS ORDER BY kafka_offset"
    assert read(tmp_path, asked) == [
        ("event-1", "planned", 0, False), ("event-1", "happened", 1, False), ("event-1", None, 2, True),
    ]  # fmt: skip


def test_a_file_is_written_when_there_is_enough_for_it(tmp_path: Path) -> None:
    sink = sink_in(tmp_path, rows=2)
    sink.take([told(1)], place(1))
    assert list((tmp_path / "events").iterdir()) == []
    sink.take([told(2, offset=1)], place(2))
    (written,) = (tmp_path / "events").iterdir()
    assert written.name == "news.events~first~0~00000000000000000000-00000000000000000001.parquet"


def test_a_row_does_not_wait_for_ever(tmp_path: Path) -> None:
    clock = Clock()
    sink = sink_in(tmp_path, clock=clock)
    sink.take([told(1)], place(1))
    clock.seconds = LONGEST_S - 1
    sink.take([], {})
    assert list((tmp_path / "events").iterdir()) == []
    clock.seconds = LONGEST_S
    sink.take([], {})
    assert len(list((tmp_path / "events").iterdir())) == 1


def test_what_was_held_when_it_was_killed_is_read_again(tmp_path: Path) -> None:
    killed = sink_in(tmp_path, rows=2)
    killed.take([told(1), told(2, offset=1)], place(2))
    killed.take([told(3, offset=2)], place(3))
    (tmp_path / "events" / "news.events~first~0~2-3.writing").write_bytes(b"PAR1 half")
    again = sink_in(tmp_path)
    assert again.places() == place(2)
    again.take([told(3, offset=2)], place(3))
    again.close()
    assert read(tmp_path, "SELECT count(*), count(DISTINCT kafka_offset) FROM EVENTS") == [(3, 3)]
    assert list(tmp_path.rglob("*.writing")) == []


def test_a_topic_that_was_made_anew_begins_anew(tmp_path: Path) -> None:
    first = sink_in(tmp_path)
    first.take([told(1, offset=50)], place(51))
    first.close()
    second = sink_in(tmp_path)
    second.take([told(1)], place(1, topic_id="second"))
    second.close()
    assert sink_in(tmp_path).places() == place(1, topic_id="second")


def test_what_is_no_record_is_put_aside_and_passed(tmp_path: Path) -> None:
    aside = Aside()
    sink = sink_in(tmp_path, aside=aside)
    sink.take([arrived("event-1", b"[]")], place(1))
    sink.close()
    assert aside.reasons == [(0, "invalid_record")]
    assert sink_in(tmp_path).places() == place(1)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="cannot be written"):
        sink_in(tmp_path / "file")
