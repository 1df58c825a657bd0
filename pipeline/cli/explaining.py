"""What `newswire explain` does: the sources of `newswire enrich`, two stages, explanations as text, page or JSON."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.cli.enriched_input import Intake, found_in, now, total_bytes_of
from pipeline.cli.enriched_output import Outputs, line_writer, opened_letters
from pipeline.cli.explanation_page import END, article_part, page_head
from pipeline.cli.explanation_text import print_explanation
from pipeline.cli.output import build_console, is_terminal, note, opened_output
from pipeline.cli.progress import progress
from pipeline.codec import decode
from pipeline.config import Settings
from pipeline.formats.ahead import read_ahead
from pipeline.formats.web import Web
from pipeline.records.explanation import Explanation
from pipeline.stages.bench import LocalBench
from pipeline.stages.build import build_stage
from pipeline.stages.chain import Chain
from pipeline.stages.explainer import build_explainer_stage
from pipeline.stages.intake import Lacking

WriteValue = Callable[[bytes], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainOptions:
    """What the command line asked for."""

    files: tuple[Path | str, ...] = ()
    """Files, folders and addresses; none for standard input."""
    web: Web
    """How addresses are fetched."""
    html: Path | None = None
    """Where a page goes."""
    is_json: bool = False
    """JSON lines to standard output."""
    lacking: Lacking
    """Fills what an article lacks."""


def explain_articles(options: ExplainOptions, settings: Settings) -> None:
    """Explain everything that the sources give, and say at the end how much that was.

    Raises:
        UsageError: The page would be written over what is read, or two things go to standard output.
        SourceError: A source cannot be read.
        OutputError: The page cannot be written.
        ModelError: There is no model to read with.
    """
    _check(options)
    total_bytes = total_bytes_of(options.files)
    with ExitStack() as stack:
        write = stack.enter_context(_opened_writer(options))
        letters = stack.enter_context(opened_letters(None))
        outputs = Outputs(write_article=write, write_letter=letters, write_story=lambda _value: None)
        is_quiet = options.html is not None or not is_terminal(sys.stdout)
        advance = stack.enter_context(progress("explaining", total_bytes=total_bytes, is_wanted=is_quiet))
        intake = Intake(lacking=options.lacking, bury=outputs.bury, advance=advance)
        found = found_in(options.files, web=options.web, max_bytes=settings.max_message_bytes)
        chunks = stack.enter_context(closing(read_ahead(found, chunk=settings.chunk)))
        stages = {"cleaner": build_stage("cleaner", settings), "explainer": build_explainer_stage(settings)}
        bench = LocalBench(stages)
        for worked in Chain(dict.fromkeys(stages, bench), clock=now, gather=()).run(intake.feed(chunks)):
            outputs.take(worked)
    note(f"read {intake.read}, explained {outputs.enriched}, dead-lettered {outputs.dead_lettered}")


@contextmanager
def _opened_writer(options: ExplainOptions) -> Iterator[WriteValue]:
    """Open the page, or make what writes to standard output; both where both are asked for."""
    with ExitStack() as stack:
        writers: list[WriteValue] = []
        if options.html is not None:
            writers.append(stack.enter_context(_opened_page(options.html)))
        if options.is_json:
            writers.append(line_writer(sys.stdout.buffer, is_flushed=True))
        if not writers:
            console = build_console()
            writers.append(lambda value: print_explanation(decode(value, Explanation), console))

        def write(value: bytes) -> None:
            for one in writers:
                one(value)

        yield write


@contextmanager
def _opened_page(path: Path) -> Iterator[WriteValue]:
    """Open a page; its end is written when everything is."""
    with opened_output(path) as stream:
        stream.write(page_head().encode())

        def write(value: bytes) -> None:
            stream.write(article_part(decode(value, Explanation)).encode())

        yield write
        stream.write(END.encode())


def _check(options: ExplainOptions) -> None:
    context = click.get_current_context(silent=True)
    if options.html is None:
        return
    if str(options.html) == "-":
        if options.is_json:
            raise click.UsageError("--json and --html - both go to standard output: name a file for the page", context)
        return
    page = options.html.resolve()
    if any(isinstance(source, Path) and page.is_relative_to(source.resolve()) for source in options.files):
        raise click.UsageError(f"{options.html} would be written over what is read", context)
