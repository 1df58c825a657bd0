import pytest
from spacy.language import Language

from pipeline.records.annotation import Entity
from tests.nlp.reading import read

pytestmark = pytest.mark.model


def entities(nlp: Language, text: str, heading: str = "") -> dict[str, Entity]:
    return {entity.name: entity for entity in read(nlp, text, heading=heading)._.news_entities}


def mentions(entity: Entity) -> list[str]:
    return [mention.text for mention in entity.mentions]


def test_ids_go_by_first_mention(nlp: Language) -> None:
    found = read(nlp, "France met Spain. Germany watched France.")._.news_entities

    assert [(entity.id, entity.name) for entity in found] == [("e1", "France"), ("e2", "Spain"), ("e3", "Germany")]


def test_the_possessive_and_the_title_are_left_out(nlp: Language) -> None:
    found = entities(nlp, "Spokeswoman Maria Zakharova answered President Emmanuel Macron's letter.")

    assert {"Maria Zakharova", "Emmanuel Macron"} <= set(found)


def test_a_leading_the_is_left_out(nlp: Language) -> None:
    assert "United Nations" in entities(nlp, "The United Nations met in Geneva.")


def test_a_lone_surname_is_the_person(nlp: Language) -> None:
    found = entities(
        nlp, "US President Donald Trump spoke on Monday. Trump has insisted the US will not deploy troops."
    )

    assert mentions(found["Donald Trump"]) == ["Donald Trump", "Trump"]


def test_particles_join_a_name(nlp: Language) -> None:
    found = entities(
        nlp, "Leaders attending included European Commission President Ursula von der Leyen and Mark Rutte."
    )

    assert "Ursula von der Leyen" in found


def test_no_name_goes_over_a_line_break(nlp: Language) -> None:
    found = entities(nlp, "He flew from Los\nAngeles to Paris with Emmanuel Macron.")

    assert not any("\n" in mention.text for entity in found.values() for mention in entity.mentions)


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Officials in Ukraine said so.", "Ukraine", "GPE", "UKR"),
        ("French officials said so.", "French", "NORP", "FRA"),
        ("Officials in Paris said so.", "Paris", "GPE", "FRA"),
    ],
)
def test_countries_peoples_and_seats_have_a_country(
    nlp: Language, text: str, name: str, kind: str, country: str
) -> None:
    entity = entities(nlp, text)[name]

    assert (entity.type, entity.country) == (kind, country)


def test_names_of_one_country_are_one_entity(nlp: Language) -> None:
    found = entities(nlp, "The United States agreed. Officials in the US said so.")

    assert found["United States"].aliases == ("US",)


def test_an_acronym_belongs_to_its_full_name(nlp: Language) -> None:
    found = entities(nlp, "The World Health Organization warned of cholera. Later the WHO sent doctors.")

    assert found["World Health Organization"].aliases == ("WHO",)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("French President Emmanuel Macron spoke.", ("president", "FRA", "GOV")),
        ("French Defence Minister Emmanuel Macron spoke.", ("defence minister", "FRA", "GOV")),
        ("Emmanuel Macron, the French president, spoke.", ("president", "FRA", "GOV")),
        ("Emmanuel Macron spoke.", (None, None, None)),
    ],
)
def test_the_words_at_a_name_give_role_country_and_sector(
    nlp: Language, text: str, evidence: tuple[str | None, str | None, str | None]
) -> None:
    entity = entities(nlp, text)["Emmanuel Macron"]

    assert (entity.role, entity.country, entity.sector) == evidence


def test_dates_and_numbers_are_no_entities(nlp: Language) -> None:
    assert entities(nlp, "On Thursday 26 of 30 voted.") == {}


def test_a_name_in_a_heading_only_is_dropped(nlp: Language) -> None:
    assert "Warnings" not in entities(
        nlp, "Warnings Questioned\nThe charity complained.", heading="Warnings Questioned"
    )


def test_a_name_of_the_text_is_found_in_a_heading(nlp: Language) -> None:
    found = entities(nlp, "Macron in Paris\nFrench President Emmanuel Macron went to Paris.", heading="Macron in Paris")

    assert mentions(found["Emmanuel Macron"]) == ["Macron", "Emmanuel Macron"]


def test_the_person_named_first_and_most_is_most_salient(nlp: Language) -> None:
    found = entities(nlp, "Emmanuel Macron met Olaf Scholz. Macron smiled. Macron spoke.")

    assert found["Emmanuel Macron"].salience > found["Olaf Scholz"].salience
