import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("26", 26),
        ("Twenty-six", 26),
        ("1,200", 1200),
        ("1.5 million", 1_500_000),
        ("two dozen", 24),
        ("three hundred and five", 305),
        ("two thousand five hundred", 2500),
        ("a hundred", 100),
        ("several", None),
        ("", None),
    ],
)
def test_a_number_in_words_or_figures(text: str, number: float | None) -> None:
    assert number_in(text) == number


@given(st.integers(0, 10**12))
def test_figures_are_read_as_they_stand(number: int) -> None:
    assert number_in(f"{number:,}") == number


@given(st.text())
def test_any_text_gives_a_number_or_none(text: str) -> None:
    assert number_in(text) is None or number_in(text) >= 0  # type: ignore[operator]
