"""What goes into a stage and what comes out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A message as it came: bytes that nobody has looked at yet."""

    value: bytes | None
    """None is a tombstone."""
    key: bytes | None = None
    """The message's key."""
    timestamp: datetime
    """The message's own time, in UTC."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A message to publish."""

    topic: str
    """Name as in the contract, without any deployment's prefix."""
    key: bytes
    """What the topic is keyed by."""
    value: bytes | None
    """None is a tombstone."""
    schema: str
    """Name and version of the value's schema, for the header `schema`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a message could not be worked."""

    reason: str
    """A fixed word that dashboards count."""
    detail: str
    """What was wrong, for a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one message: messages to publish, or a failure."""

    messages: tuple[Outgoing, ...] = ()
    """In the order in which they are to be sent."""
    failure: Failure | None = None
    """Set when the message could not be worked."""


class Stage(Protocol):
    """One way of working messages. It never raises for a message: a failure is an outcome."""

    name: str
    """The agent's name: `cleaner`, `deduplicator`, `annotator`, `storyteller`."""

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order."""
