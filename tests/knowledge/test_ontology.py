from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.ontology import load_ontology
from pipeline.knowledge.tables import HERE


def test_ids_are_unique() -> None:
    ids = [leaf.id for family in load_ontology().families for leaf in family.types]

    assert len(ids) == len(set(ids))


def test_every_leaf_stands_in_its_family() -> None:
    families = load_ontology().families

    assert all(leaf.id.startswith(f"{family.id}.") for family in families for leaf in family.types)


def test_every_mode_is_one_of_its_type() -> None:
    ontology = load_ontology()
    leaves = [leaf for leaf in ontology.leaves().values() if leaf.mode is not None]

    assert [leaf.id for leaf in leaves if leaf.mode not in ontology.plover[leaf.plover or ""].modes] == []


def test_every_mode_of_a_trigger_is_known() -> None:
    modes = {mode for root in load_ontology().plover.values() for mode in root.modes}
    senses = [sense for senses in load_lexicon().values() for sense in senses]

    assert {sense.mode for sense in senses if sense.mode} <= modes


def test_a_mode_sets_the_intensity() -> None:
    ontology = load_ontology()

    coding = ontology.coding(ontology.leaves()["DIPL.MEET"], mode="phone")

    assert (coding.plover.mode if coding.plover else None, coding.intensity) == ("phone", 1.5)


@pytest.mark.parametrize(("shift", "root"), [("planned", "AGREE"), ("refused", "REJECT"), (None, "CONSULT")])
def test_what_is_only_planned_or_refused_has_another_root(shift: str | None, root: str) -> None:
    ontology = load_ontology()

    coding = ontology.coding(ontology.leaves()["DIPL.MEET"], shift=shift)  # type: ignore[arg-type]

    assert coding.plover is not None
    assert coding.plover.type == root


def test_a_mode_of_another_root_is_left_out() -> None:
    ontology = load_ontology()

    coding = ontology.coding(ontology.leaves()["DIPL.MEET"], mode="phone", shift="planned")

    assert coding.plover is not None
    assert coding.plover.mode is None


def test_a_leaf_without_a_counterpart_has_no_code() -> None:
    ontology = load_ontology()

    assert ontology.coding(ontology.leaves()["PPL.SPORT"]).plover is None


def test_an_unknown_plover_type_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ontology.json"
    text = (HERE / "ontology.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"plover": "CONSULT"', '"plover": "GOSSIP"'), encoding="utf-8")

    with pytest.raises(SourceError, match="GOSSIP"):
        load_ontology(path)


def test_a_file_of_another_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ontology.json"
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(SourceError, match=r"ontology\.json"):
        load_ontology(path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"cameo": "04"', '"cameo": "4"', "CAMEO code '4'"),
        ('"iptc": "20000638"', '"iptc": "2000"', "IPTC topic '2000'"),
        ('"label": "Meeting or talks"', '"label": " "', "DIPL.MEET has no label"),
        ('"mode": "demo"', '"mode": "phone"', "UNR.PROTEST names the mode 'phone'"),
        ('"contexts": ["cyber"]', '"contexts": ["gossip"]', "CYB.ATTACK names the context 'gossip'"),
        ('"wider": "BUS.PRODUCT"', '"wider": "BUS.GOSSIP"', "wider type 'BUS.GOSSIP'"),
        ('"id": "DIPL.AGREE"', '"id": "DIPL.MEET"', "DIPL.MEET is there twice"),
        ('"id": "DIPL.AGREE"', '"id": "CONF.AGREE"', "CONF.AGREE stands in the family DIPL"),
    ],
)
def test_what_is_wrong_with_a_leaf_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "ontology.json"
    path.write_text((HERE / "ontology.json").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceError, match=fault):
        load_ontology(path)


def test_every_leaf_has_two_examples_and_two_near_misses() -> None:
    leaves = load_ontology().leaves().values()

    assert [leaf.id for leaf in leaves if len(leaf.examples) != 2 or len(leaf.near_misses) != 2] == []


def test_types_are_those_of_the_sentences() -> None:
    listed = (HERE.parents[1] / "seeds/events/types.txt").read_text(encoding="utf-8").split()

    assert sorted(load_ontology().leaves()) == sorted(listed)


@pytest.mark.parametrize(
    ("shift", "root"), [("demanded", "REQUEST"), ("threatened", "THREATEN"), ("planned", "THREATEN"), (None, "ASSAULT")]
)
def test_hostile_acts_that_are_not_done_are_words(shift: str | None, root: str) -> None:
    ontology = load_ontology()

    coding = ontology.coding(ontology.leaves()["CONF.ATTACK"], shift=shift)  # type: ignore[arg-type]

    assert coding.plover is not None
    assert coding.plover.type == root
