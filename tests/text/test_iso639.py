import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.iso639 import normalize_language


@pytest.mark.parametrize(
    ("given_code", "code"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("EN_gb", "en"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("iw", "he"),
        (" fr ", "fr"),
        ("zh-Hant-TW", "zh"),
        ("pcm", "pcm"),
        ("und", None),
        ("English", None),
        ("", None),
        ("e", None),
        ("12", None),
    ],
)
def test_a_tag_is_reduced_to_its_language(given_code: str, code: str | None) -> None:
    assert normalize_language(given_code) == code


@given(st.text())
def test_a_reduced_code_stays(text: str) -> None:
    code = normalize_language(text)

    assert code is None or normalize_language(code) == code
