import pytest
from spacy.language import Language

from tests.nlp.reading import event

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("Gunmen attacked a convoy, Emmanuel Macron said.", "Emmanuel Macron", "said"),
        ("Emmanuel Macron said gunmen attacked a convoy.", "Emmanuel Macron", "said"),
        ("The defence ministry said gunmen attacked a convoy.", "defence ministry", "said"),
    ],
)
def test_who_says_so(nlp: Language, text: str, name: str, cue: str) -> None:
    attribution = event(nlp, text, "attacked").attribution

    assert attribution is not None
    assert (attribution.name, attribution.cue) == (name, cue)


def test_the_writer_is_not_named(nlp: Language) -> None:
    assert event(nlp, "Gunmen attacked a convoy.", "attacked").attribution is None


def test_what_stands_in_a_quotation_is_its_speakers(nlp: Language) -> None:
    attribution = event(nlp, '"The gunmen attacked our convoy," Emmanuel Macron said.', "attacked").attribution

    assert attribution is not None
    assert (attribution.entity, attribution.quote) == ("e1", 0)
