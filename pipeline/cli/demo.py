"""`newswire demo`: the whole stream on a small broker of its own."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from pipeline.cli.command import Command
from pipeline.cli.event_table import COLUMNS, event_cells
from pipeline.cli.output import build_console, chosen_format, note
from pipeline.cli.progress import progress
from pipeline.cli.settings import takes_settings
from pipeline.cli.signals import ended_like_ctrl_c
from pipeline.cli.tables import GrowingTable, plain_table
from pipeline.cli.views import dead_letter_cells, story_cells
from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.formats.sources import read_sources
from pipeline.records.event import EventRecord
from pipeline.shipped import shipped_path
from pipeline.stages.intake import raw_value
from pipeline.stream.demonstration import Results, feed, running_stream, watch

SHARES = (3, 4, 2, 4, 3, 2, 2)
"""How the columns of events share the width."""
NEXT = (
    ("newswire broker", "a broker to try things on, in a terminal of its own"),
    ("newswire topics create && newswire worker", "topics and a worker on it, in another"),
    ("newswire feed seeds/articles && newswire consume events", "articles in, events out, in a third"),
    ("newswire enrich article.txt --published-at 2026-01-31", "one article, right here, without a broker"),
)


@dataclass(kw_only=True, slots=True)
class Stopwatch:
    """How long it took."""

    began: float
    """When it began, by a clock that only goes forward."""
    first_event: float | None = None
    """Seconds to the first event on the screen."""

    def seconds(self) -> float:
        """Tell how long it is since it began."""
        return time.monotonic() - self.began


@click.command(cls=Command, examples=("newswire demo", "newswire demo my-articles/ --format json"))
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal.")
@click.option("--since", type=click.FLOAT, metavar="SECONDS", help="Unix time that seconds are counted from, not now.")
@takes_settings("model", "pool_processes")
def command(sources: tuple[Path, ...], form: str | None, since: float | None, settings: Settings) -> None:
    """Show the whole stream at work on a small broker of its own.

    Starts the embedded broker (which keeps nothing), makes the topics, starts a worker, feeds the seed articles or
    SOURCES, prints the events as they come out, and ends everything that it started.
    """
    stopwatch = Stopwatch(began=time.monotonic() - (time.time() - since if since else 0))
    with ended_like_ctrl_c():
        note("starting a broker that keeps nothing, the topics, and a worker …")
        with running_stream(settings) as stream:
            values = list(_values(sources or (shipped_path("seeds/articles"),), settings))
            fed = feed(stream.settings, values)
            note(f"{fed} articles fed to {stream.settings.bootstrap_servers}; events as they come:")
            results = _shown(watch(stream, fed=fed), stopwatch, fed=fed, is_table=chosen_format(form) == "table")
    if chosen_format(form) == "table":
        _conclude(results, stopwatch)


def _values(sources: Iterable[Path], settings: Settings) -> Iterator[bytes]:
    for found in read_sources(sources, max_bytes=settings.max_message_bytes):
        yield raw_value(found)


def _shown(results: Iterable[Results], stopwatch: Stopwatch, *, fed: int, is_table: bool) -> Results:
    """Print each event when it is first seen; return what there is in the end."""
    now, shown, finished = Results(), set[bytes](), 0
    table = GrowingTable(build_console(), tuple(zip(COLUMNS, SHARES, strict=True)))
    with progress("articles", total_bytes=fed) as advance:
        for now in results:
            for key in [key for key in now.events if key not in shown]:
                shown.add(key)
                stopwatch.first_event = stopwatch.first_event or stopwatch.seconds()
                _show(now.events[key], table if is_table else None)
            for _ in range(now.finished() - finished):
                advance(1)
            finished = now.finished()
    return now


def _show(event: EventRecord, table: GrowingTable | None) -> None:
    if table is not None:
        table.add_row(event_cells(event))
        return
    sys.stdout.buffer.write(encode(event) + b"\n")
    sys.stdout.buffer.flush()


def _conclude(results: Results, stopwatch: Stopwatch) -> None:
    console = build_console()
    _section(console, "Stories with more than one article", ("last seen", "story", "articles", "sources", "events"),
             [story_cells(one)[:5] for one in results.stories.values() if one.article_count > 1])  # fmt: skip
    _section(console, "Dead letters", ("failed at", "stage", "reason", "detail"),
             [dead_letter_cells(letter)[:4] for letter in results.dead_letters])  # fmt: skip
    copies = sum(article.duplicate is not None for article in results.articles.values())
    console.print(
        f"\n{len(results.articles)} articles ({copies} of them copies), {len(results.events)} events, "
        f"{len(results.stories)} stories, {len(results.dead_letters)} dead letters in {stopwatch.seconds():.0f} s.",
    )
    if stopwatch.first_event:
        console.print(f"The first event was on the screen after {stopwatch.first_event:.0f} s, with all set-up.")
    _section(console, "Next", ("command", "what it does"), NEXT)


def _section(console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        console.print(f"\n[bold]{title}[/bold]")
        console.print(plain_table(headings, rows))
