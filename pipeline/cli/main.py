"""The console script `newswire`: finds a command, runs it, and turns what goes wrong into a line and an exit code."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import click
from click.shell_completion import shell_complete

from pipeline import __version__
from pipeline.cli.command import CommandGroup, is_debugging
from pipeline.cli.failures import report_failure
from pipeline.threads import ONE_THREAD

PROGRAM = "newswire"
COMPLETION_VARIABLE = "_NEWSWIRE_COMPLETE"

COMMANDS: Mapping[str, tuple[str, str]] = {
    "enrich": ("pipeline.cli.enrich", "Work articles right here: raw articles in, enriched articles out."),
    "explain": ("pipeline.cli.explain", "Show how the events of an article were read, and what was turned down."),
    "demo": ("pipeline.cli.demo", "Show the whole stream at work on a small broker of its own."),
    "worker": ("pipeline.cli.worker", "Run the agents: raw articles from Kafka in, everything else out."),
    "health": ("pipeline.cli.health", "Ask the worker on this machine how it is."),
    "feed": ("pipeline.cli.feed", "Send files and folders to the topic of raw articles."),
    "consume": ("pipeline.cli.consume", "Read a topic comfortably."),
    "stories": ("pipeline.cli.stories", "List the top stories of a window with their events."),
    "export": ("pipeline.cli.export", "Write events and articles in formats that others read."),
    "replay": (
        "pipeline.cli.replay",
        "Work archived articles again with this version, and say what is told otherwise.",
    ),
    "sink": ("pipeline.cli.sink", "Carry topics on into SQLite, PostgreSQL, Elasticsearch, Parquet, a webhook."),
    "console": ("pipeline.cli.console", "Serve a page: events as they come, their map, stories, articles and health."),
    "topics": ("pipeline.cli.topics", "Create, list and describe the topics."),
    "ontology": ("pipeline.cli.ontology", "See the event types, and try what a sentence tells."),
    "dead-letters": ("pipeline.cli.dead_letters", "See what could not be worked, and send it round again."),
    "broker": ("pipeline.cli.broker", "Run the embedded broker, which keeps nothing."),
    "doctor": ("pipeline.cli.doctor", "Check the set-up, and say what to do about what is wrong."),
}
"""Where each command is (its module has a `command`), and what it does in a line."""


class LazyGroup(CommandGroup):
    """Commands that are imported when they are used, so that none pays for another."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _about = COMMANDS[cmd_name]
        command: click.Command = import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write a line of help for each command without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_module, about) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    examples=("newswire enrich article.html --published-at 2026-01-31", "newswire demo"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Turn a stream of raw news articles into clean articles, entities, quotes, events and stories."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code: 0 ok, 1 failed, 2 usage, 130 interrupted, 141 pipe closed."""
    context: click.Context | None = None
    try:
        context = cli.make_context(PROGRAM, list(arguments))
        with context:
            code = cli.invoke(context)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place before the person who typed
        return report_failure(error, is_debugging=is_debugging(context))
    return code if isinstance(code, int) else 0


def prefer_one_thread() -> None:
    """Have numerical libraries take one thread, unless the user's environment says otherwise."""
    for variable in ONE_THREAD:
        os.environ.setdefault(variable, "1")


def main() -> None:
    """Be the console script."""
    instruction = os.environ.get(COMPLETION_VARIABLE)
    if instruction:
        sys.exit(shell_complete(cli, {}, PROGRAM, COMPLETION_VARIABLE, instruction))
    prefer_one_thread()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
