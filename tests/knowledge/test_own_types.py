from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.ontology import load_ontology
from pipeline.knowledge.own_types import OwnTypes, load_event_types

TYPE = """# ships
[[types]]
id = "PORT.CALL"
label = "Port call"
definition = "A ship berths, anchors or sails."
plover = "CONSULT"
examples = ["The ferry berthed at Pier 4.", "A tanker sailed from Ras Tanura."]
near_misses = ["a port wine (thing)", "a phone call (DIPL.MEET)"]
"""
TRIGGER = """
[[triggers]]
lemma = "berth"
class = "verb"
type = "PORT.CALL"
options = "target=at"
"""


def loaded(tmp_path: Path, text: str) -> OwnTypes:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_event_types(str(path))


def test_no_file_gives_what_the_package_has() -> None:
    known = load_event_types()

    assert (known.ontology, known.lexicon) == (load_ontology(), load_lexicon())


def test_a_type_joins_the_ontology_with_the_quad_class_of_its_plover_type(tmp_path: Path) -> None:
    known = loaded(tmp_path, TYPE)

    assert known.added == {"PORT.CALL"}
    assert known.ontology.leaves()["PORT.CALL"].quad == "V-COOP"


def test_a_type_of_a_known_family_stands_there(tmp_path: Path) -> None:
    known = loaded(tmp_path, TYPE.replace("PORT.CALL", "DIPL.PORT"))

    family = next(family for family in known.ontology.families if family.id == "DIPL")
    assert [leaf.id for leaf in family.types][-1] == "DIPL.PORT"


def test_a_file_of_ones_own_shows_in_the_version(tmp_path: Path) -> None:
    assert loaded(tmp_path, TYPE).ontology.version.startswith(f"{load_ontology().version}+")


def test_a_trigger_is_settled_and_says_where_it_stands(tmp_path: Path) -> None:
    (sense,) = loaded(tmp_path, TYPE + TRIGGER).lexicon["berth", "verb"]

    assert (sense.leaf, sense.settled, sense.place, sense.target) == ("PORT.CALL", True, "own.toml:10", ("at",))


def test_a_trigger_of_ones_own_comes_before_the_lines_of_the_package(tmp_path: Path) -> None:
    senses = loaded(tmp_path, TYPE + TRIGGER.replace("berth", "strike")).lexicon["strike", "verb"]

    assert senses[0].leaf == "PORT.CALL"
    assert len(senses) > 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("types = [", r"own\.toml:(1|end): "),
        ("[[types]]\nid = 3\n", r"own\.toml:1: .*str"),
        (TYPE.replace("PORT.CALL", "port call"), r"own\.toml:2: port call is no id"),
        (TYPE.replace("PORT.CALL", "DIPL.MEET"), r"own\.toml:2: .*DIPL\.MEET is there already"),
        (TYPE.replace("CONSULT", "GOSSIP"), r"own\.toml:2: .*GOSSIP"),
        (TYPE.replace('"a port wine (thing)", ', ""), r"own\.toml:2: .*near_misses"),
        (TYPE + 'colour = "red"\n', r"own\.toml:2: there is no field 'colour'"),
        (TYPE + TRIGGER.replace("verb", "adverb"), r"own\.toml:10: word class 'adverb'"),
        (TYPE + TRIGGER.replace("PORT.CALL", "PORT.WINE"), r"own\.toml:10: there is no event type 'PORT.WINE'"),
        (TYPE + TRIGGER.replace("target=at", "colour=red"), r"own\.toml:10: 'colour=red'"),
        (TYPE + TRIGGER.replace('lemma = "berth"', ""), r"own\.toml:10: the trigger has no lemma"),
        (TYPE + TRIGGER + "count = 3\n", r"own\.toml:10: a trigger takes"),
        ("[[nouns]]\n", r"own\.toml: 'nouns'"),
        ("types = 3\n", r"own\.toml: 'types'"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SourceError, match=fault):
        loaded(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.toml"):
        load_event_types(str(tmp_path / "none.toml"))
