"""CSV by Python's reader, Parquet by Arrow's, GeoJSON by the `geojson` package."""

import csv
import io
from datetime import UTC, date, datetime

import geojson
import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.formats.exports.event_table import EVENT_COLUMNS
from pipeline.formats.exports.geojson import geojson_pieces
from pipeline.formats.exports.tables import csv_lines, parquet_pieces
from pipeline.formats.exports.told import Told
from tests.formats.exports.examples import MEETING_TOLD, TOLD

NAMES = [column.name for column in EVENT_COLUMNS]


def rows(*, is_for_spreadsheet: bool = False) -> list[dict[str, str]]:
    text = b"".join(csv_lines(TOLD, is_for_spreadsheet=is_for_spreadsheet)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_of_csv_says_who_did_what_to_whom_where_and_when() -> None:
    row = rows()[0]
    assert list(row) == NAMES
    assert (row["source"], row["type"], row["target"]) == ("Ana Roe", "DIPL.MEET", "Mali; line\tbreak\n; envoys")
    assert (row["place"], row["place_country"], row["geonameid"]) == ("Paris", "FRA", "2988507")
    assert (row["event_date"], row["published_at"], row["is_lead"]) == ("2026-03-03", "2026-03-05T12:00:00Z", "true")
    assert row["sentence"] == MEETING_TOLD.event.sentence.text


def test_codes_of_schemes_stand_apart() -> None:
    row = rows()[0]
    assert (row["plover_type"], row["plover_mode"], row["cameo_code"]) == ("CONSULT", "visit", "04")


def test_what_is_not_known_is_empty() -> None:
    assert {rows()[1][name] for name in ("place", "lat", "time_value", "target")} == {""}


def test_a_formula_is_disarmed_for_a_spreadsheet_only() -> None:
    assert rows()[1]["rule"] == "=cmd|'/c calc'!A1"
    assert rows(is_for_spreadsheet=True)[1]["rule"] == "'=cmd|'/c calc'!A1"


def table() -> pa.Table:
    return parquet.read_table(io.BytesIO(b"".join(parquet_pieces(TOLD))))


def test_parquet_has_the_same_columns_with_types() -> None:
    read = table()
    assert read.schema.names == NAMES
    assert read.schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    assert read.schema.field("event_date").type == pa.date32()
    assert read.schema.field("is_lead").type == pa.bool_()


def test_parquet_holds_the_same_values() -> None:
    first, second = table().to_pylist()
    assert first["published_at"] == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert first["event_date"] == date(2026, 3, 3)
    assert (first["lat"], first["geonameid"], first["cameo_code"]) == (48.85341, 2988507, "04")
    assert (second["killed"], second["place"], second["factuality"]) == (9.0, None, "alleged")


def test_parquet_without_events_is_a_table_without_rows() -> None:
    assert parquet.read_table(io.BytesIO(b"".join(parquet_pieces([])))).num_rows == 0


@pytest.mark.parametrize("told", [TOLD, ()])
def test_geojson_is_valid_and_holds_what_has_coordinates(told: tuple[Told, ...]) -> None:
    read = geojson.loads(b"".join(geojson_pieces(told)))
    assert read.is_valid
    assert [feature["id"] for feature in read["features"]] == (["ev-1"] if told else [])


def test_geojson_has_longitude_first() -> None:
    (feature,) = geojson.loads(b"".join(geojson_pieces(TOLD)))["features"]
    assert feature["geometry"]["coordinates"] == [2.3488, 48.85341]
    assert feature["properties"]["source"] == "Ana Roe"
