"""Where `newswire enrich` writes: enriched articles, stories and dead letters, and a count of each."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.cli.output import build_console, is_terminal, note, opened_output, write_line
from pipeline.cli.printable import printable, printable_json
from pipeline.codec import decode, encode
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.stages.chain import Worked

WriteValue = Callable[[bytes], None]
WriteLetter = Callable[[DeadLetter], None]


class Outputs:
    """Writes what comes of a run, and counts it."""

    def __init__(self, *, write_article: WriteValue, write_letter: WriteLetter, write_story: WriteValue) -> None:
        self._write_article = write_article
        self._write_letter = write_letter
        self._write_story = write_story
        self.enriched = 0
        self.dead_lettered = 0

    def take(self, worked: Worked) -> None:
        """Write what became of one article."""
        for letter in worked.dead_letters:
            self.bury(letter)
        for value in worked.enriched:
            self._write_article(value)
            self.enriched += 1

    def bury(self, letter: DeadLetter) -> None:
        """Write a dead letter."""
        self._write_letter(letter)
        self.dead_lettered += 1

    def take_stories(self, stories: Iterable[bytes]) -> None:
        """Write the stories as they stand at the end."""
        for story in stories:
            self._write_story(story)


@contextmanager
def opened_outputs(
    *, output: Path | None, stories: Path | None, dead_letters: Path | None, is_table: bool
) -> Iterator[Outputs]:
    """Open everything that will be written, before any work is done.

    Raises:
        OutputError: A file cannot be written.
    """
    with ExitStack() as stack:
        articles = stack.enter_context(opened_output(output))
        yield Outputs(
            write_article=_table_writer() if is_table else line_writer(articles, is_flushed=output is None),
            write_letter=_letter_writer(stack, dead_letters),
            write_story=_skip if stories is None else line_writer(stack.enter_context(opened_output(stories))),
        )


def line_writer(stream: BinaryIO, *, is_flushed: bool = False) -> WriteValue:
    """Make what writes values as lines; on a terminal, nothing in them can be obeyed."""
    is_shown = is_terminal(stream)

    def write(value: bytes) -> None:
        write_line(stream, printable_json(value.decode()).encode() if is_shown else value)
        if is_flushed:
            stream.flush()

    return write


@contextmanager
def opened_letters(path: Path | None) -> Iterator[WriteLetter]:
    """Make what writes dead letters: to a file, or to standard error where there is none.

    Raises:
        OutputError: The file cannot be written.
    """
    with ExitStack() as stack:
        yield _letter_writer(stack, path)


def _letter_writer(stack: ExitStack, path: Path | None) -> WriteLetter:
    if path is not None:
        write = line_writer(stack.enter_context(opened_output(path)))
        return lambda letter: write(encode(letter))
    if is_terminal(sys.stderr):
        return _note_letter
    return lambda letter: line_writer(sys.stderr.buffer, is_flushed=True)(encode(letter))


def _note_letter(letter: DeadLetter) -> None:
    """Spare a person the bytes: `--dead-letters` keeps the whole record."""
    place = ":".join(str(part) for part in (letter.origin.file, letter.origin.line) if part is not None)
    note(printable(f"{place}: {letter.reason}: {letter.detail}"))


def _table_writer() -> WriteValue:
    from pipeline.cli.event_table import print_article  # noqa: PLC0415 - pipes need no rich

    return lambda value: print_article(decode(value, EnrichedArticle), build_console())


def _skip(_value: bytes) -> None:
    return
