"""Everything that the model of lines is told about each line of an article."""

from collections.abc import Sequence
from itertools import chain

from pipeline.text.line_context import (
    build_vocabulary,
    find_agreement,
    find_neighbours,
    find_places,
    find_repeats,
)
from pipeline.text.line_cues import find_cues, find_wordings
from pipeline.text.line_shapes import find_shapes
from pipeline.text.lines import Line, Role

TOP_LINES = 3
JOINED = (
    ("running", "ended", "long", "unended"),
    ("before_text", "inside_text", "behind_text"),
)
"""The kind of a line and its place are told together with each of its cues."""


def read_features(lines: Sequence[Line], *, title: str | None, ruled: Sequence[Role | None]) -> list[tuple[str, ...]]:
    """Name the features of every line, in a fixed order; `ruled` is what the rules say of each."""
    texts = [line.text for line in lines]
    marks = [frozenset(chain(find_shapes(text), find_cues(text), find_wordings(text))) for text in texts]
    vocabulary, repeats = build_vocabulary(texts), find_repeats(texts, title)
    rows = []
    for index, own in enumerate(marks):
        places = tuple(find_places(index, marks))
        row = {"always", *own, *places, f"rule:{ruled[index]}", f"markup:{lines[index].role}"}
        row.update(find_neighbours(index, marks))
        row.update(find_agreement(index, vocabulary))
        row.add(f"title_known:{bool(title)},{index < TOP_LINES}")
        row.add(f"repeat:{repeats[index]}")
        row.update(_joined(own, places))
        rows.append(tuple(sorted(row)))
    return rows


def _joined(own: frozenset[str], places: tuple[str, ...]) -> list[str]:
    kind = next((mark for mark in JOINED[0] if mark in own), "")
    place = next((mark for mark in JOINED[1] if mark in places), "")
    return [f"{mark}&{kind}" for mark in own] + [f"{mark}&{place}" for mark in own]
