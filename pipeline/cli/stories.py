"""`newswire stories`: the top stories of a window, with their events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
import orjson

from pipeline.cli.command import Command
from pipeline.cli.json_lines import write_json_text
from pipeline.cli.output import build_console, chosen_format
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import cell
from pipeline.codec import decode
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError
from pipeline.records.story import StoryEvent, StoryRecord
from pipeline.stages.topics import STORIES
from pipeline.stream.consumer import read_topic

EVENTS_SHOWN = 5
"""Events of a story on a terminal: those with the most sources."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which stories are listed."""

    hours: float
    """How long before the latest story of all one may have been seen last."""
    limit: int
    """How many at most."""
    least_articles: int
    """Articles that a story must have."""


@click.command(
    cls=Command,
    examples=(
        "newswire stories",
        "newswire stories stories.jsonl --last 48 --limit 5",
        "newswire stories --format json | jq .title",
    ),
)
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]")
@click.option("--last", "hours", type=click.FloatRange(min=0), default=24.0, show_default=True, metavar="HOURS",
              help="Stories of that time before the latest one.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many at most.")
@click.option("--least-articles", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Leave out stories of fewer.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: for people on a terminal.")
@takes_settings("bootstrap_servers", "topic_prefix")
def command(file: Path | None, form: str | None, settings: Settings, **options: float) -> None:
    """List the top stories of a window: those that most independent sources tell.

    FILE holds stories as `newswire enrich --stories` writes them; without one, the topic of stories is read.
    """
    wanted = Wanted(hours=options["hours"], limit=int(options["limit"]), least_articles=int(options["least_articles"]))
    stories = top_stories(_from_file(file) if file else _from_topic(settings), wanted)
    if chosen_format(form) == "json":
        for story in stories:
            write_json_text(orjson.dumps(story, option=orjson.OPT_UTC_Z).decode())
        return
    console = build_console()
    for story in stories:
        for line in story_lines(story):
            console.print(cell(line))


def top_stories(records: Iterable[StoryRecord], wanted: Wanted) -> list[StoryRecord]:
    """Keep the newest version of each story that stands on its own, and order by independent sources."""
    newest: dict[str, StoryRecord] = {}
    for record in records:
        if record.id not in newest or record.version >= newest[record.id].version:
            newest[record.id] = record
    alone = [story for story in newest.values() if story.merged_into is None]
    if not alone:
        return []
    since = max(story.last_seen for story in alone) - timedelta(hours=wanted.hours)
    listed = [one for one in alone if one.last_seen >= since and one.article_count >= wanted.least_articles]
    listed.sort(key=lambda one: (-one.independent_source_count, -one.article_count, -one.last_seen.timestamp(), one.id))
    return listed[: wanted.limit]


def story_lines(story: StoryRecord) -> Iterator[str]:
    """Write a story for people: what it is, and its best supported events."""
    yield story.title or story.id
    copies = sum(article.copy_of is not None for article in story.articles)
    yield (
        f"  {story.first_seen:%Y-%m-%d %H:%M} to {story.last_seen:%Y-%m-%d %H:%M}, {story.article_count} articles"
        f" ({copies} copies), {story.independent_source_count} independent sources, {story.id}"
    )
    events = sorted(story.events, key=lambda event: (-event.corroboration, not event.lead))
    for event in events[:EVENTS_SHOWN]:
        yield f"  - {_event_line(event)}"


def _event_line(event: StoryEvent) -> str:
    who = " → ".join(side for side in (", ".join(event.source), ", ".join(event.target)) if side)
    where = " ".join(part for part in (event.place, event.time) if part)
    path = " → ".join((*(change.was for change in event.history), event.factuality))
    figures = "; ".join(f"{one.kind} {one.value:g} ({', '.join(one.sources)})" for one in event.figures)
    said = f"{event.corroboration} sources" if event.corroboration > 1 else "1 source"
    return ", ".join(
        part for part in (f"{event.label}: {who}" if who else event.label, where, path, figures, said) if part
    )


def _from_file(file: Path) -> Iterator[StoryRecord]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield decode(line, StoryRecord)
                except InvalidRecordError as error:
                    raise click.ClickException(f"{file}:{number} is no story: {error}") from error


def _from_topic(settings: Settings) -> Iterator[StoryRecord]:
    topic = settings.topic_prefix + STORIES
    for message in read_topic(settings.bootstrap_servers, topic, start="beginning", until_end=True):
        try:
            yield decode(message.value or b"null", StoryRecord)
        except InvalidRecordError:
            continue
