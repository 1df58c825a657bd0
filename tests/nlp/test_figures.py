import pytest
from spacy.language import Language

from tests.nlp.reading import event, events

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "trigger", "figures"),
    [
        ("Gunmen attacked a convoy, killing nine people.", "attacked", [("killed", 9)]),
        ("A bomb exploded in Kabul and 12 people were killed.", "exploded", [("killed", 12)]),
        ("Police arrested forty men.", "arrested", [("arrested", 40)]),
        ("Google bought the company for $2.1 million.", "bought", [("amount", 2_100_000)]),
    ],
)
def test_numbers_belong_to_the_event(nlp: Language, text: str, trigger: str, figures: list[tuple[str, float]]) -> None:
    assert [(figure.kind, figure.value) for figure in event(nlp, text, trigger).figures] == figures


def test_casualties_of_a_later_sentence_belong_to_the_attack(nlp: Language) -> None:
    found = events(nlp, "Gunmen attacked a convoy on Wednesday. Fourteen people were wounded.")

    assert [(one.type, [figure.value for figure in one.figures]) for one in found] == [("CONF.ATTACK", [14])]


def test_a_figure_stands_where_it_says(nlp: Language) -> None:
    text = "Gunmen attacked a convoy, killing nine people."
    figure = event(nlp, text, "attacked").figures[0]

    assert text[figure.start : figure.end] == "nine"


def test_a_sum_has_its_currency(nlp: Language) -> None:
    assert event(nlp, "Google bought the company for €3 billion.", "bought").figures[0].unit == "EUR"
