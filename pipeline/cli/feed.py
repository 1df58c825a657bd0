"""`newswire feed`: files and folders to the topic of raw articles."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipeline.cli.command import Command
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import STANDARD, is_terminal, note
from pipeline.cli.printable import printable
from pipeline.cli.progress import progress
from pipeline.cli.settings import takes_settings
from pipeline.cli.signals import PatientStop
from pipeline.config import Settings
from pipeline.formats.ahead import read_ahead
from pipeline.formats.sources import check_sources
from pipeline.stream.feed_source import Place, check_followable, read_items
from pipeline.stream.feeding import Counts, Feeder, Pace, Report, Target, opened_feed, opened_state
from pipeline.stream.short_names import full_topic_name

STANDARD_INPUT = Path("/dev/stdin")
CHUNK = 16
SECONDS = {"s": 1, "min": 60, "m": 60, "h": 3600}

_RATE = re.compile(r"(\d+(?:\.\d+)?)(?:\s*/\s*(s|min|m|h))?")


class RateType(click.ParamType):
    """Articles a second, a minute or an hour."""

    name = "N/s"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read `20`, `20/s`, `600/min` as articles a second."""
        match = _RATE.fullmatch(str(value).strip())
        if match is None or float(match[1]) == 0:
            self.fail(f"{value!r}: it takes a number a second such as 20/s, or 600/min", param, ctx)
        return float(match[1]) / SECONDS[match[2] or "s"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What somebody wants to send."""

    target: Target
    """Where to."""
    paths: tuple[Path, ...]
    """Files and folders."""
    rate: float | None
    """Articles a second at most."""
    follow: bool
    """Whether to go on with the last file as it grows."""
    resume: Path | None
    """Where it is remembered how far that was."""


@click.command(
    cls=Command,
    examples=(
        "newswire feed articles.jsonl more/",
        "newswire feed archive.jsonl --rate 50/s --resume archive.state",
        "newswire feed incoming.jsonl --follow",
    ),
)
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option("--rate", type=RateType(), help="Articles a second at most.  [default: as fast as the broker takes them]")
@click.option("--follow", is_flag=True, help="Go on with the last SOURCE, JSON lines, as it grows.")
@click.option("--topic", default="raw", show_default=True, help="Where to send.")
@click.option(
    "--resume", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Go on where FILE says we were."
)
@takes_settings("bootstrap_servers", "topic_prefix", "max_message_bytes")
def command(sources: tuple[Path, ...], topic: str, settings: Settings, **options: Any) -> int:
    """Send files and folders to the topic of raw articles.

    Reads JSON lines, which are passed on as they stand, and text and HTML files with their other fields in a .json
    file of the same name; SOURCE - is standard input. Every message is confirmed by the broker. With --resume FILE, a
    feed that was stopped, by whatever, goes on where it was. Ends with 1 when something was refused.
    """
    target = Target(
        bootstrap_servers=settings.bootstrap_servers,
        topic=full_topic_name(topic, settings.topic_prefix),
        max_message_bytes=settings.max_message_bytes,
    )
    paths = tuple(STANDARD_INPUT if str(path) == STANDARD else path for path in sources)
    feed = Feed(target=target, paths=paths, **options)
    counts = send(feed)
    return 1 if counts.refused else 0


def send(feed: Feed) -> Counts:
    """Send all, show how far it is, and say how many in the end, however it ends."""
    total = check_sources(feed.paths)
    if feed.follow:
        check_followable(feed.paths[-1])
    state = opened_state(feed.resume, feed.target)
    places = state.places()
    counts = Counts()
    try:
        with (
            PatientStop().listening() as stop,
            opened_feed(feed.target) as producer,
            progress("feeding", total_bytes=_left(total, places, feed)) as advance,
        ):
            report = Report(advance=advance, refused=_say_refused)
            feeder = Feeder(producer, state=state, report=report, max_message_bytes=feed.target.max_message_bytes)
            counts = feeder.counts
            items = read_items(feed.paths, places, max_bytes=feed.target.max_message_bytes, follow=feed.follow)
            feeder.run(read_ahead(items, chunk=CHUNK), Pace(feed.rate), stop)
    except KeyboardInterrupt:
        if not feed.follow:
            raise
    finally:
        _say_counts(counts, feed)
    return counts


def _left(total: int | None, places: dict[Path, Place], feed: Feed) -> int | None:
    if total is None or feed.follow:
        return None
    done = [places[path.resolve()].end for path in feed.paths if path.resolve() in places]
    return max(0, total - sum(done))


def _say_refused(line: str) -> None:
    note(f"newswire: {printable(line)}")


def _say_counts(counts: Counts, feed: Feed) -> None:
    if not is_terminal(sys.stdout):
        line = {"topic": feed.target.topic, "sent": counts.sent, "refused": counts.refused}
        write_json(line)
        sys.stdout.flush()
    note(f"{counts.sent} sent to {feed.target.topic}, {counts.refused} refused")
