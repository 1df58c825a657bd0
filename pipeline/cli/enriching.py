"""What `newswire enrich` does: sources, a chain on the right bench, and outputs, put together."""

import itertools
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.cli.enriched_input import Intake, found_in, now, total_bytes_of
from pipeline.cli.enriched_output import Outputs, opened_outputs
from pipeline.cli.output import is_terminal, note
from pipeline.cli.progress import progress
from pipeline.config import Settings, pool_size
from pipeline.formats.ahead import read_ahead
from pipeline.formats.web import Web
from pipeline.stages.bench import Workbench, build_local_bench
from pipeline.stages.build import STATELESS, build_stage
from pipeline.stages.chain import Fed, Until, build_chain, build_way
from pipeline.stages.intake import Lacking
from pipeline.stages.pool import StagePool
from pipeline.stages.topics import STORIES

POOL_FROM = 24
"""Articles that must come at once for a pool to be worth its start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrichOptions:
    """What the command line asked for."""

    files: tuple[Path | str, ...] = ()
    """Files, folders and addresses; none for standard input."""
    web: Web
    """How addresses are fetched."""
    output: Path | None = None
    """Where enriched articles go; standard output where None."""
    stories: Path | None = None
    """Where stories go; where None, they are not told at all."""
    dead_letters: Path | None = None
    """Where dead letters go; standard error where None."""
    until: Until | None = None
    """The last step."""
    is_deduplicating: bool = True
    """Look for copies."""
    lacking: Lacking
    """Fills what an article lacks."""
    jobs: int | None = None
    """Processes that work; told by the amount of work where None."""
    is_table: bool = False
    """A table of events an article instead of JSON."""


def enrich_articles(options: EnrichOptions, settings: Settings) -> None:
    """Work everything that the sources give, and say at the end how much that was.

    Raises:
        UsageError: Options contradict each other.
        SourceError: A source cannot be read.
        OutputError: An output cannot be written.
        ModelError: There is no model to annotate with.
    """
    _check(options)
    total_bytes = total_bytes_of(options.files)
    with ExitStack() as stack:
        outputs = stack.enter_context(
            opened_outputs(
                output=options.output,
                stories=options.stories,
                dead_letters=options.dead_letters,
                is_table=options.is_table,
            )
        )
        is_quiet = options.output is not None or not is_terminal(sys.stdout)
        advance = stack.enter_context(progress("enriching", total_bytes=total_bytes, is_wanted=is_quiet))
        intake = Intake(lacking=options.lacking, bury=outputs.bury, advance=advance)
        found = found_in(options.files, web=options.web, max_bytes=settings.max_message_bytes)
        chunks = stack.enter_context(closing(read_ahead(found, chunk=settings.chunk)))
        _work(options, settings, intake.feed(chunks), outputs)
    note(f"read {intake.read}, enriched {outputs.enriched}, dead-lettered {outputs.dead_lettered}")


def _work(options: EnrichOptions, settings: Settings, chunks: Iterator[list[Fed]], outputs: Outputs) -> None:
    way = build_way(options.until, is_deduplicating=options.is_deduplicating)
    gather = () if options.stories is None else (STORIES,)
    if not gather:
        way = tuple(name for name in way if name != "storyteller")
    first = _first(chunks)
    with ExitStack() as stack:
        processes = options.jobs or (pool_size(settings) if sum(map(len, first)) > POOL_FROM else 1)
        bench = build_bench(way, settings, processes=processes, stack=stack)
        chain = build_chain(way, settings, bench=bench, clock=now, gather=gather)
        for worked in chain.run(itertools.chain(first, chunks)):
            outputs.take(worked)
    outputs.take_stories(chain.published.get(STORIES, {}).values())


def _first(chunks: Iterator[list[Fed]]) -> list[list[Fed]]:
    """Take chunks until it is plain whether articles come in plenty, one by one, or hardly at all."""
    first: list[list[Fed]] = []
    for chunk in chunks:
        first.append(chunk)
        count = sum(map(len, first))
        if count > POOL_FROM or (count and not chunk):
            break
    return first


def build_bench(way: tuple[str, ...], settings: Settings, *, processes: int, stack: ExitStack) -> Workbench:
    """Make the bench of the stages that keep nothing: a pool, or for one process none; the stack closes it."""
    stages = tuple(name for name in way if name in STATELESS)
    if processes == 1:
        return build_local_bench(stages, settings, build=build_stage)
    pool = StagePool(stages=stages, settings=settings, processes=processes, build=build_stage)
    stack.callback(pool.close)
    pool.start()
    return pool


def _check(options: EnrichOptions) -> None:
    context = click.get_current_context(silent=True)
    if options.stories is not None and options.until is not None:
        raise click.UsageError("--stories needs the whole way: leave out --until", context)
    if options.until == "deduplicate" and not options.is_deduplicating:
        raise click.UsageError("--until deduplicate and --no-deduplicate exclude each other", context)
    written = [path.resolve() for path in (options.output, options.stories, options.dead_letters) if path is not None]
    for path in written:
        if written.count(path) > 1:
            raise click.UsageError(f"{path} would be written for two purposes", context)
        if any(isinstance(source, Path) and path.is_relative_to(source.resolve()) for source in options.files):
            raise click.UsageError(f"{path} would be written over what is read", context)
