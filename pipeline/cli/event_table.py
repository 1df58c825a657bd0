"""Events for people: who did what to whom, where, when, and whether it happened."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from pipeline.cli.tables import cell
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Actor, Event

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


def build_event_table(events: Iterable[Event]) -> Table:
    """Make a table with a row for each event; the lead stands out."""
    table = Table(*COLUMNS)
    for event in events:
        style = "bold" if event.lead else ("dim" if event.background else "")
        table.add_row(*map(cell, event_cells(event)), style=style)
    return table


def print_article(article: EnrichedArticle, console: Console) -> None:
    """Print what an article is and what it tells."""
    facts = (article.source, article.published_at and f"{article.published_at:%Y-%m-%d %H:%M}", article.language)
    console.print()
    console.print(cell(article.title or article.id), style="bold")
    console.print(cell(" · ".join(str(fact) for fact in facts if fact)), style="dim")
    if article.duplicate is not None:
        console.print(cell(f"{article.duplicate.kind} copy of {article.duplicate.of}"))
    elif article.events:
        console.print(build_event_table(article.events))
    else:
        console.print("no events", style="dim")


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(actor.name or actor.text for actor in actors)
