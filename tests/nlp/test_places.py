import pytest
from spacy.language import Language

from pipeline.records.annotation import Entity
from tests.nlp.reading import read

pytestmark = pytest.mark.model


def entity(nlp: Language, text: str, name: str) -> Entity:
    return next(entity for entity in read(nlp, text)._.news_entities if entity.name == name)


def placed(nlp: Language, text: str, name: str) -> tuple[str | None, str | None]:
    place = entity(nlp, text, name).place
    return (place.country, place.admin1) if place else (None, None)


@pytest.mark.parametrize(
    ("text", "name", "geonameid", "kind"),
    [
        ("Leaders met in Vladivostok on Monday.", "Vladivostok", 2013348, "city"),
        ("The summit was held in Alaska.", "Alaska", 5879092, "region"),
        ("Soldiers marched through Beijing.", "Beijing", 1816670, "city"),
        ("The talks were held in Paris.", "Paris", 2988507, "city"),
        ("He flew to New York on Monday.", "New York", 5128581, "city"),
        ("Officials in Ukraine said so.", "Ukraine", 690791, "country"),
        ("Leaders from all over Europe came.", "Europe", 6255148, "continent"),
    ],
)
def test_a_place_is_found_by_its_name(nlp: Language, text: str, name: str, geonameid: int, kind: str) -> None:
    place = entity(nlp, text, name).place

    assert place is not None
    assert (place.geonameid, place.kind) == (geonameid, kind)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("The fire broke out in Springfield, Illinois, on Monday.", "Illinois"),
        ("The fire broke out in Springfield, Mo., on Monday.", "Missouri"),
        ("The fire broke out in Springfield, Massachusetts.", "Massachusetts"),
    ],
)
def test_the_region_behind_a_town_tells_which_is_meant(nlp: Language, text: str, region: str) -> None:
    assert placed(nlp, text, "Springfield") == ("USA", region)


def test_the_other_places_of_the_document_tell_which_is_meant(nlp: Language) -> None:
    text = "Lawmakers in Ontario met. Police in Toronto and Hamilton helped. A man from Paris spoke."

    assert placed(nlp, text, "Paris") == ("CAN", "Ontario")


def test_without_other_evidence_the_large_town_is_meant(nlp: Language) -> None:
    assert placed(nlp, "The talks were held in Paris.", "Paris")[0] == "FRA"


def test_a_town_that_nothing_tells_apart_has_no_place_and_says_why(nlp: Language) -> None:
    found = entity(nlp, "The fire broke out in Springfield on Monday.", "Springfield")

    assert found.place is None
    assert "nothing in the text tells which is meant" in (found.abstained or "")


def test_an_unknown_place_says_why(nlp: Language) -> None:
    found = entity(nlp, "The fire broke out in Qarvonia, Ukraine.", "Qarvonia")

    assert found.place is None
    assert "gazetteer" in (found.abstained or "")


def test_a_people_has_the_place_of_its_country(nlp: Language) -> None:
    place = entity(nlp, "French officials said so.", "French").place

    assert place is not None
    assert place.name == "France"


def test_a_body_has_the_place_in_its_name(nlp: Language) -> None:
    found = entity(nlp, "He works for the University of Helsinki in Finland.", "University of Helsinki")

    assert found.type == "ORG"
    assert found.place is not None
    assert found.place.name == "Helsinki"


def test_a_person_has_no_place(nlp: Language) -> None:
    assert entity(nlp, "Emmanuel Macron met Paris Hilton.", "Emmanuel Macron").place is None
