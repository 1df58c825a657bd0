from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.nlp.triggers import Triggers
from tests.nlp.reading import events, read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "trigger", "leaf"),
    [
        ("Macron met Putin in Moscow.", "met", "DIPL.MEET"),
        ("The two presidents held talks in Moscow.", "talks", "DIPL.MEET"),
        ("France pledged to send troops.", "pledged", "DIPL.AGREE"),
        ("The union called for an inquiry.", "called", "STMT.REQUEST"),
        ("Merz accused Putin of lying.", "accused", "STMT.ACCUSE"),
        ("Russia dismissed the proposals.", "dismissed", "STMT.REJECT"),
        ("Gunmen attacked a convoy.", "attacked", "CONF.ATTACK"),
        ("Israeli air strikes hit Gaza on Monday.", "strikes", "CONF.BOMB"),
        ("Protesters set fire to a bank.", "set", "CONF.ATTACK"),
        ("Police arrested the mayor.", "arrested", "JUS.ARREST"),
        ("A judge sentenced the mayor to prison.", "sentenced", "JUS.VERDICT"),
        ("Dockers went on strike in Rotterdam.", "went", "UNR.STRIKE"),
        ("The company reported a quarterly loss.", "reported", "BUS.RESULTS"),
        ("An earthquake struck Nepal on Monday.", "struck", "DIS.GEO"),
        ("Parliament passed the bill.", "passed", "GOV.LEGISLATE"),
    ],
)
def test_a_word_of_the_lexicon_tells_an_event(nlp: Language, text: str, trigger: str, leaf: str) -> None:
    assert (trigger, leaf) in [(found.trigger.text, found.type) for found in events(nlp, text)]


@pytest.mark.parametrize(
    "text", ["Macron said so on Monday.", "The weather was fine in Paris.", "He told reporters that it rained."]
)
def test_a_bare_said_and_a_description_tell_none(nlp: Language, text: str) -> None:
    assert events(nlp, text) == ()


def test_a_light_verb_leaves_the_event_to_its_noun(nlp: Language) -> None:
    found = events(nlp, "Macron held talks with Putin.")

    assert [one.trigger.text for one in found] == ["talks"]


def test_the_rule_names_the_line_that_fired(nlp: Language) -> None:
    assert events(nlp, "Gunmen attacked a convoy.")[0].rule.startswith("triggers.tsv:")


def test_a_lexicon_of_ones_own(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("frob\tverb\tDIPL.MEET\n", encoding="utf-8")
    doc = read(nlp, "Macron frobbed Putin.")

    found = Triggers(load_lexicon(path))(doc)._.news_findings

    assert [(one.sense.lemma, one.sense.leaf) for one in found] == [("frob", "DIPL.MEET")]


def test_an_endless_sentence_is_not_read_for_events(nlp: Language) -> None:
    assert events(nlp, "Gunmen attacked a convoy and " * 200) == ()


def test_a_weak_trigger_gives_way_in_its_own_clause_alone(nlp: Language) -> None:
    found = events(nlp, "France allowed it after gunmen attacked Mali.")

    assert {"allowed", "attacked"} <= {one.trigger.text for one in found}


def test_a_signed_treaty_is_support_in_plover(nlp: Language) -> None:
    found = events(nlp, "France signed a treaty with Mali.")

    assert [(one.trigger.text, one.plover and one.plover.type) for one in found] == [("treaty", "SUPPORT")]


def test_an_offer_of_a_treaty_is_none(nlp: Language) -> None:
    found = events(nlp, "France wants a treaty with Mali.")

    assert "SUPPORT" not in {one.plover.type for one in found if one.plover}


def test_a_demand_that_is_rejected_is_part_of_the_rejection(nlp: Language) -> None:
    found = events(nlp, "Somalia rejected a demand by Kenya for talks.")

    assert "demand" not in {one.trigger.text for one in found}


def test_a_demand_that_is_backed_is_an_event(nlp: Language) -> None:
    found = events(nlp, "Somalia issued a demand to Kenya for talks.")

    assert "demand" in {one.trigger.text for one in found}


def test_a_label_before_a_sentence_tells_no_event_of_its_own(nlp: Language) -> None:
    found = events(nlp, "Arrested: the police arrested two men in Lyon on Thursday.")

    assert [event.trigger.start for event in found if event.type == "JUS.ARREST"] == [21]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("She is expected to fly to Mali on Monday.", "expected"),
        ("Residents fought the flames in Lisbon with garden hoses.", "fought"),
    ],
)
def test_a_near_miss_tells_nothing(nlp: Language, text: str, word: str) -> None:
    assert word not in {found.trigger.text for found in events(nlp, text)}


def test_a_dead_man_who_is_named_takes_no_office(nlp: Language) -> None:
    found = events(nlp, "The dead man was named as Tiago Alves in Lisbon.")
    assert "GOV.APPOINT" not in {event.type for event in found}
