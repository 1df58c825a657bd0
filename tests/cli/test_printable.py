import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.printable import HIDDEN, ZERO_WIDTH_JOINERS, printable, printable_json, shortened

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202e", "\\u202e"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\U000e0001"),
        ("Zoë 漢字 🙂 क्‍ष", "Zoë 漢字 🙂 क्‍ष"),
        ("[bold]", "[bold]"),
    ],
)
def test_what_a_terminal_obeys_is_written_as_a_number(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY)
def test_nothing_hidden_is_left(text: str) -> None:
    assert {char for char in printable(text) if unicodedata.category(char) in HIDDEN} <= set(ZERO_WIDTH_JOINERS)


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    written = json.dumps(text, ensure_ascii=False)

    assert json.loads(printable_json(written)) == text


@given(ANY, st.integers(1, 50))
def test_an_excerpt_is_one_line(text: str, length: int) -> None:
    assert "\n" not in shortened(text, length)


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert shortened("one two three", 8) == "one two…"
