import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InvalidRecordError
from pipeline.text.blocks import MAX_LINES, split_blocks

WRAPPED = """\
The council of the harbour town met on Monday evening to
speak about the new bridge, which has been closed since a
ship ran into one of its pillars in the middle of March and
left a hole in it.

Nobody was hurt, but the town has been cut in two, and its
people have to take a ferry that goes twice a day.
"""


def blocks(text: str) -> list[str]:
    return [text[start:end] for start, end in split_blocks(text)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\x85", "\u2028"])
def test_each_line_is_a_block(end: str) -> None:
    assert blocks(f"One.{end}Two.{end}") == ["One.", "Two."]


def test_white_space_around_a_line_is_no_part_of_its_block() -> None:
    assert blocks("  One. \n\t\nTwo.") == ["One.", "Two."]


def test_lines_that_were_broken_at_a_column_are_one_block() -> None:
    assert len(blocks(WRAPPED)) == 2


def test_more_lines_than_an_article_has_are_refused() -> None:
    with pytest.raises(InvalidRecordError, match="too_large"):
        split_blocks("a\n" * (MAX_LINES + 1))


@given(st.text(alphabet="ab .\n\r\t\x85", max_size=300))
def test_blocks_hold_everything_but_white_space(text: str) -> None:
    assert "".join("".join(blocks(text)).split()) == "".join(text.split())


@given(st.text(max_size=300))
def test_blocks_stand_in_order_and_apart(text: str) -> None:
    edges = [edge for block in split_blocks(text) for edge in block]

    assert edges == sorted(edges)
