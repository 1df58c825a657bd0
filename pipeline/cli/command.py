"""What every command has in common: an example under its help, and `--debug`."""

from collections.abc import Sequence
from typing import Any

import click

DEBUG_VARIABLE = "NEWSWIRE_DEBUG"
DEBUG_KEY = "newswire.debug"


def _remember_debug(context: click.Context, _option: click.Parameter, is_wanted: bool) -> None:  # noqa: FBT001 - click's call
    if is_wanted:
        context.find_root().meta[DEBUG_KEY] = True


def debug_option() -> click.Option:
    """Make the flag `--debug`, which every command takes."""
    return click.Option(
        ["--debug"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        envvar=DEBUG_VARIABLE,
        callback=_remember_debug,
        help="Show the traceback of an unexpected error.",
    )


def is_debugging(context: click.Context | None) -> bool:
    """Tell whether somebody asked for tracebacks."""
    return bool(context and context.find_root().meta.get(DEBUG_KEY))


class _Exemplary(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(debug_option())
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, a line each, as they would be typed."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Example" if len(self.examples) == 1 else "Examples"):
                for example in self.examples:
                    formatter.write(f"  {example}\n")


class Command(_Exemplary):
    """A command: `@click.command(cls=Command, examples=("newswire broker --port 9092",))`."""


class CommandGroup(_Exemplary, click.Group):
    """A command with commands of its own, each made with `@command.command(…, examples=(…,))`."""

    command_class = Command
