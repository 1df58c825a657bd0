"""Events for people: who did what to whom, where, when, and whether it happened."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.cli.output import plain_text
from pipeline.records.event import Actor, Event

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("event", "who", "what", "whom", "where", "when", "whether")


def event_cells(event: Event) -> tuple[str, ...]:
    """Tell an event in the words of `COLUMNS`."""
    when = event.time.value or event.time.text if event.time else ""
    place = event.place.text if event.place else ""
    return (
        event.label,
        _names(event.source),
        event.trigger.text,
        _names(event.target),
        place,
        when,
        event.factuality,
    )


def build_event_table(events: Iterable[Event], *, title: str | None = None) -> "Table":
    """Make a table with a row for each event; the lead stands out."""
    from rich.table import Table  # noqa: PLC0415 - pipes need no rich
    from rich.text import Text  # noqa: PLC0415 - pipes need no rich

    table = Table(*COLUMNS, title=None if title is None else Text(plain_text(title)), title_justify="left")
    for event in events:
        style = "bold" if event.lead else ("dim" if event.background else "")
        table.add_row(*(Text(plain_text(cell)) for cell in event_cells(event)), style=style)
    return table


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(actor.name or actor.text for actor in actors)
