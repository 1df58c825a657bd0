"""`newswire doctor`: checks the set-up, and says what to do about what is wrong."""

from dataclasses import asdict

import click

from pipeline.cli.command import Command
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import build_console, chosen_format, note
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import plain_table
from pipeline.config import Settings


@click.command(
    cls=Command, examples=("newswire doctor", "newswire doctor --bootstrap-servers kafka-1:9092 --format json")
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal, else JSON."
)
@takes_settings("bootstrap_servers", "topic_prefix", "app_id", "partitions", "model")
def command(form: str | None, settings: Settings) -> int:
    """Check Python, packages, model, broker, topics, lag and dead letters; end with 1 when something is wrong."""
    from pipeline.cli.checkup import checkup, summary  # noqa: PLC0415 - what a command needs is loaded when it runs

    findings = list(checkup(settings))
    if chosen_format(form) == "json":
        for one in findings:
            write_json(asdict(one))
    else:
        rows = [(one.status, one.check, one.found, one.advice) for one in findings]
        build_console().print(plain_table(("", "what", "found", "what to do"), rows))
    counts = summary(findings)
    note(f"{counts['ok']} fine, {counts['note']} to know, {counts['wrong']} wrong")
    return 1 if counts["wrong"] else 0
