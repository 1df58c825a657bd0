"""`newswire replay`: work archived raw articles again with this version, and say what is told otherwise."""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.command import Command
from pipeline.cli.consume import StartType
from pipeline.cli.enriched_input import now
from pipeline.cli.enriching import build_bench
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import build_console, chosen_format, opened_output, write_line
from pipeline.cli.progress import Advance, progress
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import plain_table
from pipeline.codec import decode
from pipeline.config import Settings, pool_size
from pipeline.errors import InvalidRecordError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import Origin
from pipeline.stages.chain import Fed, build_chain, build_way
from pipeline.stages.messages import Incoming
from pipeline.stages.topics import ENRICHED, RAW
from pipeline.steps.changes import ASPECTS, ArticleChange, EventChange, compare_articles
from pipeline.stream.consumer import Start, read_topic
from pipeline.stream.newest import read_newest

SHOWN = 20
"""Changed events that a person is shown."""
WORDS = 60
"""Characters of a sentence that are shown of each."""


@dataclass(kw_only=True, slots=True)
class Tally:
    """What was found."""

    compared: int = 0
    """Articles that were there before and are there now."""
    new: int = 0
    """Articles that were not enriched before."""
    failed: int = 0
    """Raw articles that cannot be worked now."""
    other_text: int = 0
    """Articles whose clean text is another."""
    judged_otherwise: int = 0
    """Articles that are copies now and were not, or the other way round."""
    unchanged: int = 0
    """Events that are as they were."""
    changes: list[EventChange] = field(default_factory=list)
    """Events that are not."""

    def take(self, change: ArticleChange) -> None:
        """Count an article."""
        self.compared += 1
        self.other_text += change.has_other_text
        self.judged_otherwise += change.is_judged_otherwise
        self.unchanged += change.unchanged
        self.changes += change.events


@click.command(
    cls=Command,
    examples=(
        "newswire replay --from 2d",
        "newswire replay --from 2026-01-31 --to 2026-02-01 --event-types ports.toml --output again.jsonl",
    ),
)
@click.option("--from", "start", type=StartType(), default="beginning", show_default=True, help="Where to begin.")
@click.option("--to", "end", type=StartType(), help="Where to stop; else at what is the end now.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the articles as told now.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: tables on a terminal, else JSON."
)
@takes_settings("bootstrap_servers", "topic_prefix", "model", "event_types", "knowledge", "pool_processes")
def command(*, settings: Settings, start: Start, end: Start | None, output: Path | None, form: str | None) -> None:
    """Work the raw articles of a time again with this version and these settings, and say what is told otherwise.

    Reads raw and enriched articles and writes to no topic. Events are gained, lost or altered; as JSON there is a line
    for each, and one with the totals at the end. Copies are looked for among what is replayed only.
    """
    before = _as_told(settings)
    with ExitStack() as stack:
        advance = stack.enter_context(progress("replaying", total_bytes=None))
        tally = Tally()
        after = _told_again(settings, _archived(settings, start, end, advance), tally, stack)
        stream = stack.enter_context(opened_output(output)) if output else None
        for key, value in after.items():
            if stream is not None:
                write_line(stream, zlib.decompress(value))
            if key in before:
                tally.take(compare_articles(_article(before[key]), _article(value)))
            else:
                tally.new += 1
    if chosen_format(form) == "table":
        _show(tally)
    else:
        _write(tally)


def _as_told(settings: Settings) -> dict[str, bytes]:
    """Hold what was published of each article, packed."""
    newest = read_newest(settings.bootstrap_servers, settings.topic_prefix + ENRICHED)
    return {(one.key or b"").decode("utf-8", "replace"): zlib.compress(one.value or b"", 1) for one in newest}


def _archived(settings: Settings, start: Start, end: Start | None, advance: Advance) -> Iterator[list[Fed]]:
    """Read raw articles in chunks; those of several partitions in the order of their times."""
    last = end if isinstance(end, datetime) else None
    messages = read_topic(settings.bootstrap_servers, settings.topic_prefix + RAW, start=start)
    chosen = sorted(
        (one for one in messages if one.value is not None and (last is None or one.timestamp < last)),
        key=lambda one: (one.timestamp, one.partition, one.offset),
    )
    fed = [
        Fed(
            incoming=Incoming(value=one.value, key=one.key, timestamp=one.timestamp),
            origin=Origin(topic=one.topic, partition=one.partition, offset=one.offset),
        )
        for one in chosen
    ]
    for first in range(0, len(fed), settings.chunk):
        chunk = fed[first : first + settings.chunk]
        yield chunk
        for _one in chunk:
            advance(0)


def _told_again(
    settings: Settings, chunks: Iterator[Sequence[Fed]], tally: Tally, stack: ExitStack
) -> dict[str, bytes]:
    """Work articles, and hold what is told of each in the end, packed."""
    way = build_way("annotate")
    bench = build_bench(way, settings, processes=pool_size(settings), stack=stack)
    told: dict[str, bytes] = {}
    for worked in build_chain(way, settings, bench=bench, clock=now, gather=()).run(chunks):
        tally.failed += bool(worked.dead_letters)
        for value in worked.enriched:
            told[decode(value, EnrichedArticle).id] = zlib.compress(value, 1)
    return told


def _article(packed: bytes) -> EnrichedArticle:
    try:
        return decode(zlib.decompress(packed), EnrichedArticle)
    except InvalidRecordError as error:
        raise click.ClickException(f"an enriched article cannot be read: {error}") from error


def _show(tally: Tally) -> None:
    console = build_console()
    counts = Counter((change.type, change.change) for change in tally.changes)
    rows = [
        (kind, *(counts[kind, change] or "" for change in ("gained", "lost", "altered")))
        for kind in sorted({kind for kind, _change in counts})
    ]
    if rows:
        headings = ("type", "gained", "lost", "altered")
        console.print(plain_table(headings, rows, numbers=headings[1:]))
        console.print()
    aspects = Counter(aspect for change in tally.changes for aspect in change.aspects)
    if aspects:
        listed = ", ".join(f"{name} {aspects[name]}" for name in ASPECTS if aspects[name])
        console.print(f"Altered in: {listed}\n")
    if tally.changes:
        shown = [_row(change) for change in tally.changes[:SHOWN]]
        console.print(plain_table(("change", "article", "event", "aspects", "sentence"), shown))
    console.print(_summary(tally))


def _row(change: EventChange) -> tuple[str, ...]:
    event = change.after or change.before
    sentence = event.sentence.text[:WORDS] if event else ""
    return (change.change, change.article_id, change.type, ", ".join(change.aspects), sentence)


def _summary(tally: Tally) -> str:
    kinds = Counter(change.change for change in tally.changes)
    more = f" (the first {SHOWN} are shown)" if len(tally.changes) > SHOWN else ""
    return (
        f"\n{tally.compared} articles compared, {tally.new} not enriched before, {tally.failed} failed, "
        f"{tally.other_text} with another text, {tally.judged_otherwise} judged otherwise as copies.\n"
        f"{tally.unchanged} events as they were, {kinds['gained']} gained, {kinds['lost']} lost, "
        f"{kinds['altered']} altered{more}."
    )


def _write(tally: Tally) -> None:
    for change in tally.changes:
        write_json(
            {
                "change": change.change, "article_id": change.article_id, "type": change.type,
                "aspects": change.aspects, "before": change.before, "after": change.after,
            }
        )  # fmt: skip
    kinds = Counter(change.change for change in tally.changes)
    write_json(
        {
            "compared": tally.compared, "new": tally.new, "failed": tally.failed, "other_text": tally.other_text,
            "judged_otherwise": tally.judged_otherwise, "unchanged": tally.unchanged, "gained": kinds["gained"],
            "lost": kinds["lost"], "altered": kinds["altered"],
        }
    )  # fmt: skip
