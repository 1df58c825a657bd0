"""From messages and lines to the store: each record by its topic, and what is none of them counted and passed over."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pipeline.codec import convert, decode, decode_object
from pipeline.console.pulse import Pulse
from pipeline.console.rows import events_of
from pipeline.console.store import Store, put_events
from pipeline.errors import InvalidRecordError, SourceError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.event import EventRecord
from pipeline.records.story import StoryRecord
from pipeline.stages.topics import DEAD_LETTERS, ENRICHED, EVENTS, STORIES
from pipeline.stream.consumer import TopicMessage

FOLLOWED = (ENRICHED, EVENTS, STORIES, DEAD_LETTERS)
"""The topics that the page shows."""
LINES_AT_ONCE = 50
LONGEST_LINE = 50_000_000


class Intake:
    """Puts messages into the store.

    Args:
        store: Where they go.
        pulse: Counts them.
        topic_prefix: Of the deployment.
    """

    def __init__(self, store: Store, pulse: Pulse, *, topic_prefix: str = "") -> None:
        self._store = store
        self._pulse = pulse
        self._prefix = topic_prefix

    def take(self, messages: Iterable[TopicMessage]) -> None:
        """Take in messages of the followed topics, all at once."""
        with self._store.writing():
            for message in messages:
                topic = message.topic.removeprefix(self._prefix)
                self._pulse.count(topic, message.timestamp)
                try:
                    self._put(topic, message)
                except InvalidRecordError:
                    self._pulse.unreadable += 1

    def _put(self, topic: str, message: TopicMessage) -> None:
        if message.value is None:
            if topic == EVENTS and message.key:
                self._store.drop_event(message.key.decode("utf-8", "replace"))
        elif topic == EVENTS:
            self._store.put_event(decode(message.value, EventRecord))
        elif topic == ENRICHED:
            self._store.put_article(decode(message.value, EnrichedArticle))
        elif topic == STORIES:
            self._store.put_story(decode(message.value, StoryRecord))
        elif topic == DEAD_LETTERS:
            letter = decode(message.value, DeadLetter)
            self._store.put_letter(letter, partition=message.partition, offset=message.offset)


def load_file(store: Store, path: Path) -> int:
    """Read records of JSON lines, such as `newswire enrich` writes them, into the store; return how many there were.

    A record says by its field `schema` what it is: enriched articles with their events, events, stories, dead letters.

    Raises:
        SourceError: The file cannot be read, or a line is no such record.
    """
    count = 0
    for number, line in _lines(path):
        try:
            _put_line(store, decode_object(line), number)
        except InvalidRecordError as error:
            raise SourceError(f"{path}, line {number}: {error.detail}") from error
        count += 1
    return count


def _put_line(store: Store, plain: Mapping[str, object], number: int) -> None:
    kind, _, _ = str(plain.get("schema", "")).removeprefix("newswire.").partition(".")
    put = _PUT.get(kind)
    if put is None:
        raise InvalidRecordError(
            "invalid_record", "it takes lines as newswire enrich writes them: articles, stories, events, dead letters"
        )
    with store.writing():
        put(store, plain, number)


def _put_article(store: Store, plain: Mapping[str, object], _number: int) -> None:
    article = convert(plain, EnrichedArticle)
    store.put_article(article)
    put_events(store, events_of(article))


def _put_event(store: Store, plain: Mapping[str, object], _number: int) -> None:
    store.put_event(convert(plain, EventRecord))


def _put_story(store: Store, plain: Mapping[str, object], _number: int) -> None:
    store.put_story(convert(plain, StoryRecord))


def _put_letter(store: Store, plain: Mapping[str, object], number: int) -> None:
    store.put_letter(convert(plain, DeadLetter), partition=0, offset=number)


_PUT: Mapping[str, Callable[[Store, Mapping[str, object], int], None]] = {
    "enriched-article": _put_article,
    "event": _put_event,
    "story": _put_story,
    "dead-letter": _put_letter,
}


def _lines(path: Path) -> Iterable[tuple[int, bytes]]:
    try:
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if line.strip():
                    yield number, line
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)
