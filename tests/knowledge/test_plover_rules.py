from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.plover_rules import load_contexts, load_plover_rules


def written(tmp_path: Path, line: str) -> Path:
    path = tmp_path / "rules.tsv"
    path.write_text(f"# a comment\n{line}\n", encoding="utf-8")
    return path


def test_the_rules_of_a_leaf_keep_their_order() -> None:
    modes = [rule.mode for rule in load_plover_rules()["CONF.BOMB"]]

    assert modes.index("suicide-attack") < modes.index("explosives")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("CONF.GOSSIP\tmode=drone\tdrone", "CONF.GOSSIP"),
        ("PPL.SPORT\tmode=drone\tdrone", "PPL.SPORT"),
        ("CONF.BOMB\tmode=phone\tdrone", "phone"),
        ("CONF.BOMB\ttype=GOSSIP\tdrone", "GOSSIP"),
        ("CONF.BOMB\tcolour=red\tdrone", "colour"),
        ("CONF.BOMB\tmode=drone\t", "no words"),
    ],
)
def test_a_bad_rule_is_refused_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(SourceError, match=rf"rules\.tsv:2: .*{fault}"):
        load_plover_rules(written(tmp_path, line))


def test_a_word_can_stand_for_several_contexts() -> None:
    assert load_contexts()["suicide"] == {"terrorism"}
    assert {"military", "cbrn"} >= load_contexts()["nuclear"]


def test_an_unknown_context_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"rules\.tsv:2: .*gossip"):
        load_contexts(written(tmp_path, "gossip\tword"))
