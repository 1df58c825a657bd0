import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.cleaners import CLEANERS, Cleaner, clean_line

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b", "ab"),
        ("a\tb", "a b"),
        ("a\x85b", "a b"),
        ("  a   b ", "a b"),
        ("a\xa0b", "a b"),
        ("ex\xadample", "example"),
        ("\ufeffa\u200b", "a"),
        ("a\ud800b", "ab"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_line_is_cleaned(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize("cleaner", CLEANERS)
@given(text=any_text)
def test_a_cleaner_is_idempotent(cleaner: Cleaner, text: str) -> None:
    once = cleaner(text)

    assert cleaner(once) == once


@given(any_text)
def test_a_clean_line_is_clean(text: str) -> None:
    once = clean_line(text)

    assert clean_line(once) == once


@given(any_text)
def test_a_clean_line_has_no_control_characters(text: str) -> None:
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in clean_line(text))
