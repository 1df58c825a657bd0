import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.labels import label_lines
from pipeline.text.line_cues import find_cues, find_wordings
from pipeline.text.line_features import read_features
from pipeline.text.line_model import ROLES, load_line_model, parse_line_model, role_shares
from pipeline.text.lines import Line

MODEL = parse_line_model(
    [
        "(start)\tparagraph=1",
        *(f"(after) {role}\t" for role in ROLES),
        "ended\tparagraph=3",
        "page_number\tnavigation=3",
    ]
)
HOSTILE = [
    "a" * 100_000,
    "By " + "A." * 20_000,
    "(" * 20_000,
    "1.1" * 20_000,
    "Reporting by " + "X Y, " * 10_000,
    "photo: " * 10_000,
    " ".join(["Jan 1, 2020"] * 5_000),
    "A B " * 20_000 + "(Reuters",
]


def test_shares_of_a_line_add_up_to_one() -> None:
    shares = role_shares(MODEL, [("ended",), ("page_number",)])

    assert [pytest.approx(sum(share)) for share in shares] == [1.0, 1.0]


def test_the_likeliest_role_is_the_one_that_weights_name() -> None:
    shares = role_shares(MODEL, [("ended",), ("page_number",)])

    assert [ROLES[share.index(max(share))] for share in shares] == ["paragraph", "navigation"]


def test_unknown_features_tell_nothing() -> None:
    assert role_shares(MODEL, [("never seen",)]) == role_shares(MODEL, [()])


def test_the_weights_that_travel_with_the_package_know_every_role() -> None:
    assert len(load_line_model().steps) == len(ROLES)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_lines_are_read_in_bounded_time(text: str) -> None:
    started = time.process_time()

    label_lines(
        [Line(text="The council met on Monday evening to speak about the old bridge."), *[Line(text=text)] * 3],
        title=None,
    )

    assert time.process_time() - started < 2


@given(st.lists(st.text(min_size=1, max_size=80).filter(str.strip), max_size=8), st.text(max_size=30))
def test_any_lines_have_features(texts: list[str], title: str) -> None:
    lines = [Line(text=text.strip()) for text in texts]

    assert len(read_features(lines, title=title, ruled=[None] * len(lines))) == len(lines)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("4.25pm", "dateline_line"),
        ("Most read", "navigation"),
        ("12 comments", "social"),
        ("Photo: Jane Doe", "credit"),
        ("Loading…", "other"),
        ("Weight: 410g", "table"),
        ("two tablespoons of sugar", "list_item"),
    ],
)
def test_wordings_name_a_role(text: str, role: str) -> None:
    assert f"worded:{role}" in set(find_wordings(text))


def test_a_sentence_has_no_wording_of_furniture() -> None:
    assert not set(find_wordings("The bridge, which was closed in March, opens again."))


def test_cues_are_found_anywhere() -> None:
    assert "email" in set(find_cues("Reach her at jane@example.org"))
