"""`newswire explain`: how the events of an article were read, and what was turned down."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from pipeline.cli.command import Command
from pipeline.cli.enrich import FILE, STANDARD, is_time
from pipeline.cli.settings import takes_settings
from pipeline.cli.web_options import SourceType, build_web, takes_addresses
from pipeline.config import Settings
from pipeline.stages.intake import Lacking


@click.command(
    cls=Command,
    examples=(
        "newswire explain article.txt --published-at 2026-01-31",
        "newswire explain article.html --html article-explained.html",
        "newswire explain raw.jsonl --json | jq '.sentences[].rejected[] | {text, reason, why}'",
    ),
)
@click.argument("files", nargs=-1, type=SourceType(), metavar="[ARTICLE]...")
@click.option("--html", type=FILE, metavar="FILE", help="Write a page for a browser, whole in itself; - for stdout.")
@click.option("--json", "is_json", is_flag=True, help="Write JSON lines, an article each, instead of text for people.")
@click.option("--source", metavar="S", help="Who published it, where an article does not say: example.org.")
@click.option("--url", metavar="U", help="Where it was found, where an article does not say.")
@click.option("--title", metavar="T", help="Headline, where an article has none.")
@click.option(
    "--published-at", metavar="TIME", callback=is_time, help="Time of publication, where an article has none."
)
@takes_addresses
@takes_settings("model", "event_types", "knowledge", "max_message_bytes")
def command(
    settings: Settings, files: tuple[Path | str, ...], html: Path | None, *, is_json: bool, **options: Any
) -> None:
    """Show how the events of articles were read: each sentence, what tells an event in it, by which rules, and why not.

    Reads what `newswire enrich` reads. For each word that tells an event it shows the line of the lexicon, who does
    what to whom, the words that say whether it happened, and the rules; for each word that could tell one and does
    not, the reason. What cannot be worked goes to stderr as dead letters.
    """
    from pipeline.cli.explaining import ExplainOptions, explain_articles  # noqa: PLC0415 - loaded when it runs

    explain_articles(
        ExplainOptions(
            files=() if files == (STANDARD,) else files,
            web=build_web(articles=options["articles"], allow_private=options["allow_private"]),
            html=html,
            is_json=is_json,
            lacking=Lacking(**{field.name: options[field.name] for field in fields(Lacking)}),
        ),
        settings,
    )
