"""`newswire dead-letters`: what failed, why, and send it round again."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import click

from pipeline.cli.command import CommandGroup
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import build_console, chosen_format, note
from pipeline.cli.printable import printable, shortened
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import plain_table
from pipeline.cli.views import dead_letter_cells, place_of
from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stream.letters import Letter, Return, read_letter, read_letters, returned, send_back, unpacked
from pipeline.stream.producer import Settled

HEADINGS = ("nr", "at", "failed", "stage", "reason", "detail", "bytes", "came from")
BATCH = 500
HEAD_CHARS = 2_000

_INDEX = re.compile(r"\d{1,9}")
_PLACE = re.compile(r"(?:(?P<topic>[^/]+)/)?(?P<partition>\d{1,9})/(?P<offset>\d{1,18})")

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal, else JSON lines."
)
REASON = click.option("--reason", metavar="WORD", help="Only those that failed for this reason: undecodable, bug, …")
STAGE = click.option("--stage", metavar="NAME", help="Only those of this agent: cleaner, annotator, …")


@click.group(
    cls=CommandGroup,
    examples=(
        "newswire dead-letters list --reason undecodable",
        "newswire dead-letters show 3",
        "newswire dead-letters replay --all --stage annotator",
    ),
)
def command() -> None:
    """See what could not be worked, and send it round again.

    A dead letter is named by its number in the list, by its place there (PARTITION/OFFSET), or by where the message
    stood that failed (TOPIC/PARTITION/OFFSET).
    """


@command.command("list", examples=("newswire dead-letters list --stage cleaner --format json",))
@REASON
@STAGE
@FORMAT
@takes_settings("bootstrap_servers", "topic_prefix")
def list_(form: str | None, settings: Settings, **wanted: str | None) -> None:
    """List dead letters, oldest first."""
    letters = [(number, one) for number, one in numbered(read_letters(settings)) if is_wanted(one, **wanted)]
    if chosen_format(form) == "json":
        for number, letter in letters:
            write_json(_fields(number, letter))
        return
    rows = [(number, f"{one.partition}/{one.offset}", *dead_letter_cells(one.record)) for number, one in letters]
    build_console().print(plain_table(HEADINGS, rows, numbers=("nr", "bytes")))


@command.command(examples=("newswire dead-letters show 3", "newswire dead-letters show news.articles.raw/0/17"))
@click.argument("letter", metavar="LETTER")
@FORMAT
@takes_settings("bootstrap_servers", "topic_prefix")
def show(letter: str, form: str | None, settings: Settings) -> None:
    """Show a dead letter and the beginning of what failed."""
    for found in find_letters(settings, [letter]):
        if chosen_format(form) == "json":
            write_json(_fields(None, found))
        else:
            _print_letter(found)


@command.command(examples=("newswire dead-letters replay 3 4", "newswire dead-letters replay --all --reason bug"))
@click.argument("letters", nargs=-1, metavar="[LETTER]...")
@click.option("--all", "is_all", is_flag=True, help="Every one that --reason and --stage leave.")
@REASON
@STAGE
@takes_settings("bootstrap_servers", "topic_prefix", "max_message_bytes")
def replay(letters: tuple[str, ...], settings: Settings, **options: Any) -> int:
    """Send what failed back to the topic that it came from, as it was.

    Dead letters stay where they are. One whose message was too large to be kept whole cannot be sent: feed that again
    from its source. Ends with 1 when one was not sent.
    """
    is_all = options.pop("is_all")
    if is_all == bool(letters):
        raise click.UsageError("name the dead letters to send, or say --all")
    found = read_letters(settings, has_values=True) if is_all else find_letters(settings, letters)
    sent, kept = _send_all((one for one in found if is_wanted(one, **options)), settings)
    note(f"{sent} sent again, {kept} not")
    return 1 if kept else 0


def numbered(letters: Iterable[Letter]) -> list[tuple[int, Letter]]:
    """Number dead letters from 1, oldest first."""
    ordered = sorted(letters, key=lambda one: (one.record.failed_at, one.partition, one.offset))
    return list(enumerate(ordered, start=1))


def is_wanted(letter: Letter, *, reason: str | None = None, stage: str | None = None) -> bool:
    """Tell whether a dead letter is of a reason and a stage."""
    return reason in {None, letter.record.reason} and stage in {None, letter.record.stage}


def find_letters(settings: Settings, names: Sequence[str]) -> list[Letter]:
    """Read the dead letters of these names, with their values.

    Raises:
        BrokerError: There is none of such a name.
    """
    finders = [_finder(name) for name in names]
    places = [place for place in finders if isinstance(place, tuple)]
    searches = [search for search in finders if not isinstance(search, tuple)]
    if searches:
        letters = numbered(read_letters(settings))
        places += [search(letters) for search in searches]
    return [read_letter(settings, partition, offset) for partition, offset in dict.fromkeys(places)]


Place = tuple[int, int]
Search = Callable[[Sequence[tuple[int, Letter]]], Place]


def _finder(name: str) -> Place | Search:
    """Read a name: a place, or how to find one among all letters."""
    match = _PLACE.fullmatch(name)
    if match and match["topic"] is None:
        return int(match["partition"]), int(match["offset"])
    if match is None and not _INDEX.fullmatch(name):
        raise click.UsageError(f"{name!r}: it takes a number, PARTITION/OFFSET or TOPIC/PARTITION/OFFSET")

    def search(letters: Sequence[tuple[int, Letter]]) -> Place:
        for number, letter in letters:
            if (str(number) if match is None else place_of(letter.record.origin)) == name:
                return letter.partition, letter.offset
        raise BrokerError(f"there is no dead letter {printable(name)}: see newswire dead-letters list")

    return search


def _send_all(letters: Iterable[Letter], settings: Settings) -> tuple[int, int]:
    """Send in batches; return how many went, and how many did not."""
    sent, kept = 0, 0
    remaining = iter(letters)
    while batch := list(islice(remaining, BATCH)):
        returns = [back for letter in batch if isinstance(back := _returned(letter, settings), Return)]
        taken = sum(1 for settled in send_back(settings, returns) if _is_taken(settled))
        sent, kept = sent + taken, kept + len(batch) - taken
    return sent, kept


def _returned(letter: Letter, settings: Settings) -> Return | None:
    back = returned(letter.record, topic_prefix=settings.topic_prefix)
    if isinstance(back, Return):
        return back
    note(f"newswire: {letter.partition}/{letter.offset} is not sent: {printable(back)}")
    return None


def _is_taken(settled: Settled[Return]) -> bool:
    if settled.refusal is not None:
        note(f"newswire: one for {settled.token.topic} is not sent: {settled.refusal}")
    return settled.refusal is None


def _fields(number: int | None, letter: Letter) -> Mapping[str, object]:
    record = letter.record
    place = {"partition": letter.partition, "offset": letter.offset}
    return {**({} if number is None else {"number": number}), **place, "letter": record}


def _print_letter(letter: Letter) -> None:
    record = letter.record
    rows = (
        ("failed", record.failed_at.isoformat()),
        ("stage", record.stage),
        ("reason", record.reason),
        ("detail", record.detail),
        ("attempts", record.attempts),
        ("came from", place_of(record.origin)),
        ("bytes", f"{record.value_size}{', of which only the first part is kept' if record.value_truncated else ''}"),
        ("sha256", record.value_sha256),
    )
    for name, value in rows:
        click.echo(f"{name:10} {printable(str(value))}")
    click.echo(f"{'value':10} {shortened(_head(letter), HEAD_CHARS)}")


def _head(letter: Letter) -> str:
    value = unpacked(letter.record.value_b64 or "")
    return "(not Base64)" if value is None else value.decode("utf-8", "backslashreplace")
