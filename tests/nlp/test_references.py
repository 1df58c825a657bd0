import pytest
from spacy.language import Language

from pipeline.records.annotation import Entity
from tests.nlp.reading import read

pytestmark = pytest.mark.model


def entity(nlp: Language, text: str, name: str) -> Entity:
    return next(entity for entity in read(nlp, text)._.news_entities if entity.name == name)


def mentions(entity: Entity, kind: str) -> list[str]:
    return [mention.text for mention in entity.mentions if mention.kind == kind]


def test_a_pronoun_is_a_mention_of_the_person_that_it_means(nlp: Language) -> None:
    found = entity(nlp, "Emmanuel Macron spoke in Paris. He warned Moscow.", "Emmanuel Macron")

    assert mentions(found, "pronoun") == ["He"]


def test_an_office_means_the_one_person_that_holds_it(nlp: Language) -> None:
    found = entity(nlp, "French President Emmanuel Macron spoke. Later the president left.", "Emmanuel Macron")

    assert mentions(found, "nominal") == ["president"]


def test_an_office_that_two_hold_means_nobody(nlp: Language) -> None:
    text = "French President Emmanuel Macron met Polish President Andrzej Duda. Later the president left."

    assert mentions(entity(nlp, text, "Emmanuel Macron"), "nominal") == []


def test_the_mentions_stand_in_the_order_of_the_text(nlp: Language) -> None:
    found = entity(nlp, "Emmanuel Macron spoke in Paris. He warned Moscow. Macron left.", "Emmanuel Macron")

    starts = [mention.start for mention in found.mentions]

    assert starts == sorted(starts)


def test_a_capital_that_acts_stands_for_its_government(nlp: Language) -> None:
    found = entity(nlp, "Moscow rejected the plan.", "Moscow")

    assert found.stands_for == 'the government of RUS: it is the subject of "reject"'


def test_a_capital_where_something_happens_stands_for_nobody(nlp: Language) -> None:
    assert entity(nlp, "Leaders met in Moscow on Monday.", "Moscow").stands_for is None


def test_brussels_stands_for_the_union_that_the_article_names(nlp: Language) -> None:
    found = entity(nlp, "The European Union met on Monday. Brussels rejected the plan.", "Brussels")

    assert (found.stands_for or "").startswith("the European Union")
