"""Records that `newswire export` reads, from files, standard input or a topic, as what formats are written of."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from pipeline.cli.output import STANDARD
from pipeline.cli.progress import Advance
from pipeline.codec import convert, decode_object
from pipeline.errors import InvalidRecordError, NewswireError, SourceError
from pipeline.formats.exports.told import Told
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import EventRecord, Factuality
from pipeline.steps.features import event_record
from pipeline.stream.consumer import TopicMessage
from pipeline.stream.newest import read_newest

Record = TypeVar("Record")
ENRICHED_SCHEMA, EVENT_SCHEMA = "newswire.enriched-article.v1", "newswire.event.v1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One record as it was read."""

    place: str
    """File and line, or topic, partition and offset."""
    value: bytes
    """Its JSON."""


@dataclass(kw_only=True, slots=True)
class Tally:
    """What was counted on the way."""

    read: int = 0
    """Records."""
    written: int = 0
    """Units that the format was given."""
    left_out: int = 0
    """Events left out for their factuality."""
    unfit: int = 0
    """Events that the format cannot hold: without a code of its scheme, or without coordinates."""


class ExportError(NewswireError):
    """A record that cannot be exported; the message names it."""


def lines_of_files(files: Sequence[Path], advance: Advance) -> Iterator[Line]:
    """Read JSON lines; blank ones are skipped.

    Raises:
        SourceError: A file cannot be read.
    """
    for file in files:
        if str(file) == STANDARD:
            yield from _lines(sys.stdin.buffer, "<stdin>", advance)
            continue
        try:
            stream = file.open("rb")
        except OSError as error:
            raise SourceError(f"{file} cannot be read: {error.strerror}") from error
        with stream:
            yield from _lines(stream, str(file), advance)


def _lines(stream: BinaryIO, name: str, advance: Advance) -> Iterator[Line]:
    for number, line in enumerate(stream, start=1):
        advance(len(line))
        if line.strip():
            yield Line(place=f"{name}:{number}", value=line)


def lines_of_topic(bootstrap_servers: str, topic: str, advance: Advance) -> Iterator[Line]:
    """Read the newest value of each key.

    Raises:
        BrokerError: The topic cannot be read.
    """
    for message in read_newest(bootstrap_servers, topic):
        value = message.value or b""
        advance(len(value))
        yield Line(place=_place(message), value=value)


def _place(message: TopicMessage) -> str:
    return f"{message.topic}/{message.partition}/{message.offset}"


@dataclass(kw_only=True, slots=True)
class Units:
    """Makes of lines what a format is written of, and counts."""

    factualities: Collection[Factuality]
    """Which events go in."""
    is_fit: Callable[[Told], bool]
    """Which the format can hold."""
    tally: Tally = field(default_factory=Tally)
    """What was counted so far."""

    def events(self, lines: Iterator[Line]) -> Iterator[Told]:
        """Make events of events and of enriched articles."""
        for line in lines:
            plain = self._plain(line)
            for told in _told(plain, line):
                if told.event.factuality not in self.factualities:
                    self.tally.left_out += 1
                elif not self.is_fit(told):
                    self.tally.unfit += 1
                else:
                    self.tally.written += 1
                    yield told

    def articles(self, lines: Iterator[Line]) -> Iterator[EnrichedArticle]:
        """Make enriched articles."""
        for line in lines:
            plain = self._plain(line)
            if plain.get("schema") != ENRICHED_SCHEMA:
                raise ExportError(f"{line.place}: this format is written of enriched articles, not of {_name(plain)}")
            self.tally.written += 1
            yield _converted(plain, EnrichedArticle, line)

    def records(self, lines: Iterator[Line]) -> Iterator[Mapping[str, object]]:
        """Take any record as it is."""
        for line in lines:
            plain = self._plain(line)
            self.tally.written += 1
            yield plain

    def _plain(self, line: Line) -> Mapping[str, object]:
        self.tally.read += 1
        try:
            return decode_object(line.value)
        except InvalidRecordError as error:
            raise ExportError(f"{line.place}: {error}") from error


def _told(plain: Mapping[str, object], line: Line) -> Iterator[Told]:
    if plain.get("schema") == EVENT_SCHEMA:
        yield Told(event=_converted(plain, EventRecord, line))
    elif plain.get("schema") == ENRICHED_SCHEMA:
        article = _converted(plain, EnrichedArticle, line)
        yield from (Told(event=event_record(article, event), article=article) for event in article.events)
    else:
        raise ExportError(f"{line.place}: this format is written of events or enriched articles, not of {_name(plain)}")


def _converted(plain: Mapping[str, object], kind: type[Record], line: Line) -> Record:
    try:
        return convert(plain, kind)
    except InvalidRecordError as error:
        raise ExportError(f"{line.place}: {error}") from error


def _name(plain: Mapping[str, object]) -> str:
    schema = plain.get("schema")
    return schema[:60] if isinstance(schema, str) else "a record without a schema"


UNITS: Mapping[str, Callable[[Units, Iterator[Line]], Iterator[object]]] = {
    "events": Units.events,
    "articles": Units.articles,
    "records": Units.records,
}
"""How lines become units, by the unit of the format."""
