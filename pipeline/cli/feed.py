"""`newswire feed`: files, folders and addresses to the topic of raw articles."""

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
from pipeline.cli.web_options import SourceType, build_web, takes_addresses
from pipeline.config import Settings
from pipeline.formats.ahead import read_ahead
from pipeline.formats.sources import check_sources
from pipeline.formats.web import Web
from pipeline.stream.feed_source import Online, Place, Source, check_followable, read_items
from pipeline.stream.feeding import Counts, Feeder, Pace, Report, Target, opened_feed, opened_state
from pipeline.stream.short_names import full_topic_name

STANDARD_INPUT = Path("/dev/stdin")
CHUNK = 16
SECONDS = {"s": 1, "min": 60, "m": 60, "h": 3600}

_RATE = re.compile(r"(\d+(?:\.\d+)?)(?:\s*/\s*(s|min|m|h))?")

_DURATION = re.compile(r"(\d{1,6})\s?(s|min|m|h)?")


class RateType(click.ParamType):
    """Articles a second, a minute or an hour."""

    name = "N/s"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read `20`, `20/s`, `600/min` as articles a second."""
        match = _RATE.fullmatch(str(value).strip())
        if match is None or float(match[1]) == 0:
            self.fail(f"{value!r}: it takes a number a second such as 20/s, or 600/min", param, ctx)
        return float(match[1]) / SECONDS[match[2] or "s"]


class DurationType(click.ParamType):
    """A time between two looks."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read `300`, `30s`, `10min`, `1h` as seconds."""
        match = _DURATION.fullmatch(str(value).strip())
        if match is None or int(match[1]) == 0:
            self.fail(f"{value!r}: it takes a time such as 30s, 10min or 1h", param, ctx)
        return float(match[1]) * SECONDS[match[2] or "s"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What somebody wants to send."""

    target: Target
    """Where to."""
    sources: tuple[Source, ...]
    """Files, folders and addresses."""
    web: Web
    """How addresses are fetched."""
    rate: float | None
    """Articles a second at most."""
    follow: bool
    """Whether to go on with the last source as it grows, or changes."""
    resume: Path | None
    """Where it is remembered how far that was."""


@click.command(
    cls=Command,
    examples=(
        "newswire feed articles.jsonl more/",
        "newswire feed archive.jsonl --rate 50/s --resume archive.state",
        "newswire feed incoming.jsonl --follow",
        "newswire feed https://example.org/news.rss --follow --every 10min --resume example.state",
    ),
)
@click.argument("sources", nargs=-1, required=True, type=SourceType(), metavar="SOURCE...")
@click.option("--rate", type=RateType(), help="Articles a second at most.  [default: as fast as the broker takes them]")
@click.option("--follow", is_flag=True, help="Go on with the last SOURCE, JSON lines or a feed's address.")
@click.option(
    "--every", type=DurationType(), default="5min", show_default=True, help="How often an address is followed."
)
@takes_addresses
@click.option("--topic", default="raw", show_default=True, help="Where to send.")
@click.option(
    "--resume", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Go on where FILE says we were."
)
@takes_settings("bootstrap_servers", "topic_prefix", "max_message_bytes")
def command(sources: tuple[Source, ...], topic: str, settings: Settings, **options: Any) -> int:
    """Send files, folders and feeds to the topic of raw articles.

    Reads JSON lines, which are passed on as they stand; text and HTML, with their other fields in a .json file of the
    same name; RSS, Atom, JSON Feed, ninjs, NewsML-G2, NewsML 1, NITF, WARC; all of them also as .gz. Which it is, the
    content tells. SOURCE - is standard input. An address is fetched as its robots.txt allows; a feed gives its items.
    Every message is confirmed by the broker. With --resume FILE, a feed that was stopped, by whatever, goes on where
    it was. Ends with 1 when something was refused.
    """
    target = Target(
        bootstrap_servers=settings.bootstrap_servers,
        topic=full_topic_name(topic, settings.topic_prefix),
        max_message_bytes=settings.max_message_bytes,
    )
    sources = tuple(STANDARD_INPUT if str(source) == STANDARD else source for source in sources)
    fetching = {name: options.pop(name) for name in ("articles", "allow_private")}
    web = build_web(**fetching, poll_s=options.pop("every"))
    feed = Feed(target=target, sources=sources, web=web, **options)
    counts = send(feed)
    return 1 if counts.refused else 0


def send(feed: Feed) -> Counts:
    """Send all, show how far it is, and say how many in the end, however it ends."""
    total = _checked_size(feed.sources)
    if feed.follow:
        check_followable(feed.sources[-1])
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
            online = Online(web=feed.web, marks=state.marks())
            items = read_items(
                feed.sources, places, max_bytes=feed.target.max_message_bytes, follow=feed.follow, online=online
            )
            feeder.run(read_ahead(items, chunk=CHUNK), Pace(feed.rate), stop)
    except KeyboardInterrupt:
        if not feed.follow:
            raise
    finally:
        _say_counts(counts, feed)
    return counts


def _checked_size(sources: tuple[Source, ...]) -> int | None:
    """See that files can be read; what an address gives, nobody knows before."""
    paths = [source for source in sources if isinstance(source, Path)]
    size = check_sources(paths)
    return size if len(paths) == len(sources) else None


def _left(total: int | None, places: dict[Path, Place], feed: Feed) -> int | None:
    if total is None or feed.follow:
        return None
    paths = [source.resolve() for source in feed.sources if isinstance(source, Path)]
    done = [places[path].end for path in paths if path in places]
    return max(0, total - sum(done))


def _say_refused(line: str) -> None:
    note(f"newswire: {printable(line)}")


def _say_counts(counts: Counts, feed: Feed) -> None:
    if not is_terminal(sys.stdout):
        line = {"topic": feed.target.topic, "sent": counts.sent, "refused": counts.refused}
        write_json(line)
        sys.stdout.flush()
    note(f"{counts.sent} sent to {feed.target.topic}, {counts.refused} refused")
