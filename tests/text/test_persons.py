import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.persons import keep_persons


@pytest.mark.parametrize(
    ("names", "persons"),
    [
        (["Jane Doe", "John Roe"], ("Jane Doe", "John Roe")),
        (["By Jane Doe"], ("Jane Doe",)),
        (["Jane Doe", "jane-doe", "JANE DOE"], ("Jane Doe",)),
        (["Jane Doe", "RDN", "MS"], ("Jane Doe",)),
        (["Harbour Post Staff", "Newsroom", "Jane Doe"], ("Jane Doe",)),
        (["The Harbour Post"], ()),
        (["Associated Press"], ()),
        (["tagesblatt de"], ()),
        (["Charles de Gaulle"], ("Charles de Gaulle",)),
        (["jane@example.org", "https://example.org/jane"], ()),
        (["Marino"], ("Marino",)),
        (["", "  ", "123"], ()),
    ],
)
def test_only_persons_are_kept(names: list[str], persons: tuple[str, ...]) -> None:
    assert keep_persons(names, site_names=["The Harbour Post"]) == persons


@given(st.lists(st.text(max_size=40), max_size=8))
def test_kept_persons_are_kept_again(names: list[str]) -> None:
    once = keep_persons(names, site_names=[])

    assert set(keep_persons(once, site_names=[])) <= set(once)


def test_a_bar_before_a_name_parts_it_from_nothing() -> None:
    assert keep_persons(["| Jane Doe; Ann Roe"], site_names=[]) == ("Jane Doe", "Ann Roe")
