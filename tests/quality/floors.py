"""Figures against their floors: what fails, and which floors may rise. Pure functions over figures by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

TOLERANCE = 0.002
"""How far a figure may lie off its floor: float noise between machines, no more."""

DIGITS = 4

UNHELD = ("_per_s", "_s", ".share_of_gold_matched")
"""Ends of figures without a floor: speeds depend on the machine; how much was compared is not how well it was done."""

HALVES = ("precision", "recall")
"""Ends of figures that may be traded for each other: where their F1 is there, it alone has a floor."""

LOWER_IS_BETTER = ("other_called_english", "english_missed")
"""Ends of figures that count mistakes: their floor is the most that may be made."""

Verdict = Literal["ok", "better", "below", "missing", "new"]
Figures = Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure beside its floor."""

    figure: str
    ours: float | None
    floor: float | None
    verdict: Verdict

    @property
    def is_failure(self) -> bool:
        """A figure that got worse, or is no longer made."""
        return self.verdict in {"below", "missing"}


def has_floor(figure: str, among: Collection[str] = ()) -> bool:
    """Tell whether a figure is held to a floor: it says the same on every machine, and is not half of another."""
    halves = [figure.removesuffix(half) for half in HALVES if figure.endswith(half)]
    return not figure.endswith(UNHELD) and not any(f"{stem}f1" in among for stem in halves)


def gain(figure: str, ours: float, floor: float) -> float:
    """By how much a figure is better than its floor; negative when it is worse."""
    return floor - ours if figure.endswith(LOWER_IS_BETTER) else ours - floor


def compare(figures: Figures, floors: Figures, *, tasks: Sequence[str] = ()) -> list[Row]:
    """Set every figure beside its floor, by name.

    With `tasks`, floors of other tasks are left out; a figure is named after its task: `task.figure`.
    """
    ours = {name: value for name, value in figures.items() if has_floor(name, figures)}
    made = {_task_of(name) for name in figures} | set(tasks)
    expected = {name: floor for name, floor in floors.items() if not tasks or _task_of(name) in made}
    return [_row(name, ours.get(name), expected.get(name)) for name in sorted(ours.keys() | expected.keys())]


def _task_of(figure: str) -> str:
    return figure.split(".", 1)[0]


def _row(figure: str, ours: float | None, floor: float | None) -> Row:
    return Row(figure=figure, ours=ours, floor=floor, verdict=_verdict(figure, ours, floor))


def _verdict(figure: str, ours: float | None, floor: float | None) -> Verdict:
    if ours is None:
        return "missing"
    if isnan(ours):
        return "below"
    if floor is None:
        return "new"
    gained = gain(figure, ours, floor)
    if gained < -TOLERANCE:
        return "below"
    return "better" if gained > TOLERANCE else "ok"


def raised(floors: Figures, rows: Sequence[Row]) -> dict[str, float]:
    """Raise floors to the figures reached, and add those that are new; no floor is ever lowered.

    Raises:
        ValueError: A figure is below its floor or missing: nothing is raised while something is worse.
    """
    worse = [row.figure for row in rows if row.is_failure]
    if worse:
        raise ValueError(f"floors are never lowered, and these are below theirs: {', '.join(worse)}")
    reached = {
        row.figure: round(row.ours, DIGITS)
        for row in rows
        if row.ours is not None and (row.floor is None or gain(row.figure, row.ours, row.floor) > 0)
    }
    return dict(sorted({**floors, **reached}.items()))


def table(rows: Sequence[Row]) -> str:
    """Write the rows for a person to read."""
    lines = [f"{'figure':44} {'ours':>8} {'floor':>8}"]
    lines.extend(f"{row.figure:44} {_number(row.ours)} {_number(row.floor)}  {row.verdict}" for row in rows)
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.4f}"
