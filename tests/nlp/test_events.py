import pytest
from spacy.language import Language

from pipeline.nlp.reader import article_doc
from pipeline.records.event import Event
from tests.nlp.reading import article, event, events, read

pytestmark = pytest.mark.model

THREE = (
    "France pledged troops to Ukraine on Thursday. Gunmen attacked a convoy in Mali. Police arrested the mayor of Lyon."
)


def ids(nlp: Language, text: str, *, article_id: str = "a") -> list[str]:
    found: tuple[Event, ...] = nlp(article_doc(nlp, article(text, article_id=article_id)))._.news_events
    return sorted(one.id for one in found)


def test_the_lead_is_one_and_stands_first(nlp: Language) -> None:
    assert [one.lead for one in events(nlp, THREE)] == [True, False, False]


def test_the_others_go_by_position(nlp: Language) -> None:
    starts = [one.trigger.start for one in events(nlp, "Last year gunmen attacked a convoy in Mali. " + THREE)][1:]

    assert starts == sorted(starts)


def test_history_is_not_the_lead(nlp: Language) -> None:
    found = events(nlp, "Last year gunmen attacked a convoy in Mali. France pledged troops to Ukraine on Thursday.")

    assert found[0].trigger.text == "pledged"


def test_the_same_actors_and_type_are_one_event(nlp: Language) -> None:
    found = events(nlp, "Emmanuel Macron met Vladimir Putin in Paris. Macron met Putin for two hours.")

    assert [[mention.text for mention in one.mentions] for one in found] == [["met"]]


def test_a_noun_that_points_back_is_a_mention(nlp: Language) -> None:
    found = events(nlp, "Emmanuel Macron met Vladimir Putin in Paris. The talks ended late.")

    assert [[mention.text for mention in one.mentions] for one in found] == [["talks"]]


def test_a_plan_and_a_past_event_stay_apart(nlp: Language) -> None:
    found = events(nlp, "Emmanuel Macron met Vladimir Putin in Paris. Macron will meet Putin again in Rome.")

    assert [one.factuality for one in found] == ["happened", "planned"]


def test_a_trigger_with_nobody_and_nowhere_is_no_event(nlp: Language) -> None:
    assert events(nlp, "Talks are useful.") == ()


def test_the_sentence_holds_the_trigger(nlp: Language) -> None:
    found = event(nlp, THREE, "attacked")

    assert found.sentence.text == "Gunmen attacked a convoy in Mali."


def test_ids_do_not_change_when_other_words_are_corrected(nlp: Language) -> None:
    assert ids(nlp, THREE) == ids(nlp, "It rained all day. " + THREE.replace("on Thursday", "on Wednesday night"))


def test_ids_of_another_article_differ(nlp: Language) -> None:
    assert set(ids(nlp, THREE)).isdisjoint(ids(nlp, THREE, article_id="b"))


def test_equal_events_have_ids_of_their_own(nlp: Language) -> None:
    found = ids(nlp, "Gunmen attacked on Monday in Mali. Gunmen attacked on Tuesday in Mali.")

    assert len(set(found)) == 2


def test_the_headline_raises_salience(nlp: Language) -> None:
    plain = event(nlp, THREE, "attacked").salience
    found = read(nlp, THREE, title="Gunmen attack convoy")._.news_events

    assert next(one for one in found if one.trigger.text == "attacked").salience > plain


def test_numbers_are_shares(nlp: Language) -> None:
    assert all(0 <= one.salience <= 1 and 0 <= one.confidence <= 1 for one in events(nlp, THREE))
