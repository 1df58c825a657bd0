import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.datelines import parse_dateline


@pytest.mark.parametrize(
    ("text", "place", "date", "agency"),
    [
        ("PARIS, Sept 4 (Reuters) - Leaders met.", "PARIS", "Sept 4", "Reuters"),
        ("PARIS (AFP) — Leaders met.", "PARIS", None, "AFP"),
        ("OSLO — Leaders met.", "OSLO", None, None),
        ("Oslo (dpa) - Leaders met.", "Oslo", None, "dpa"),
        ("KOTA KINABALU, Malaysia, March 3 (AP) - Leaders met.", "KOTA KINABALU, Malaysia", "March 3", "AP"),
        ("Oslo, 3 March - Leaders met.", "Oslo", "3 March", None),
    ],
)
def test_a_dateline_has_place_date_and_agency(text: str, place: str, date: str | None, agency: str | None) -> None:
    parts = parse_dateline(text)

    assert parts is not None
    assert (parts.place, parts.date, parts.agency, text[parts.end :]) == (place, date, agency, "Leaders met.")


@pytest.mark.parametrize(
    "text",
    [
        "Leaders met in Paris on Thursday.",
        "Macron – the host – spoke first.",
        "UPDATE: Leaders met.",
        "READ MORE: Leaders met.",
        "NATO said (Reuters) that leaders met.",
        "",
    ],
)
def test_other_openings_are_no_datelines(text: str) -> None:
    assert parse_dateline(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read_within_its_bounds(text: str) -> None:
    parts = parse_dateline(text)

    assert parts is None or 0 < parts.end <= len(text)
