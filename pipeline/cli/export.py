"""`newswire export`: events and articles in the formats that others read."""

from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli.command import Command
from pipeline.cli.export_input import UNITS, Line, Tally, Units, lines_of_files, lines_of_topic
from pipeline.cli.output import STANDARD, note, opened_atomically
from pipeline.cli.progress import Advance, progress
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings
from pipeline.errors import SourceError
from pipeline.formats.exports.registry import ALL_FACTUALITIES, FORMATS
from pipeline.stream.short_names import full_topic_name

FORMAT_HELP = "; ".join(f"{name}: {form.about}" for name, form in FORMATS.items())


@click.command(
    cls=Command,
    examples=(
        "newswire export --format polecat enriched.jsonl --output events.txt",
        "newswire export --format parquet --topic enriched --output events.parquet",
        "newswire enrich articles/ | newswire export --format geojson > map.geojson",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--format", "form", required=True, type=click.Choice(list(FORMATS)), help=FORMAT_HELP)
@click.option("--topic", metavar="TOPIC", help="Read this topic: the newest record of each id.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where it goes; else to stdout.")
@click.option(
    "--factuality",
    "factualities",
    multiple=True,
    type=click.Choice(ALL_FACTUALITIES),
    help="Only events of this kind; several times for several.  [default: all; for polecat and gdelt what they code]",
)
@takes_settings("bootstrap_servers", "topic_prefix")
def command(*, settings: Settings, files: tuple[Path, ...], form: str, output: Path | None, **options: object) -> None:
    """Write events or articles in another format.

    FILE holds enriched articles or events as JSON lines, as `newswire enrich` and `newswire consume` write them;
    standard input when there is neither FILE nor --topic. Enriched articles give most: POLECAT's columns about the
    article are empty where only events are read. The output file is there when all of it is, or not at all.
    """
    topic = options["topic"] if isinstance(options["topic"], str) else None
    given = options["factualities"] if isinstance(options["factualities"], tuple) else ()
    factualities = tuple(one for one in ALL_FACTUALITIES if one in given)
    if files and topic:
        raise click.UsageError("FILE and --topic exclude each other")
    chosen = FORMATS[form]
    units = Units(factualities=factualities or chosen.factualities, is_fit=chosen.is_fit)
    with progress("exporting", total_bytes=_size(files)) as advance:
        lines = _lines(files, topic, settings, advance)
        with opened_atomically(output) as stream:
            for piece in chosen.write(UNITS[chosen.unit](units, lines)):
                stream.write(piece)
    note(_said(units.tally, chosen.unit))


def _said(tally: Tally, unit: str) -> str:
    left_out = f", left out {tally.left_out} for their factuality" if tally.left_out else ""
    unfit = f", {tally.unfit} that the format has no code or place for" if tally.unfit else ""
    return f"read {tally.read} records, wrote {tally.written} {unit}{left_out}{unfit}"


def _lines(files: tuple[Path, ...], topic: str | None, settings: Settings, advance: Advance) -> Iterator[Line]:
    if topic:
        name = full_topic_name(topic, settings.topic_prefix)
        return lines_of_topic(settings.bootstrap_servers, name, advance)
    return lines_of_files(files or (Path(STANDARD),), advance)


def _size(files: tuple[Path, ...]) -> int | None:
    if not files or any(str(file) == STANDARD for file in files):
        return None
    try:
        return sum(file.stat().st_size for file in files)
    except OSError as error:
        raise SourceError(f"{error.filename} cannot be read: {error.strerror}") from error
