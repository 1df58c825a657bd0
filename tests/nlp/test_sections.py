import pytest
from spacy.language import Language

from tests.nlp.reading import events, read

pytestmark = pytest.mark.model


def sentences(nlp: Language, text: str, heading: str = "") -> list[str]:
    return [sentence.text.strip() for sentence in read(nlp, text, heading=heading).sents]


def test_a_sentence_never_crosses_the_border_of_a_section(nlp: Language) -> None:
    assert sentences(nlp, "The president of\nFrance arrived.") == [
        "The president of",
        "France arrived.",
    ]


def test_a_heading_stays_in_one_piece(nlp: Language) -> None:
    assert sentences(nlp, "Who pays? Nobody. Not yet!\nThe council met.", "Who pays? Nobody. Not yet!") == [
        "Who pays? Nobody. Not yet!",
        "The council met.",
    ]


def test_a_closing_mark_stays_with_its_sentence(nlp: Language) -> None:
    assert sentences(nlp, 'He warned: "They do not want to end the war."') == [
        'He warned: "They do not want to end the war."'
    ]


def test_bare_text_is_cut_at_blank_lines(nlp: Language) -> None:
    assert [sentence.text.strip() for sentence in nlp("The talks went on in\n\nParis").sents] == [
        "The talks went on in",
        "Paris",
    ]


def test_a_heading_tells_no_event(nlp: Language) -> None:
    text = "France attacks Spain\nIt rained in Madrid."
    found = read(nlp, text, heading="France attacks Spain")._.news_events

    assert found == ()


def test_the_same_words_in_a_paragraph_tell_one(nlp: Language) -> None:
    assert [found.type for found in events(nlp, "France attacked Spain.")] == ["CONF.ATTACK"]
