"""Tables for people. Their cells are plain text: no markup, nothing that a terminal obeys."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.printable import printable

NUMBER = "right"


def plain_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()) -> Table:
    """Lay out rows under headings; the columns that `numbers` names stand to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in numbers else "left")
    for row in rows:
        table.add_row(*(cell(value) for value in row))
    return table


def cell(value: object) -> Text:
    """Write a value as it is shown: nothing for None."""
    return Text("" if value is None else printable(str(value)))


class GrowingTable:
    """A table whose rows are printed as they come, under headings that are printed once."""

    def __init__(self, console: Console, columns: Sequence[tuple[str, int]]) -> None:
        """Prepare columns of given shares of the width."""
        self._console = console
        self._columns = tuple(columns)
        self._has_headings = False

    def add_row(self, values: Sequence[object]) -> None:
        """Print a row."""
        table = Table(box=None, pad_edge=False, expand=True, header_style="bold", show_header=not self._has_headings)
        for heading, share in self._columns:
            table.add_column(heading, ratio=share, overflow="fold")
        table.add_row(*(cell(value) for value in values))
        self._console.print(table)
        self._has_headings = True
