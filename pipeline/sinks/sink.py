"""What every sink is: it takes messages, and remembers together with them how far it has come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import InvalidRecordError

Partition = tuple[str, int]
"""A topic as the broker knows it, and the number of a partition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """One message of a topic, on its way into a sink."""

    kind: str
    """The contract's name of the topic: what its records are."""
    topic: str
    """The topic as the broker knows it."""
    partition: int
    """Its partition."""
    offset: int
    """Where it stands there."""
    key: str
    """What names the record: a later message of this key replaces it."""
    value: bytes | None
    """The record as JSON; None says that it is withdrawn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """How far a partition was taken."""

    topic_id: str
    """The broker's id of the topic: one that was deleted and made anew has another."""
    next_offset: int
    """Of the message that comes next."""


Places = Mapping[Partition, Place]
"""How far a sink has come."""

Refuse = Callable[[Arrived, InvalidRecordError], None]
"""Is told of a message that can never be taken; it puts it aside, or raises, which stops the sink."""


class Sink(Protocol):
    """Takes messages and keeps how far it has come, so that after any end it goes on where it was."""

    def places(self) -> Places:
        """Tell how far it has come.

        Raises:
            TargetError: The target does not answer, or refuses.
        """

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        """Take messages in their order, and remember where their partitions are then.

        An empty batch comes now and then while there is nothing to read.

        Raises:
            TargetError: The target does not answer, or refuses: nothing is remembered.
        """

    def close(self) -> None:
        """Finish what was taken, and let go of the target."""
