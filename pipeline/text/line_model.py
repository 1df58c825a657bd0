"""A linear-chain conditional random field that tells the roles of lines (Lafferty, McCallum and Pereira 2001).

The weights stand in `pipeline/knowledge/line_weights.tsv`; `tests/quality/train_lines.py` learns them from the open
half of `seeds/lines` and from other seeds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from pipeline.text.lines import Role

ROLES: tuple[Role, ...] = (
    "paragraph", "heading", "list_item", "quote", "table",
    "title", "byline", "dateline_line", "credit", "caption", "related_link", "navigation", "social", "subscription",
    "advertisement", "cookie_legal", "author_bio", "correction", "other",
)  # fmt: skip
"""In the order of the weights."""
START = "(start)"
AFTER = "(after) "
WEIGHTS_FILE = "line_weights.tsv"
Row = tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LineModel:
    """What each feature says for each role, and which role follows which."""

    weights: Mapping[str, Row]
    """By feature."""
    start: Row
    """For the first line."""
    steps: tuple[Row, ...]
    """From each role to each."""


@cache
def load_line_model() -> LineModel:
    """Read the weights that travel with the package."""
    text = files("pipeline.knowledge").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8")
    return parse_line_model(text.splitlines())


def parse_line_model(lines: Iterable[str]) -> LineModel:
    """Read weights: a feature, a tab, and `role=weight` for each role that has one; others are 0."""
    weights = {}
    for line in lines:
        feature, _, given = line.partition("\t")
        by_role = dict(entry.split("=") for entry in given.split())
        weights[feature] = tuple(float(by_role.get(role, 0)) for role in ROLES)
    start = weights.pop(START)
    return LineModel(weights=weights, start=start, steps=tuple(weights.pop(AFTER + role) for role in ROLES))


def role_shares(model: LineModel, rows: Sequence[Sequence[str]]) -> list[Row]:
    """Tell for every line how likely each role is, given all lines (forward-backward)."""
    emitted = [_emitted(model, row) for row in rows]
    if not emitted:
        return []
    steps = [tuple(map(exp, row)) for row in model.steps]
    columns = list(zip(*steps, strict=True))
    forward = [_scaled([one * exp(first) for one, first in zip(emitted[0], model.start, strict=True)])]
    for line in emitted[1:]:
        last = forward[-1]
        forward.append(_scaled([one * _dot(last, column) for one, column in zip(line, columns, strict=True)]))
    backward = [tuple(1.0 for _ in ROLES)]
    for line in reversed(emitted[1:]):
        coming = tuple(one * later for one, later in zip(line, backward[-1], strict=True))
        backward.append(_scaled([_dot(coming, row) for row in steps]))
    return [
        _scaled([one * other for one, other in zip(ahead, behind, strict=True)])
        for ahead, behind in zip(forward, reversed(backward), strict=True)
    ]


def _emitted(model: LineModel, row: Sequence[str]) -> Row:
    known = [weights for feature in row if (weights := model.weights.get(feature))]
    sums = [sum(column) for column in zip(*known, strict=True)] if known else [0.0] * len(ROLES)
    highest = max(sums)
    return tuple(exp(score - highest) for score in sums)


def _dot(one: Row, other: Row) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _scaled(row: Sequence[float]) -> Row:
    total = sum(row)
    return tuple(value / total for value in row) if total else tuple(1 / len(row) for _ in row)
