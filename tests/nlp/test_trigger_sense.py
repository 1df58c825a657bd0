import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Token

from pipeline.knowledge.lexicon import TriggerSense
from pipeline.knowledge.sense_model import NONE, Proposal, SenseModel
from pipeline.nlp.trigger_features import features_of
from pipeline.nlp.trigger_sense import RULE, TriggerJudge
from tests.nlp.reading import events, read

pytestmark = pytest.mark.model

MEETING = TriggerSense(lemma="meet", word_class="verb", leaf="DIPL.MEET", target=("with",), place="triggers.tsv:1")


def judge(**bias: float) -> TriggerJudge:
    """A judge whose model always says the same."""
    labels = ("DIPL.MEET", "PPL.SPORT", NONE)
    scores = [bias.get(label.split(".")[-1].lower(), 0.0) for label in labels]
    return TriggerJudge(
        SenseModel(
            version="t",
            labels=labels,
            features={"unused": 0},
            weights=np.zeros((1, 3), dtype=np.int8),
            scale=1.0,
            bias=np.array(scores, dtype=np.float32),
            shared=np.zeros(4, dtype=np.float32),
            words=frozenset({"tango|verb"}),
        )
    )


def word(nlp: Language, text: str, wanted: str) -> Token:
    return next(token for token in read(nlp, text) if token.text == wanted)


@pytest.fixture
def met(nlp: Language) -> Token:
    return word(nlp, "The envoys met in Oslo.", "met")


def test_a_sure_none_vetoes_a_line_of_the_lexicon(met: Token) -> None:
    assert judge(none=9).decide(met, "verb", (MEETING,), MEETING) is None


def test_in_doubt_the_lexicon_stands(met: Token) -> None:
    assert judge(none=1).decide(met, "verb", (MEETING,), MEETING) == MEETING


def test_a_much_likelier_type_takes_the_place_of_the_line(met: Token) -> None:
    decided = judge(sport=9).decide(met, "verb", (MEETING,), MEETING)

    assert decided is not None
    assert (decided.leaf, decided.place) == ("PPL.SPORT", RULE)


def test_a_line_whose_conditions_fail_is_revived_with_its_hints(met: Token) -> None:
    decided = judge(meet=9).decide(met, "verb", (MEETING,), None)

    assert decided is not None
    assert (decided.leaf, decided.target, decided.place) == ("DIPL.MEET", ("with",), f"triggers.tsv:1+{RULE}")


def test_a_word_that_told_events_in_training_may_tell_one(nlp: Language) -> None:
    tango = word(nlp, "The ministers tango in Oslo.", "tango")

    decided = judge(meet=9).decide(tango, "verb", (), None)

    assert decided is None or decided.leaf == "DIPL.MEET"


def test_a_word_that_neither_knows_tells_nothing(met: Token) -> None:
    assert judge(meet=9).decide(met, "verb", (), None) is None


def test_a_line_of_the_users_own_stands_against_everything(met: Token) -> None:
    own = TriggerSense(lemma="meet", word_class="verb", leaf="DIPL.MEET", settled=True, place="mine.tsv:1")

    assert judge(none=9).decide(met, "verb", (own,), own) == own


def test_a_line_of_a_type_that_was_not_trained_stands(met: Token) -> None:
    other = TriggerSense(lemma="meet", word_class="verb", leaf="MY.TYPE", place="mine.tsv:1")

    assert judge(none=9).decide(met, "verb", (other,), other) == other


def test_the_word_itself_is_needed_for_more_than_its_type(met: Token) -> None:
    assert judge(meet=9).chosen([], Proposal(fits=None), "unknown|verb") is None


def test_names_are_masked(nlp: Language) -> None:
    seen = features_of(word(nlp, "Germany attacked France.", "attacked"), (), None)

    assert "object=<GPE>" in seen
    assert not [name for name in seen if "france" in name or "germany" in name]


def test_people_are_seen_by_their_sector(nlp: Language) -> None:
    assert "subject=@MIL" in features_of(word(nlp, "Troops entered the town.", "entered"), (), None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The two airlines called off their merger on Monday.", "BUS.MERGER"),
        ("The club sacked its coach after five defeats.", "PPL.TRANSFER"),
        ("The club loaned its goalkeeper to a rival until the summer.", "PPL.TRANSFER"),
        ("Two teenagers drowned in a lake near Oslo.", "DIS.MISHAP"),
    ],
)
def test_the_shipped_model_tells_types_that_need_it(nlp: Language, text: str, kind: str) -> None:
    assert kind in {found.type for found in events(nlp, text)}
