import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.fingerprint import fingerprint, normalize_words, short_id


@pytest.mark.parametrize(
    "copy",
    [
        "MACRON SPOKE IN PARIS",
        "Macron  spoke\n\nin Paris.",
        "“Macron” spoke — in Paris!",
        "Ｍａｃｒｏｎ spoke in Paris",
    ],
)
def test_copies_that_differ_in_case_spacing_or_punctuation_share_a_fingerprint(copy: str) -> None:
    assert fingerprint(copy) == fingerprint("Macron spoke in Paris")


def test_another_word_is_another_fingerprint() -> None:
    assert fingerprint("Macron spoke in Paris") != fingerprint("Macron spoke in Lyon")


def test_texts_without_words_are_told_apart() -> None:
    assert fingerprint("!!!") != fingerprint("???")


def test_a_url_and_a_text_of_the_same_letters_have_different_ids() -> None:
    assert short_id(kind="url", name="a") != short_id(kind="text", name="a")


def test_an_id_is_short() -> None:
    assert len(short_id(kind="url", name="https://example.org/")) == 32


@given(st.text())
def test_normal_words_are_normal(text: str) -> None:
    once = normalize_words(text)

    assert normalize_words(once) == once


@given(st.text())
def test_a_fingerprint_ignores_case_of_ascii_and_spacing(text: str) -> None:
    spaced = "  ".join(text.split(" "))

    assert fingerprint(spaced) == fingerprint(text)
