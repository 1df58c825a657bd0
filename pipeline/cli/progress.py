"""A progress bar on stderr, for people who wait."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.cli.output import build_console, is_terminal

Advance = Callable[[int], None]


@contextmanager
def progress(
    what: str, *, total_bytes: int | None, unit: str = "articles", is_wanted: bool = True
) -> Iterator[Advance]:
    """Show how far a run is, by the bytes read of `total_bytes`, and how many articles or other units that made.

    Gives a function to call once a unit, with the bytes that it took. Nothing is shown where stderr is no terminal.
    """
    if not is_wanted or not is_terminal(sys.stderr):
        yield lambda _read_bytes: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - slow

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if total_bytes else ""),
        TextColumn("{task.fields[units]} " + unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=build_console(to_stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total_bytes, units=0)
        units = 0

        def advance(read_bytes: int) -> None:
            nonlocal units
            units += 1
            bar.update(task, advance=read_bytes, units=units)

        yield advance
