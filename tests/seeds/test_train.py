import sys
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.sense_model import Proposal, save_sense_model
from pipeline.nlp.model import load_model

sys.path.insert(0, str(Path(__file__).parents[2] / "seeds" / "events"))
import train

FEW = """{"text": "Rebels shelled the town.",
 "items": [{"start": 7, "end": 14, "trigger": "shelled", "type": "CONF.BOMB"}]}"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model(last="newswire_names")


def examples() -> list[train.Example]:
    """Two words that tell each their type, over and over, and one that tells nothing."""
    rows = [("01", "march|verb", "UNR.PROTEST"), ("02", "meet|verb", "DIPL.MEET"), ("14", "sit|verb", "NONE")]
    return [
        train.Example(
            file=file, word=word, label=label, features=(f"w={word}",), proposal=Proposal(fits=None), is_name=False
        )
        for file, word, label in rows
        for _ in range(5)
    ]


def test_what_is_learnt_is_told_again() -> None:
    model = train.train(examples(), frozenset({"march|verb"}), rounds=30)

    chances = model.chances(["w=march|verb"], Proposal(fits=None))
    assert max(chances, key=chances.__getitem__) == "UNR.PROTEST"


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        save_sense_model(train.train(examples(), frozenset({"march|verb"}), rounds=10), tmp_path / name)

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_unmarked_names_and_unheard_of_words_are_not_trained_on() -> None:
    unmarked = [
        train.Example(file="01", word=word, label=None, features=(), proposal=Proposal(fits=None), is_name=is_name)
        for word, is_name in (("march|verb", False), ("march|verb", True), ("tango|verb", False))
    ]

    assert train.training_set(unmarked, frozenset({"march|verb"})) == unmarked[:1]


@pytest.mark.model
def test_marked_words_keep_their_type(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "01-few.jsonl").write_text(FEW.replace("\n", "") + "\n", encoding="utf-8")
    monkeypatch.setattr(train, "SENTENCES", tmp_path)

    found = train.read_examples(nlp, load_lexicon())

    assert {example.word: example.label for example in found}["shell|verb"] == "CONF.BOMB"
