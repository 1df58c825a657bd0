"""Why a word that could tell an event tells none."""

import pytest
from spacy.language import Language

from pipeline.knowledge.own_types import load_event_types
from pipeline.nlp.explaining import Explainer
from pipeline.records.explanation import ExplainedSentence, Explanation
from tests.nlp.reading import article, events

pytestmark = pytest.mark.model


def explained(nlp: Language, text: str, *, heading: str = "") -> Explanation:
    return Explainer(nlp, load_event_types("")).explain(article(text, heading=heading))


def rejected(nlp: Language, text: str) -> dict[str, str]:
    """The reasons of the words of the first sentence that were turned down."""
    sentence = explained(nlp, text).sentences[0]
    return {one.text: one.reason for one in sentence.rejected}


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("Ana Berg held talks with Mali on Friday.", "held", "light_verb"),
        ("Arrested: police took two men away.", "Arrested", "label"),
        ("Kyiv rejected a demand from Moscow.", "demand", "answered"),
        ("Nine people were killed in a bomb attack in Mali.", "killed", "casualties"),
    ],
)
def test_the_reason_is_named(nlp: Language, text: str, word: str, reason: str) -> None:
    assert rejected(nlp, text)[word] == reason


def test_a_line_of_the_lexicon_that_was_passed_over_says_what_it_lacks(nlp: Language) -> None:
    (sentence,) = explained(nlp, "Police arrested 40 people.").sentences
    (told,) = sentence.told
    assert (told.text, told.type, told.event) == ("arrested", "JUS.ARREST", 1)
    assert told.chosen.startswith("triggers.tsv:")
    shared = explained(nlp, "She is expected to leave on Monday.").sentences[0]
    assert any("asks for" in line.why for one in (*shared.told, *shared.rejected) for line in _lines(one))


def _lines(one: object) -> tuple[object, ...]:
    return getattr(one, "passed_over", ()) or getattr(one, "lines", ())


def test_events_are_those_that_are_published(nlp: Language) -> None:
    text = "Ana Berg met two ministers in Oslo on Friday. Police arrested 40 people after a protest in Mali."
    assert explained(nlp, text).events == events(nlp, text)


def test_every_word_of_an_event_is_numbered_by_it(nlp: Language) -> None:
    found = explained(nlp, "Police arrested two men in Oslo on Friday. The arrest was made at night.")
    told = [one for sentence in found.sentences for one in sentence.told]
    assert {one.event for one in told if one.event} == set(range(1, len(found.events) + 1))


def test_a_finding_with_which_nothing_is_named_is_dropped_and_says_so(nlp: Language) -> None:
    (told,) = explained(nlp, "Then he began to buy.").sentences[0].told
    assert (told.text, told.event) == ("buy", None)
    assert told.dropped is not None
    assert "no day is named" in told.dropped


def test_a_heading_is_not_read_and_says_so(nlp: Language) -> None:
    first = explained(nlp, "Police arrest forty\nAna Berg met two ministers.", heading="Police arrest forty").sentences[
        0
    ]
    assert isinstance(first, ExplainedSentence)
    assert (first.unread, first.told) == ("a heading or a table", ())


def test_offsets_hold(nlp: Language) -> None:
    text = "😀 Ana Berg met two ministers in Oslo. Nobody was killed."
    for sentence in explained(nlp, text).sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert all(text[one.start : one.end] == one.text for one in (*sentence.told, *sentence.rejected))
