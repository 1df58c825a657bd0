import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.headline import choose_headline, strip_site_name


@pytest.mark.parametrize(
    ("declared", "headings", "headline"),
    [
        (
            "Bridge to stay closed | The Harbour Post",
            ["Bridge to stay closed until spring"],
            "Bridge to stay closed until spring",
        ),
        ("Bridge to stay closed | The Harbour Post", [], "Bridge to stay closed"),
        ("The Harbour Post - Bridge to stay closed", [], "Bridge to stay closed"),
        ("Bridge to stay closed - harbourpost.example", ["The Harbour Post"], "Bridge to stay closed"),
        ("Closed till May: mayor", ["Town has to wait for its bridge"], "Town has to wait for its bridge"),
        ("Bridge shut", ["News", "Sport", "Weather"], "Bridge shut"),
        (None, ["Bridge to stay closed"], "Bridge to stay closed"),
        (None, [], None),
        ("", [""], None),
    ],
)
def test_the_headline_is_what_the_page_shows(declared: str | None, headings: list[str], headline: str | None) -> None:
    names = ["The Harbour Post", "harbourpost.example"]

    assert choose_headline(declared, headings=headings, site_names=names) == headline


@pytest.mark.parametrize("title", ["Talks fail - again", "A | B", "Rise and fall: a story"])
def test_a_title_without_the_sites_name_stays_whole(title: str) -> None:
    assert strip_site_name(title, ["The Harbour Post"]) == title


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4))
def test_a_stripped_title_is_part_of_the_title(title: str, names: list[str]) -> None:
    assert strip_site_name(title, names) in title


@given(st.none() | st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_no_headline_is_empty(declared: str | None, headings: list[str]) -> None:
    assert choose_headline(declared, headings=headings, site_names=[]) != ""
