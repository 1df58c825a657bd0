import pytest
from spacy.language import Language

from tests.nlp.reading import events

pytestmark = pytest.mark.model


def test_the_place_and_day_of_the_lead_may_stand_in_the_next_sentence(nlp: Language) -> None:
    lead = events(nlp, "Gunmen attacked a convoy. The soldiers were ambushed in Mali on Wednesday.")[0]

    assert (lead.place and lead.place.text, lead.time and lead.time.value) == ("Mali", "2025-09-03")


def test_the_rule_says_so(nlp: Language) -> None:
    lead = events(nlp, "Gunmen attacked a convoy. It rained in Mali on Wednesday.")[0]

    assert lead.rule.endswith("lead-place lead-time")


def test_what_its_own_sentence_says_stays(nlp: Language) -> None:
    lead = events(nlp, "Gunmen attacked a convoy in Kenya on Tuesday. It rained in Mali on Wednesday.")[0]

    assert (lead.place and lead.place.text, lead.time and lead.time.value) == ("Kenya", "2025-09-02")


@pytest.mark.parametrize("when", ["in 2014", "last year", "on 30 November"])
def test_a_day_far_off_is_not_taken(nlp: Language, when: str) -> None:
    lead = events(nlp, f"Gunmen attacked a convoy in Kenya. It rained {when}.")[0]

    assert lead.time is None


def test_a_plan_takes_no_day_that_is_past(nlp: Language) -> None:
    lead = events(nlp, "France will attack Mali. It rained on Tuesday.")[0]

    assert lead.time is None
