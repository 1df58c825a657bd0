"""The scorer of lines is right on pairs made by hand."""

import pytest
import seed_lines

PAIRS = [("paragraph", "paragraph"), ("paragraph", "credit"), ("heading", "paragraph"), ("credit", "credit")]


@pytest.mark.parametrize(
    ("figure", "value"),
    [("role_accuracy", 0.5), ("body_f1", 0.8), ("body_lines_kept", 2 / 3), ("heading_f1", 0.0), ("credit_f1", 2 / 3)],
)
def test_figures_of_pairs(figure: str, value: float) -> None:
    assert seed_lines.figures_of_pairs(PAIRS)[figure] == pytest.approx(value)


def test_both_halves_are_read() -> None:
    assert {path.parent.name for half in seed_lines.HALVES for path in (seed_lines.LINES / half).glob("*.tsv")} == {
        "open",
        "frozen",
    }
