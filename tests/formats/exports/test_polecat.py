"""POLECAT as a reader that is not ours reads it: the csv module, and DuckDB where it is installed."""

import csv
import io
from pathlib import Path

import duckdb

from pipeline.formats.exports.polecat import COLUMNS, polecat_lines
from pipeline.formats.exports.told import Told
from tests.formats.exports.examples import ATTACK_TOLD, MEETING_TOLD, meeting


def rows(*told: Told) -> list[dict[str, str]]:
    text = b"".join(polecat_lines(told)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_forty_columns_in_the_order_of_the_data_set() -> None:
    assert (len(COLUMNS), COLUMNS[:3], COLUMNS[-1]) == (40, ("Event ID", "Event Date", "Event Type"), "Version")


def test_every_column_of_an_event_is_read_back() -> None:
    assert rows(MEETING_TOLD) == [
        {
            "Event ID": "ev-1", "Event Date": "2026-03-03", "Event Type": "CONSULT", "Event Mode": "visit",
            "Intensity": "4.0",
            "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic; military",
            "Actor Name": "Ana Roe", "Actor Country": "FRA", "Actor COW": "220", "Primary Actor Sector": "GOV",
            "Actor Sectors": "GOV", "Actor Title": "president", "Actor Name Raw": "Ana Roe", "Wikipedia Actor ID": "Q1",
            "Recipient Name": "Mali; line break , envoys", "Recipient Country": "MLI", "Recipient COW": "432",
            "Primary Recipient Sector": "GOV", "Recipient Sectors": "GOV", "Recipient Title": "None",
            "Recipient Name Raw": "Mali; envoys", "Wikipedia Recipient ID": "None",
            "Placename": "Paris", "City": "Paris", "District": "None", "Province": "Île-de-France", "Country": "FRA",
            "Latitude": "48.85341", "Longitude": "2.3488", "GeoNames ID": "2988507", "Raw Placename": "Paris",
            "Feature Type": "P", "Source": "example.org", "Publication Date": "2026-03-05",
            "Story People": "Ana Roe", "Story Organizations": "None", "Story Locations": "Mali; Paris",
            "Language": "en", "Version": "0.1.0",
        }
    ]  # fmt: skip


def test_an_event_that_plover_has_no_type_for_is_left_out() -> None:
    assert rows(ATTACK_TOLD) == []


def test_an_event_without_its_article_says_none_of_the_article() -> None:
    row = rows(Told(event=meeting()))[0]

    assert {name: row[name] for name in ("Actor Title", "Story People", "Language", "City")} == {
        "Actor Title": "None",
        "Story People": "None",
        "Language": "None",
        "City": "Paris",
    }


def test_without_a_place_ten_columns_say_none() -> None:
    row = rows(Told(event=meeting(place=None)))[0]

    assert {row[name] for name in COLUMNS[23:33]} == {"None"}


def test_headings_can_be_left_out() -> None:
    assert b"".join(polecat_lines([MEETING_TOLD], has_header=False)).startswith(b"ev-1\t")


def test_duckdb_reads_it_as_a_table(tmp_path: Path) -> None:
    file = tmp_path / "events.tsv"
    file.write_bytes(b"".join(polecat_lines([MEETING_TOLD])))

    table = duckdb.read_csv(str(file), delimiter="\t", header=True, quotechar="")

    assert (table.columns, table.fetchall()[0][2]) == (list(COLUMNS), "CONSULT")
