import pytest
from spacy.language import Language

from pipeline.records.event import PloverCode
from tests.nlp.reading import event


def code(nlp: Language, text: str, trigger: str) -> PloverCode:
    found = event(nlp, text, trigger).plover
    assert found is not None
    return found


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("Gunmen shot a soldier in Mali.", "shot", "firearms"),
        ("Pakistan's army attacked the village with mortars.", "attacked", "heavy-weapons"),
        ("Rebels attacked the village.", "attacked", None),
        ("France withdrew its troops from Niger.", "withdrew", "withdraw"),
    ],
)
def test_words_at_the_trigger_decide_the_mode(nlp: Language, text: str, trigger: str, mode: str | None) -> None:
    assert code(nlp, text, trigger).mode == mode


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Egypt supported the plan of Jordan.", "supported", "SUPPORT"),
        ("Egypt will support Jordan.", "support", "AGREE"),
        ("France urged Egypt to support Jordan.", "support", "REQUEST"),
        ("Russia attacked Ukraine.", "attacked", "ASSAULT"),
        ("Russia threatened to attack Ukraine.", "attack", "THREATEN"),
        ("Egypt and Jordan signed a treaty on Monday.", "treaty", "SUPPORT"),
        ("Egypt and Jordan agreed on Monday to share water.", "agreed", "AGREE"),
    ],
)
def test_factuality_and_signing_decide_the_plover_type(nlp: Language, text: str, trigger: str, kind: str) -> None:
    assert code(nlp, text, trigger).type == kind


@pytest.mark.model
def test_words_of_the_clause_decide_the_contexts(nlp: Language) -> None:
    assert "migration" in code(nlp, "Turkey accused Greece of beating migrants.", "accused").contexts


@pytest.mark.model
def test_a_clause_without_such_words_has_no_contexts(nlp: Language) -> None:
    assert code(nlp, "Turkey criticised Greece on Monday.", "criticised").contexts == ()
