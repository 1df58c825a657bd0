from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.knowledge.entries import load_knowledge
from pipeline.nlp.model import DEFAULT_MODEL
from pipeline.nlp.names import PASSES, Names
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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Officials of the Kuwait News Agency (KUNA) said so on Monday.", "Kuwait News Agency", "ORG"),
        ("President Yoon Suk-yeol spoke in Seoul on Monday.", "Yoon Suk-yeol", "PERSON"),
        ("The Iraqi Ministry of Finance said so on Monday.", "Ministry of Finance", "ORG"),
        ("French Football Federation officials said so.", "French Football Federation", "ORG"),
        ("Two people were hurt in Shiraz, Iran, on Monday.", "Shiraz", "GPE"),
        ("Residents of the city fled to Aleppo, Syria.", "Aleppo", "GPE"),
        ("The video was posted on Facebook and WhatsApp.", "Facebook", "ORG"),
        ("He wrote on X that the talks had failed.", "X", "ORG"),
        ("Russia's foreign ministry said so.", "foreign ministry", "ORG"),
        ("Muslims and Hindus prayed together in India.", "Muslims", "NORP"),
    ],
)
def test_a_name_has_its_whole_words_and_its_type(nlp: Language, text: str, name: str, kind: str) -> None:
    found = entities(nlp, text)

    assert name in found
    assert found[name].type == kind


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The firm hired a CEO to use AI.", "CEO"),
        ("The firm hired a CEO to use AI.", "AI"),
        ("Marie Curie solved for X in class.", "X"),
        ("The foreign ministry said so.", "foreign ministry"),
        ("A group of Biden-led allies met.", "Biden-led"),
    ],
)
def test_what_is_no_name_is_left_out(nlp: Language, text: str, absent: str) -> None:
    assert absent not in entities(nlp, text)


def test_a_town_in_capitals_opens_a_dateline(nlp: Language) -> None:
    found = entities(nlp, "HOUSTON, Texas (AP) — A man was arrested on Monday. Police in Houston said so.")

    assert mentions(found["HOUSTON"]) == ["HOUSTON", "Houston"]


def test_a_surname_in_capitals_is_the_person(nlp: Language) -> None:
    found = entities(nlp, "MACRON said no. French President Emmanuel Macron spoke on Monday in Paris.")

    assert mentions(found["Emmanuel Macron"]) == ["MACRON", "Emmanuel Macron"]


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("Troops of the DPRK left. North Korea said so.", "North Korea", "DPRK"),
        ("NATO met. The North Atlantic Treaty Organization agreed.", "North Atlantic Treaty Organization", "NATO"),
        ("A fire broke out in Fresno, Calif., on Monday. Lawmakers in California met.", "California", "Calif."),
    ],
)
def test_two_names_of_one_thing_are_one_entity(nlp: Language, text: str, name: str, alias: str) -> None:
    assert alias in entities(nlp, text)[name].aliases


def test_ministries_of_two_states_are_two_entities(nlp: Language) -> None:
    found = read(nlp, "Russia's foreign ministry protested. Poland's foreign ministry answered.")._.news_entities

    assert [entity.country for entity in found if entity.name == "foreign ministry"] == ["RUS", "POL"]


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("The White House said so.", "White House", "USA", "GOV"),
        ("Fighters of Hezbollah attacked.", "Hezbollah", "LBN", "REB"),
        ("NATO will send troops.", "NATO", None, "IGO"),
        ("The Iraqi Ministry of Finance said so on Monday.", "Ministry of Finance", "IRQ", "GOV"),
    ],
)
def test_a_body_has_country_and_sector(nlp: Language, text: str, name: str, country: str | None, sector: str) -> None:
    entity = entities(nlp, text)[name]

    assert (entity.country, entity.sector) == (country, sector)


def test_a_house_says_for_whom_it_stands(nlp: Language) -> None:
    assert "GOV of USA" in (entities(nlp, "The White House said so.")["White House"].stands_for or "")


KNOWN = (
    '{"id": "k1", "names": ["Ida Holm"], "type": "PERSON", "country": "NOR", "sector": "GOV", "role": "minister",'
    ' "from": "2025-01-01", "to": "2025-12-31", "wikidata": "Q1"}\n'
    '{"id": "k2", "names": ["Nils Berg"], "type": "PERSON", "country": "NOR", "to": "2024-12-31"}\n'
)


def test_a_knowledge_file_tells_country_sector_office_and_link_on_the_day(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(KNOWN, encoding="utf-8")
    doc = read(nlp, "Ida Holm met Nils Berg in Oslo.")

    found = {entity.name: entity for entity in Names(PASSES, load_knowledge(path))(doc)._.news_entities}

    assert (found["Ida Holm"].country, found["Ida Holm"].role, found["Ida Holm"].wikidata) == ("NOR", "minister", "Q1")
    assert found["Nils Berg"].knowledge is None


def test_the_components_work_in_a_pipeline_of_their_own() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("newswire_names", config={"is_projecting": False})
    nlp.add_pipe("newswire_places")

    found = nlp("Leaders met in Vladivostok.")._.news_entities

    assert [(entity.name, entity.place.country) for entity in found] == [("Vladivostok", "RUS")]


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


def test_a_text_without_capitals_has_names_all_the_same(nlp: Language) -> None:
    found = entities(nlp, "the minister arrived in london on friday and met officials from france for talks.")

    assert {"london", "france"} <= set(found)
