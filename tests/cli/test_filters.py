import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.filters import are_met, parse_filter

RECORD = {
    "id": "x",
    "n": 3,
    "score": 0.5,
    "lead": True,
    "none": None,
    "place": {"country": "FRA"},
    "source": [{"name": "A", "tags": ["p", "q"]}, {"name": "B"}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "b"]), inner),
)


@pytest.mark.parametrize(
    ("expression", "is_met"),
    [
        ("id=x", True),
        ("id=X", False),
        ("id~=X", True),
        ("id!=y", True),
        ("id!=x", False),
        ("n=3", True),
        ("n=3.0", True),
        ("score=.5", True),
        ("lead=true", True),
        ("lead=True", False),
        ("none=null", True),
        ("missing=null", True),
        ("missing=", False),
        ("missing!=x", True),
        ("place.country=FRA", True),
        ("place.country.more=FRA", False),
        ("source.name=B", True),
        ("source.name!=B", False),
        ("source.tags=q", True),
        ("id = x", True),
        ("id=x=y", False),
    ],
)
def test_a_filter_is_met_or_not(expression: str, is_met: bool) -> None:
    assert parse_filter(expression).is_met(RECORD) == is_met


def test_all_filters_have_to_be_met() -> None:
    assert not are_met([parse_filter("id=x"), parse_filter("n=4")], RECORD)


@pytest.mark.parametrize("expression", ["", "=x", "!=x", "word", "a b=c"])
def test_what_is_no_filter_is_refused(expression: str) -> None:
    with pytest.raises(click.BadParameter):
        parse_filter(expression)


@given(JSON, st.sampled_from(["a=1", "a.b=x", "a!=null", "a.b.a~=t"]))
def test_a_filter_takes_any_record(record: object, expression: str) -> None:
    assert parse_filter(expression).is_met(record) in {True, False}
