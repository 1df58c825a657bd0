import pytest
from spacy.language import Language

from pipeline.knowledge.lexicon import CONDITIONS
from pipeline.nlp.conditions import CHECKS, absorbed, holds
from tests.nlp.reading import read


def test_every_condition_of_the_lexicon_has_a_check() -> None:
    assert set(CHECKS) == CONDITIONS


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "word", "key", "value"),
    [
        ("The firm called off the deal.", "called", "particle", "off"),
        ("They called for a ceasefire.", "called", "prep", "for"),
        ("They signed the treaty.", "signed", "object", "treaty"),
        ("The treaty was signed.", "signed", "object", "treaty"),
        ("They signed books.", "signed", "not_object", "treaty"),
        ("Workers struck on Monday.", "struck", "subject", "worker"),
        ("France recognised Kosovo.", "recognised", "object_kind", "GPE"),
        ("France recognised Kosovo.", "recognised", "subject_kind", "GPE"),
        ("Gunmen took the town.", "took", "subject_is", "force"),
        ("The bank sued France.", "sued", "subject_is", "company"),
        ("He sued the minister.", "sued", "object_is", "government"),
        ("France sued him.", "sued", "subject_is", "country"),
        ("He ran for office.", "ran", "prep_object", "office"),
        ("They pleaded guilty.", "pleaded", "complement", "guilty"),
        ("The air strike began.", "strike", "modifier", "air"),
        ("He vowed to fight on.", "vowed", "clause", "yes"),
        ("He vowed to fight on.", "vowed", "clause_verb", "fight"),
        ("He told them to leave.", "told", "infinitive", "yes"),
        ("He was charged.", "charged", "passive", "yes"),
        ("The talks began.", "talks", "plural", "yes"),
        ("He warned them that it would end if they came.", "warned", "conditional", "yes"),
        ("The union met. A strike looms.", "strike", "about", "union"),
    ],
)
def test_a_condition_holds(nlp: Language, text: str, word: str, key: str, value: str) -> None:
    doc = read(nlp, text)
    token = next(token for token in doc if token.text == word)

    assert holds(token, ((key, frozenset({value})),))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "word", "key", "value"),
    [
        ("The firm called its lawyer.", "called", "particle", "off"),
        ("They signed books.", "signed", "object", "treaty"),
        ("The wind took the roof.", "took", "subject_is", "force"),
        ("They signed the treaty.", "signed", "not_object", "treaty"),
        ("He told them that it rained.", "told", "infinitive", "yes"),
        ("They charged him.", "charged", "passive", "yes"),
        ("A talk began.", "talk", "plural", "yes"),
    ],
)
def test_a_condition_does_not_hold(nlp: Language, text: str, word: str, key: str, value: str) -> None:
    doc = read(nlp, text)
    token = next(token for token in doc if token.text == word)

    assert not holds(token, ((key, frozenset({value})),))


@pytest.mark.model
def test_the_words_of_a_condition_belong_to_the_trigger(nlp: Language) -> None:
    doc = read(nlp, "They signed the treaty.")

    assert absorbed(doc[1], (("object", frozenset({"treaty"})),)) == {3}
