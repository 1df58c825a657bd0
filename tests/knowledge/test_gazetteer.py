import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.knowledge.gazetteer import FILE, Entry, Gazetteer, folded, load_gazetteer, written
from pipeline.knowledge.regions import load_abbreviations

HAMLET = Entry(name="Aß", kind="city", geonameid=1, lat=1.5, lon=-2.0, country="NOR", admin1="01", population=5)
TOWN = Entry(name="Port St. Mary", kind="city", geonameid=2, lat=0.0, lon=0.0, country="IMN", population=9)
ALIAS = Entry(name="Zo", kind="city", geonameid=1, lat=1.5, lon=-2.0, country="NOR", population=5, canonical="Aß")


def small() -> Gazetteer:
    return Gazetteer(written([HAMLET, TOWN, ALIAS]).encode())


@pytest.mark.parametrize(("name", "entry"), [("ass", HAMLET), ("Port Saint Mary", TOWN), ("ZO", ALIAS)])
def test_a_name_is_found_as_it_is_folded(name: str, entry: Entry) -> None:
    assert small().find(name) == (entry,)


@pytest.mark.parametrize("name", ["", "Port", "A", "zz", "\n", "#"])
def test_what_is_no_whole_name_is_not_found(name: str) -> None:
    assert small().find(name) == ()


@given(name=st.text(max_size=50))
def test_any_text_can_be_looked_up(name: str) -> None:
    assert all(folded(entry.name) == folded(name) for entry in load_gazetteer().find(name))


@given(name=st.text(max_size=50))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_the_table_stands_in_the_order_of_its_keys() -> None:
    keys = [folded(line.partition("\t")[0]) for line in FILE.read_text(encoding="utf-8").splitlines()[1:]]

    assert keys == sorted(keys)


def test_the_largest_place_of_a_name_comes_first() -> None:
    found = load_gazetteer().find("Paris")

    assert [entry.population for entry in found] == sorted((entry.population for entry in found), reverse=True)


def test_a_place_knows_its_region() -> None:
    gazetteer = load_gazetteer()

    assert gazetteer.region(gazetteer.find("Vladivostok")[0]) == "Primorskiy kray"


def test_the_table_is_mapped_and_not_loaded() -> None:
    assert isinstance(load_gazetteer()._table, mmap.mmap)


@pytest.mark.parametrize(
    ("host", "country"), [("example.co.uk", "GBR"), ("example.no", "NOR"), ("example.org", None), ("Example", None)]
)
def test_the_ending_of_a_host_tells_a_country(host: str, country: str | None) -> None:
    assert load_gazetteer().home(host) == country


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gone"):
        load_gazetteer(tmp_path / "gone.tsv")


def test_every_abbreviation_names_a_region_of_the_table() -> None:
    known = load_abbreviations()
    regions = {*known.written.values(), *known.postal.values()}

    assert [region for region in regions if not load_gazetteer().find(region)] == []
