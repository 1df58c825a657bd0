from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.ontology import load_ontology
from pipeline.knowledge.sense_model import NONE, Proposal, SenseModel, load_sense_model, save_sense_model


def model() -> SenseModel:
    return SenseModel(
        version="t",
        labels=("DIPL.MEET", NONE),
        features={"w=meet": 0, "w=table": 1},
        weights=np.array([[20, 0], [0, 20]], dtype=np.int8),
        scale=0.1,
        bias=np.zeros(2, dtype=np.float32),
        shared=np.array([3, 1, 0, 1], dtype=np.float32),
        words=frozenset({"meet|verb"}),
    )


def test_a_feature_moves_the_chances_to_its_type() -> None:
    chances = model().chances(["w=meet"], Proposal(fits=None))

    assert chances["DIPL.MEET"] > chances[NONE]


def test_chances_add_up_to_one() -> None:
    assert sum(model().chances(["w=table", "unheard of"], Proposal(fits=None)).values()) == pytest.approx(1)


def test_a_line_that_fits_makes_its_type_likelier() -> None:
    bare = model().chances(["w=table"], Proposal(fits=None))
    proposed = model().chances(["w=table"], Proposal(fits="DIPL.MEET", can=frozenset({"DIPL.MEET"})))

    assert proposed["DIPL.MEET"] > bare["DIPL.MEET"]


def test_a_type_that_the_model_never_saw_counts_for_nothing() -> None:
    chances = model().chances(["w=meet"], Proposal(fits="MY.TYPE", can=frozenset({"MY.TYPE"})))

    assert set(chances) == {"DIPL.MEET", NONE}


def test_a_model_survives_writing_and_the_bytes_are_the_same_again(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    save_sense_model(model(), first)

    save_sense_model(load_sense_model(first), second)

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("held", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_broken_file_is_named(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(held)

    with pytest.raises(SourceError, match=r"broken\.npz"):
        load_sense_model(path)


def test_the_shipped_model_knows_the_types_of_the_ontology() -> None:
    assert set(load_sense_model().labels) == {*load_ontology().leaves(), NONE}
