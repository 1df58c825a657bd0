import csv
import io
from pathlib import Path

import duckdb
import pytest

from pipeline.formats.exports.cameo import TYPES, actor_cells, event_code
from pipeline.formats.exports.gdelt import COLUMNS, gdelt_lines
from pipeline.formats.exports.told import Told
from pipeline.knowledge.ontology import load_ontology
from pipeline.records.event import Actor
from tests.formats.exports.examples import ATTACK_TOLD, MEETING_TOLD, meeting


def rows(*told: Told) -> list[dict[str, str]]:
    text = b"".join(gdelt_lines(told)).decode()
    read = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [dict(zip(COLUMNS, row, strict=True)) for row in read]


def test_there_are_sixty_one_columns() -> None:
    assert (len(COLUMNS), len(set(COLUMNS)), COLUMNS[-1]) == (61, 61, "SOURCEURL")


def test_filled_columns_of_an_event_are_read_back() -> None:
    filled = {name: value for name, value in rows(MEETING_TOLD)[0].items() if value}

    assert filled == {
        "GLOBALEVENTID": filled["GLOBALEVENTID"],
        "SQLDATE": "20260303", "MonthYear": "202603", "Year": "2026", "FractionDate": "2026.1671",
        "Actor1Code": "FRAGOV", "Actor1Name": "ANA ROE", "Actor1CountryCode": "FRA", "Actor1Type1Code": "GOV",
        "Actor2Code": "MLI", "Actor2Name": "MALI", "Actor2CountryCode": "MLI",
        "IsRootEvent": "1", "EventCode": "040", "EventBaseCode": "040", "EventRootCode": "04", "QuadClass": "1",
        "GoldsteinScale": "1.0", "NumMentions": "1", "NumSources": "1", "NumArticles": "1",
        "Actor2Geo_Type": "1", "Actor2Geo_FullName": "Mali", "Actor2Geo_CountryCode": "ML", "Actor2Geo_ADM1Code": "ML",
        "Actor2Geo_Lat": "17.0", "Actor2Geo_Long": "-4.0", "Actor2Geo_FeatureID": "ML",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Paris, Île-de-France, France", "ActionGeo_CountryCode": "FR",
        "ActionGeo_ADM1Code": "FR11", "ActionGeo_Lat": "48.85341", "ActionGeo_Long": "2.3488",
        "DATEADDED": "20260305120000", "SOURCEURL": "https://example.org/a1",
    }  # fmt: skip


def test_the_id_is_a_positive_number_and_the_same_again() -> None:
    first, again = rows(MEETING_TOLD, MEETING_TOLD)

    assert first["GLOBALEVENTID"] == again["GLOBALEVENTID"] == str(int(first["GLOBALEVENTID"]) & (2**63 - 1))


def test_event_codes_keep_their_leading_zero() -> None:
    assert b"\t040\t040\t04\t1\t" in b"".join(gdelt_lines([MEETING_TOLD]))


def test_an_event_without_a_cameo_code_is_left_out() -> None:
    assert rows(Told(event=meeting(cameo=None))) == []


def test_what_has_no_code_stays_empty() -> None:
    row = rows(ATTACK_TOLD)[0]

    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor2Name"], row["AvgTone"]) == ("REB", "", "", "")


@pytest.mark.parametrize(
    "leaf", [leaf for leaf in load_ontology().leaves().values() if leaf.cameo], ids=lambda one: one.id
)
def test_every_code_of_the_ontology_has_a_quad_class_and_a_place_on_the_scale(leaf: object) -> None:
    code = event_code(leaf.cameo)

    assert (len(code.root), code.code.startswith(code.base), code.quad in {1, 2, 3, 4}) == (2, True, True)
    assert -10 <= code.goldstein <= 10


@pytest.mark.parametrize(
    ("cameo", "expected"),
    [
        ("04", ("040", "040", "04", 1, 1.0)),
        ("0831", ("0831", "083", "08", 2, 5.0)),
        ("115", ("115", "115", "11", 3, -2.0)),
        ("163", ("163", "163", "16", 4, -8.0)),
        ("20", ("200", "200", "20", 4, -10.0)),
    ],
)
def test_codes(cameo: str, expected: tuple[object, ...]) -> None:
    found = event_code(cameo)

    assert (found.code, found.base, found.root, found.quad, found.goldstein) == expected


@pytest.mark.parametrize(
    ("country", "sector", "cells"),
    [
        ("ROU", "MIL", ("ROMMIL", "ROM", "", "MIL")),
        (None, "UNO", ("IGOUNO", "", "UNO", "IGO")),
        ("FRA", "PTY", ("FRA", "FRA", "", "")),
        ("???", None, ("", "", "", "")),
    ],
)
def test_actors_get_codes_of_cameo_only(country: str | None, sector: str | None, cells: tuple[str, ...]) -> None:
    actor = Actor(start=0, end=1, text="x", country=country, sector=sector)
    found = actor_cells([actor])

    assert (found[0], found[2], found[3], found[7]) == cells
    assert found[7] in TYPES | {""}


def test_duckdb_reads_sixty_one_columns(tmp_path: Path) -> None:
    file = tmp_path / "events.tsv"
    file.write_bytes(b"".join(gdelt_lines([MEETING_TOLD, ATTACK_TOLD])))

    table = duckdb.read_csv(str(file), delimiter="\t", header=False, quotechar="", all_varchar=True)

    assert [(len(row), row[26]) for row in table.fetchall()] == [(61, "040"), (61, "190")]
