from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.lexicon import load_lexicon


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "triggers.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_is_a_trigger(tmp_path: Path) -> None:
    path = written(tmp_path, "# a comment\n\nparley\tverb\tDIPL.MEET\tprep=with target=with,to mode=phone\n")

    sense = load_lexicon(path)["parley", "verb"][0]

    assert (sense.leaf, sense.conditions, sense.target, sense.mode, sense.place) == (
        "DIPL.MEET",
        (("prep", frozenset({"with"})),),
        ("with", "to"),
        "phone",
        "triggers.tsv:3",
    )


def test_the_sense_with_most_conditions_comes_first(tmp_path: Path) -> None:
    path = written(tmp_path, "call\tverb\tDIPL.MEET\ncall\tverb\tSTMT.REQUEST\tprep=for\n")

    assert [sense.leaf for sense in load_lexicon(path)["call", "verb"]] == ["STMT.REQUEST", "DIPL.MEET"]


@pytest.mark.parametrize(
    "line",
    [
        "parley\tverb\tDIPL.NOTHING",
        "parley\tadverb\tDIPL.MEET",
        "parley\tverb\tDIPL.MEET\tcolour=red",
        "parley\tverb\tDIPL.MEET\tprep",
        "parley\tverb\tDIPL.MEET\tprep=with\tmore",
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r"triggers\.tsv:1"):
        load_lexicon(written(tmp_path, line))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.tsv"):
        load_lexicon(tmp_path / "none.tsv")


def test_the_shipped_lexicon_has_hundreds_of_words() -> None:
    assert len(load_lexicon()) > 800


def test_a_line_may_name_another_plover_type(tmp_path: Path) -> None:
    path = written(tmp_path, "ink\tverb\tDIPL.AGREE\tplover=SUPPORT\n")

    assert load_lexicon(path)["ink", "verb"][0].plover == "SUPPORT"


def test_a_plover_type_that_there_is_not_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "ink\tverb\tDIPL.AGREE\tplover=HUG\n")

    with pytest.raises(SourceError, match=r"triggers.tsv:1: there is no PLOVER type 'HUG'"):
        load_lexicon(path)
