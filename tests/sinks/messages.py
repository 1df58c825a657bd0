"""Messages for sinks."""

from pipeline.codec import encode
from pipeline.errors import InvalidRecordError
from pipeline.sinks.row_tables import EVENTS
from pipeline.sinks.sink import Arrived, Place, Places
from tests.console.records import event

PLACE = {(EVENTS, 0): Place(topic_id="first", next_offset=10)}


def told(number: int = 1, *, offset: int = 0, **fields: object) -> Arrived:
    """The message of an event."""
    return arrived(f"event-{number}", encode(event(number, **fields)), offset=offset)


def arrived(key: str, value: bytes | None, *, offset: int = 0, kind: str = EVENTS) -> Arrived:
    """A message of the first partition."""
    return Arrived(kind=kind, topic=kind, partition=0, offset=offset, key=key, value=value)


def place(next_offset: int, *, topic_id: str = "first", topic: str = EVENTS) -> Places:
    """How far the first partition is."""
    return {(topic, 0): Place(topic_id=topic_id, next_offset=next_offset)}


class Aside:
    """Remembers what was put aside."""

    def __init__(self) -> None:
        self.reasons: list[tuple[int, str]] = []

    def __call__(self, message: Arrived, error: InvalidRecordError) -> None:
        self.reasons.append((message.offset, error.reason))
