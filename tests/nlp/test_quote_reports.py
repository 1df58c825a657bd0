import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.records.annotation import Quote
from tests.nlp.reading import read

pytestmark = pytest.mark.model


def quotes(nlp: Language, text: str) -> tuple[Quote, ...]:
    return tuple(read(nlp, text)._.news_quotes)


def reports(nlp: Language, text: str) -> list[tuple[str, str, str | None]]:
    return [
        (quote.kind, quote.text, quote.speaker_mention.text if quote.speaker_mention else None)
        for quote in quotes(nlp, text)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Emmanuel Macron said that the port would close.", "that the port would close", "Emmanuel Macron"),
        ("The ministry said the port would close.", "the port would close", "ministry"),
        ("The port will close in June, Emmanuel Macron said.", "The port will close in June", "Emmanuel Macron"),
        ("The port will close in June, according to the ministry.", "The port will close in June", "ministry"),
        ("According to the ministry, the port will close in June.", "the port will close in June", "ministry"),
        ("Emmanuel Macron declined to name the company.", "to name the company", "Emmanuel Macron"),
        ("Emmanuel Macron denounced the plan for the port.", "the plan for the port", "Emmanuel Macron"),
    ],
)
def test_what_is_reported_is_indirect_speech(nlp: Language, text: str, content: str, speaker: str) -> None:
    assert reports(nlp, text) == [("indirect", content, speaker)]


def test_words_in_marks_within_a_report_make_it_mixed(nlp: Language) -> None:
    found = reports(nlp, 'Emmanuel Macron said the plan was "a danger to the continent".')

    assert found == [("mixed", 'the plan was "a danger to the continent"', "Emmanuel Macron")]


@pytest.mark.parametrize(
    "text",
    [
        "The port closed in June after a fire.",
        "If you say that the port is closed, nobody comes.",
        "I hope that the port will open soon.",
        "Emmanuel Macron rejected it.",
        "The ship carried grain to Odesa.",
    ],
)
def test_what_nobody_is_reported_to_have_said_is_no_quotation(nlp: Language, text: str) -> None:
    assert reports(nlp, text) == []


def test_a_quotation_in_marks_is_not_reported_again(nlp: Language) -> None:
    found = quotes(nlp, 'Emmanuel Macron said: "The minister told us that the port would close in June."')

    assert [quote.kind for quote in found] == ["direct"]


def test_only_the_outer_of_two_reports_is_kept(nlp: Language) -> None:
    found = reports(nlp, "Emmanuel Macron said the ministry had announced that the port would close.")

    assert [speaker for _, _, speaker in found] == ["Emmanuel Macron"]


@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet=st.sampled_from('Macron said, that "he" “would” \n.'), max_size=120))
def test_spans_hold_for_any_text(nlp: Language, text: str) -> None:
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes(nlp, text))
