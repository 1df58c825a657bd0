"""`newswire consume`: read a topic comfortably."""

import base64
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

import click
import orjson

from pipeline.cli.command import Command
from pipeline.cli.filters import Filter, are_met, parse_filter
from pipeline.cli.json_lines import write_json_text
from pipeline.cli.output import build_console, chosen_format
from pipeline.cli.printable import shortened
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import GrowingTable, cell
from pipeline.cli.views import VIEWS, cells_of
from pipeline.codec import decode_value
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError
from pipeline.stream.consumer import Start, TopicMessage, read_topic
from pipeline.stream.short_names import contract_topic_name, full_topic_name

START_WORDS: Mapping[str, Start] = {"beginning": "beginning", "now": "now"}
UNITS: Mapping[str, str] = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
FALLBACK_COLUMNS = (("partition", 1), ("offset", 1), ("key", 3), ("value", 8))
SHOWN_CHARS = 300

_AGO = re.compile(r"(\d{1,6})([smhd])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A message and its decoded value."""

    message: TopicMessage
    """As it came."""
    record: object = None
    """Its value as plain JSON."""
    is_json: bool = False
    """False for a tombstone and for what is not JSON."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What somebody wants to see."""

    topic: str
    """As the broker knows it."""
    start: Start
    """Where to begin."""
    follow: bool
    """Whether to wait for more at the end."""
    filters: tuple[str, ...]
    """Conditions, as typed."""
    limit: int | None
    """How many at most."""
    envelope: bool
    """Whether JSON shows where a message stands."""

    def messages(self, bootstrap_servers: str) -> Iterator[Shown]:
        """Read what meets the conditions."""
        filters = [parse_filter(expression) for expression in self.filters]
        read = read_topic(bootstrap_servers, self.topic, start=self.start, until_end=not self.follow)
        return islice((shown for shown in map(decoded, read) if _is_wanted(shown, filters)), self.limit)


class StartType(click.ParamType):
    """`beginning`, `now`, a time, or how long ago."""

    name = "beginning|now|TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Start:
        """Read it; a time without a zone is UTC."""
        text = str(value).strip()
        if text in START_WORDS:
            return START_WORDS[text]
        ago = _AGO.fullmatch(text)
        if ago:
            return datetime.now(UTC) - timedelta(**{UNITS[ago[2]]: int(ago[1])})
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r}: it takes beginning, now, a time such as 2026-01-31T08:00:00Z, or 2h", param, ctx)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


@click.command(
    cls=Command,
    examples=(
        "newswire consume events",
        "newswire consume events --filter factuality=happened --filter place.country=FRA --from 2h",
        "newswire consume enriched --until-end --format json | jq .title",
    ),
)
@click.argument("topic", default="events", metavar="[TOPIC]")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal, else JSON."
)
@click.option("--filter", "filters", multiple=True, metavar="EXPR", help="FIELD=VALUE, FIELD!=VALUE or FIELD~=PART.")
@click.option("--from", "start", type=StartType(), default="beginning", show_default=True, help="Where to begin.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after this many.")
@click.option("--follow/--until-end", default=True, help="Wait for more, or stop at the end.  [default: follow]")
@click.option("--envelope", is_flag=True, help="JSON with topic, partition, offset, time, key and headers around it.")
@takes_settings("bootstrap_servers", "topic_prefix")
def command(topic: str, form: str | None, settings: Settings, **options: Any) -> None:
    """Read a topic: events unless another is named.

    TOPIC is raw, clean, unique, enriched, events, story-features, stories, assignments, knowledge, dead-letters, or
    any topic's whole name. Leaves no consumer group behind, and takes nothing from those who work.
    """
    reading = Reading(topic=full_topic_name(topic, settings.topic_prefix), **options)
    contract_name = contract_topic_name(reading.topic, settings.topic_prefix)
    is_table = chosen_format(form) == "table"
    show = _row_writer(contract_name) if is_table else partial(_write_line, has_envelope=reading.envelope)
    for shown in reading.messages(settings.bootstrap_servers):
        show(shown)
        if reading.follow:
            sys.stdout.flush()


def decoded(message: TopicMessage) -> Shown:
    """Decode a message's value, if it is JSON."""
    if message.value is None:
        return Shown(message=message)
    try:
        return Shown(message=message, record=decode_value(message.value), is_json=True)
    except InvalidRecordError:
        return Shown(message=message)


def json_line(shown: Shown, *, has_envelope: bool) -> str:
    """Write a message on one line: its value as it came, or an object that says why there is none."""
    message = shown.message
    if has_envelope:
        place = {
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
            "timestamp": message.timestamp,
            "key": _text(message.key),
            "headers": {name: _text(value) for name, value in message.headers},
        }
        return _dumped({**place, **_value_fields(shown)})
    if shown.is_json and message.value is not None:
        return message.value.decode() if _is_one_line(message.value) else _dumped(shown.record)
    return _dumped({"key": _text(message.key), **_value_fields(shown)})


def _write_line(shown: Shown, *, has_envelope: bool) -> None:
    write_json_text(json_line(shown, has_envelope=has_envelope))


def _value_fields(shown: Shown) -> Mapping[str, object]:
    if shown.is_json:
        return {"value": shown.record}
    if shown.message.value is None:
        return {"value": None, "tombstone": True}
    return {"value_b64": base64.b64encode(shown.message.value).decode("ascii")}


def _is_wanted(shown: Shown, filters: Sequence[Filter]) -> bool:
    return not filters or (shown.is_json and are_met(filters, shown.record))


def _row_writer(contract_name: str | None) -> Callable[[Shown], None]:
    view = VIEWS.get(contract_name or "")
    console = build_console()
    table = GrowingTable(console, view.columns if view else FALLBACK_COLUMNS)

    def write(shown: Shown) -> None:
        message = shown.message
        place = (message.partition, message.offset, _text(message.key), _excerpt(message.value))
        if view is None:
            table.add_row(place)
            return
        cells = cells_of(view, shown.record) if shown.is_json else None
        # What is not such a record stands across the columns.
        table.add_row(cells) if cells else console.print(cell("  ".join(str(part) for part in place)))

    return write


def _excerpt(value: bytes | None) -> str:
    return "(tombstone)" if value is None else shortened(value.decode("utf-8", "backslashreplace"), SHOWN_CHARS)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "backslashreplace")


def _is_one_line(value: bytes) -> bool:
    return b"\n" not in value and b"\r" not in value


def _dumped(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()
