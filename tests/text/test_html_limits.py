import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InvalidRecordError
from pipeline.text.html_limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, check_page


def refusal(page: str) -> str | None:
    try:
        check_page(page)
    except InvalidRecordError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 100_000, "html_too_deep"),
        ("<DIV class='a>b'>" * (MAX_DEPTH + 1), "html_too_deep"),
        ("<p>x</p>" * (MAX_TAGS + 1), "html_too_large"),
        ("<p " + "a " * (9 * MAX_ATTRIBUTES) + ">", "html_too_large"),
        ("<div>" * MAX_DEPTH + "</div>" * MAX_DEPTH, None),
        ("<div>a</div>" * 9_000, None),
        ("<p>a" * 9_000, None),
        ("<br>" * 9_000, None),
        ("<li>a" * 9_000, None),
        ("<!--" + "<div>" * 9_000 + "-->", None),
        ("<script>" + "'<div>'" * 9_000 + "</script>", None),
        ('<a title="' + "<div>" * 9_000 + '">x</a>', None),
        ("<p>" + "word " * 200_000, None),
        ("", None),
    ],
)
def test_only_a_hostile_page_is_refused(page: str, reason: str | None) -> None:
    assert refusal(page) == reason


@pytest.mark.parametrize(
    "repeat",
    [
        lambda n: "<" * n,
        lambda n: "<a " * n,
        lambda n: '<a x="' * n,
        lambda n: "<a x='\"" * n,
        lambda n: "<!--" * n,
        lambda n: "</div>" * n,
        lambda n: "<script>" * n,
        lambda n: "<a " + "=" * n,
        lambda n: "<" + "a" * n,
    ],
)
def test_broken_markup_is_looked_through_in_linear_time(repeat: Callable[[int], str]) -> None:
    started = time.process_time()
    refusal(repeat(400_000))

    assert time.process_time() - started < 5


@given(st.text(alphabet="<>/='\"!- adivscript\n", max_size=300))
def test_any_text_is_looked_through(page: str) -> None:
    assert refusal(page) is None
