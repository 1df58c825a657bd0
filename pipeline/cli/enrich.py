"""`newswire enrich`: the whole pipeline in this process, without a broker."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.command import Command
from pipeline.cli.enriching import EnrichOptions, enrich_articles
from pipeline.cli.output import chosen_format
from pipeline.cli.settings import takes_settings
from pipeline.cli.web_options import SourceType, build_web, takes_addresses
from pipeline.config import Settings
from pipeline.stages.intake import Lacking

STANDARD = Path("-")
FILE = click.Path(path_type=Path)


def is_time(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Take a date or a time; anything else is a wrong use."""
    try:
        if given is not None:
            datetime.fromisoformat(given)
    except ValueError:
        raise click.BadParameter("it takes a date or an RFC 3339 time, such as 2026-01-31T08:00:00Z") from None
    return given


@click.command(
    cls=Command,
    examples=(
        "newswire enrich article.txt --source example.org --published-at 2026-01-31",
        "newswire enrich raw.jsonl --output enriched.jsonl --stories stories.jsonl",
        "cat raw.jsonl | newswire enrich | jq .events",
    ),
)
@click.argument("files", nargs=-1, type=SourceType(), metavar="[FILE]...")
@click.option("--input", "more_files", type=SourceType(), multiple=True, metavar="FILE", help="The same as FILE.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Where enriched articles go; else to stdout.")
@click.option("--stories", type=FILE, metavar="FILE", help="Where stories go, at the end.")
@click.option("--dead-letters", type=FILE, metavar="FILE", help="Where goes what cannot be worked; else to stderr.")
@click.option("--until", type=click.Choice(["clean", "deduplicate", "annotate"]), help="Stop after this step.")
@click.option("--no-deduplicate", is_flag=True, help="Do not look for copies.")
@click.option("--source", metavar="S", help="Who published it, where an article does not say: example.org.")
@click.option("--url", metavar="U", help="Where it was found, where an article does not say.")
@click.option("--title", metavar="T", help="Headline, where an article has none.")
@click.option(
    "--published-at", metavar="TIME", callback=is_time, help="Time of publication, where an article has none."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; else one a core, where there is work."
)
@click.option("--format", "format_", type=click.Choice(["json", "table"]), help="JSON lines, or tables for people.")
@takes_addresses
@takes_settings("model", "event_types", "knowledge", "annotate_duplicates", "max_message_bytes")
def command(settings: Settings, files: tuple[Path | str, ...], format_: str | None, **options: Any) -> None:
    """Work articles right here: raw articles in, enriched articles out, in the same order.

    Reads JSON lines, text and HTML (with their other fields in a .json file of the same name), RSS, Atom, JSON Feed,
    ninjs, NewsML-G2, NewsML 1, NITF, WARC, all of them also as .gz, and folders of them; standard input when no FILE
    is given. Which it is, the content tells. A FILE may be an address, which is fetched as its robots.txt allows.
    Copies and stories are looked for among the articles of this run alone.
    """
    files = (*files, *options.pop("more_files"))
    output = None if options["output"] == STANDARD else options["output"]
    chosen = EnrichOptions(
        files=() if files == (STANDARD,) else files,
        web=build_web(articles=options["articles"], allow_private=options["allow_private"]),
        output=output,
        lacking=Lacking(**{field.name: options[field.name] for field in fields(Lacking)}),
        is_deduplicating=not options["no_deduplicate"],
        is_table=output is None and chosen_format(format_) == "table",
        **{name: options[name] for name in ("stories", "dead_letters", "until", "jobs")},
    )
    enrich_articles(chosen, settings)
