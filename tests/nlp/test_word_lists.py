import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.attributes import text_of, words_of
from pipeline.nlp.syntax import has_child
from pipeline.nlp.word_lists import word_lists
from pipeline.nlp.words import word_class

TEXT = "The foreign ministry of Norvia said on Thursday, quietly, that 12 people were hurt.\n\nMr Ödberg's aides left."


@pytest.mark.model
def test_lists_say_what_the_tokens_say(nlp: Language) -> None:
    doc = nlp(TEXT)
    words = words_of(doc)
    assert words.texts == [token.text for token in doc]
    assert words.lowers == [token.lower_ for token in doc]
    assert words.starts == [token.idx for token in doc]
    assert words.ends == [token.idx + len(token) for token in doc]
    assert words.labels == [token.dep_ for token in doc]
    assert words.heads == [token.head.i for token in doc]
    assert words.classes == [word_class(token) for token in doc]
    assert [words.children.get(token.i, []) for token in doc] == [
        [child.i for child in token.children] for token in doc
    ]
    assert words.marks == [not any(char.isalnum() for char in token.text) for token in doc]


@pytest.mark.model
def test_lists_are_read_once(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert words_of(doc) is words_of(doc)
    assert text_of(doc) is text_of(doc)


@pytest.mark.model
def test_places_of_a_word(nlp: Language) -> None:
    doc = nlp.make_doc("On the one hand, on the other.")
    assert words_of(doc).places("on") == [0, 5]
    assert words_of(doc).places("off") == []


@pytest.mark.model
def test_a_child_is_told_by_its_label(nlp: Language) -> None:
    doc = nlp("Twelve people were hurt.")
    verb = next(token for token in doc if token.text == "hurt")
    assert has_child(verb, "auxpass", "dobj")
    assert not has_child(verb, "dobj")


@pytest.mark.model
@given(st.text(max_size=60))
def test_offsets_hold_for_any_text(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    words = word_lists(doc)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == words.texts
