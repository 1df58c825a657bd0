import pytest
from spacy.language import Language

from pipeline.records.annotation import Quote
from tests.nlp.reading import read

pytestmark = pytest.mark.model


def quotes(nlp: Language, text: str) -> tuple[Quote, ...]:
    return tuple(read(nlp, text)._.news_quotes)


def speakers(nlp: Language, text: str) -> list[str | None]:
    return [quote.speaker_mention.text if quote.speaker_mention else None for quote in quotes(nlp, text)]


@pytest.mark.parametrize(
    "text",
    [
        '"We will not wage any war on Russia," Emmanuel Macron told reporters.',
        '"We will not wage any war on Russia," said Emmanuel Macron.',
        'Emmanuel Macron said: "We will not wage any war on Russia."',
        "“We will not wage any war on Russia,” said French President Emmanuel Macron.",
        '"We will not wage any war on Russia," the president, Emmanuel Macron, told reporters.',
    ],
)
def test_the_speaker_stands_by_the_verb_of_saying(nlp: Language, text: str) -> None:
    assert speakers(nlp, text) == ["Emmanuel Macron"]


def test_the_marks_are_no_part_of_the_quotation(nlp: Language) -> None:
    quote = quotes(nlp, '"We will go home now," said Emmanuel Macron.')[0]

    assert (quote.text, quote.spans, quote.kind) == ("We will go home now,", ((1, 21),), "direct")


def test_he_is_the_latest_person_that_acts(nlp: Language) -> None:
    text = 'Emmanuel Macron arrived in Paris. "We will go home now," he said.'
    quote = quotes(nlp, text)[0]

    assert (quote.speaker, quote.speaker_mention.text if quote.speaker_mention else None) == ("e1", "he")


def test_the_halves_of_a_parted_quotation_are_one(nlp: Language) -> None:
    found = quotes(nlp, '"We will go home now," Emmanuel Macron said, "because there is nothing left to do."')

    assert [len(quote.spans) for quote in found] == [2]


def test_a_further_sentence_has_the_same_speaker_and_no_cue(nlp: Language) -> None:
    found = quotes(nlp, '"We will go home now," Emmanuel Macron said. "There is nothing left for us to do."')

    assert [(quote.speaker, quote.cue is not None) for quote in found] == [("e1", True), ("e1", False)]


def test_a_quotation_goes_on_in_the_next_paragraph(nlp: Language) -> None:
    found = quotes(
        nlp, "“We will go home now,” Emmanuel Macron said. “There is more.\n“We have nothing left to do here.”"
    )

    assert [quote.speaker for quote in found] == ["e1", "e1", "e1"]


def test_words_woven_into_a_sentence_are_mixed(nlp: Language) -> None:
    found = quotes(nlp, 'Emmanuel Macron said the plan was "a danger to the whole continent" and left.')

    assert [quote.kind for quote in found] == ["mixed"]


def test_a_name_in_marks_is_no_quotation(nlp: Language) -> None:
    assert quotes(nlp, 'The ship "Black Pearl" sank off the coast.') == ()


def test_a_quotation_that_nobody_is_named_for_has_no_speaker(nlp: Language) -> None:
    assert speakers(nlp, '"There is nothing left for us to do."') == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We will go home now," Mr. Barrett fumed.', "Barrett"),
        ('Emmanuel Macron, 47, told reporters: "We will go home now."', "Emmanuel Macron"),
    ],
)
def test_the_speaker_is_found_behind_dots_and_commas(nlp: Language, text: str, speaker: str) -> None:
    assert [speaker in (found or "") for found in speakers(nlp, text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "''We will go home now,'' said Emmanuel Macron.",
        '“We will go home now," said Emmanuel Macron.',
        "Emmanuel Macron said: “We will go home now.",
    ],
)
def test_marks_of_two_apostrophes_mixed_or_missing_are_read(nlp: Language, text: str) -> None:
    assert [quote.text.rstrip(",.") for quote in quotes(nlp, text)] == ["We will go home now"]


def test_the_title_of_a_show_is_no_quotation(nlp: Language) -> None:
    assert quotes(nlp, 'Emmanuel Macron appeared on "Face the Nation."') == ()
