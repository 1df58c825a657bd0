import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.forms import sniff_form


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><title>x</title>",
        "\ufeff <html lang=en>",
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<!-- saved -->\n<HTML>",
        "<p>The council met.</p>",
        '<p class="lead">The council met.<br>It was late.',
        "<div>" * 9,
        "First. <p>Second.</p> <p>Third.</p>",
    ],
)
def test_markup_is_told_as_html(text: str) -> None:
    assert sniff_form(text, content_type=None) == "html"


@pytest.mark.parametrize(
    "text",
    [
        "The council met.",
        "Write <p> for a paragraph.",
        "if a<b and c>d: stop",
        "<name withheld> told the paper",
        "< 5 %",
    ],
)
def test_other_text_is_told_as_text(text: str) -> None:
    assert sniff_form(text, content_type=None) == "text"


@pytest.mark.parametrize(
    ("content_type", "form"),
    [("text/html; charset=utf-8", "html"), ("Text/Plain", "text"), ("application/xhtml+xml", "html")],
)
def test_a_declared_media_type_is_believed(content_type: str, form: str) -> None:
    assert sniff_form("<p>x</p> x", content_type=content_type) == form


@given(st.text())
def test_any_text_has_a_form(text: str) -> None:
    assert sniff_form(text, content_type=None) in {"html", "text"}
