"""Scores the roles of lines against the labelled lines under `seeds/lines`, each half by itself.

The frozen half is scored as figures only: nothing of it is ever printed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.text.labels import label_lines
from pipeline.text.lines import KEPT_ROLES
from pipeline.text.plain import read_plain_lines

LINES = Path(__file__).resolve().parents[2] / "seeds" / "lines"
HALVES = ("open", "frozen")
Pair = tuple[str, str]
"""The role that a line has, and the one that it was given."""


def read_article(path: Path) -> tuple[str | None, list[str], list[str]]:
    """Read a labelled article: title, roles, texts."""
    head, *rows = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    roles, texts = zip(*(row.split("\t") for row in rows), strict=True)
    return json.loads(head[1:])["title"], list(roles), list(texts)


def judged_pairs(half: str) -> Iterator[Pair]:
    """Label every article of a half as plain text, and pair what is with what was found."""
    for path in sorted((LINES / half).glob("*.tsv")):
        title, roles, texts = read_article(path)
        labelled = label_lines(read_plain_lines("\n".join(texts)), title=title)
        yield from zip(roles, (line.role for line in labelled), strict=True)


def figures_of_pairs(pairs: Sequence[Pair]) -> dict[str, float]:
    """Make figures: accuracy of roles, F1 of body lines, the share of body lines that stay, F1 of some roles."""
    is_body = [(role in KEPT_ROLES, given in KEPT_ROLES) for role, given in pairs]
    bodies, kept = sum(wanted for wanted, _ in is_body), sum(found for _, found in is_body)
    both = sum(wanted and found for wanted, found in is_body)
    figures = {
        "role_accuracy": sum(role == given for role, given in pairs) / max(1, len(pairs)),
        "body_f1": 2 * both / max(1, bodies + kept),
        "body_lines_kept": both / max(1, bodies),
    }
    return figures | {f"{role}_f1": f1_of(role, pairs) for role in ("heading", "related_link", "credit")}


def f1_of(role: str, pairs: Iterable[Pair]) -> float:
    """F1 of one role."""
    counts = Counter((wanted == role, given == role) for wanted, given in pairs)
    right, missed, wrong = counts[True, True], counts[True, False], counts[False, True]
    return 2 * right / max(1, 2 * right + missed + wrong)


def line_figures() -> dict[str, float]:
    """Make the figures of both halves, named `lines_open.…` and `lines_frozen.…`."""
    return {
        f"lines_{half}.{name}": value
        for half in HALVES
        for name, value in figures_of_pairs(list(judged_pairs(half))).items()
    }
