"""Faust tables as stores for the steps that remember, and the agents over them."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any, Protocol

from faust.types import AppT, EventT

from pipeline import codec
from pipeline.config import Settings
from pipeline.stages.messages import Stage
from pipeline.steps.state import Json
from pipeline.stream.delivery import Delivery
from pipeline.stream.publisher import RAW_TYPES, Confirmations

CHANGELOG_BUFFER = 131_072
"""Messages of a changelog that are read ahead while a table is restored: Faust's own value."""

Change = tuple[bytes, bytes | None]
"""A key and its new value; None forgets the key."""


class TableStore:
    """A table behind the steps' Protocol.

    Writes go to the table's data at once, and are kept for its changelog until `take_changes`. Faust's own way would
    hand them to a buffer which a commit may leave unsent.
    """

    def __init__(self, table: Any) -> None:
        self._table = table
        self._changes: list[Change] = []

    def get(self, key: str) -> Json | None:
        """Return the value under a key, or None."""
        value = self._table.data.get(key.encode())
        return codec.decode_state(value) if value is not None else None

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key."""
        encoded = codec.encode_state(value)
        self._table.data[key.encode()] = encoded
        self._changes.append((key.encode(), encoded))

    def delete(self, key: str) -> None:
        """Forget a key; an unknown one is passed over."""
        if self._table.data.pop(key.encode(), None) is not None:
            self._changes.append((key.encode(), None))

    def take_changes(self) -> list[Change]:
        """Give the writes since the last call, in order."""
        changes, self._changes = self._changes, []
        return changes


class Changelog(Protocol):
    """Where a table's writes are kept, so that another worker can restore it."""

    async def send(self, partition: int, changes: Sequence[Change]) -> Awaitable[None]:
        """Hand writes to the producer, in order; what is returned waits until the broker has them all."""


class TopicChangelog:
    """A changelog topic, partitioned as the table's source."""

    def __init__(self, topic: Any) -> None:
        self._topic = topic

    async def send(self, partition: int, changes: Sequence[Change]) -> Awaitable[None]:
        """Hand writes to the producer, in order."""
        return Confirmations(
            [await self._topic.send(key=key, value=value, partition=partition) for key, value in changes]
        )


def changelog_name(settings: Settings, agent: str) -> str:
    """Name the topic that an agent's table is restored from: one a deployment and agent."""
    return f"{settings.app_id}-{agent}-changelog"


def build_table(app: AppT[Any], name: str, *, changelog: str, partitions: int) -> Any:
    """Make the table of an agent, partitioned as its input topic is, over a changelog topic that exists.

    Keys and values are bytes of our own making: Faust passes over what it cannot decode when it restores a table.
    """
    topic = app.topic(
        changelog,
        partitions=partitions,
        compacting=True,
        acks=False,
        internal=True,
        allow_empty=True,
        maxsize=CHANGELOG_BUFFER,
        **RAW_TYPES,
    )
    return app.Table(name, partitions=partitions, key_type=bytes, value_type=bytes, changelog_topic=topic)


class TableAgent:
    """Works one message at a time, inline: step and state first, then delivery in order.

    A message is acknowledged when the broker has its outputs and its state. State that was saved without the outputs,
    and outputs that were sent without the state, both end the same way after a crash: the message is read again, and
    gives the same answer.
    """

    def __init__(self, *, stage: Stage, store: TableStore, changelog: Changelog, delivery: Delivery) -> None:
        self.delivery = delivery
        self._stage = stage
        self._store = store
        self._changelog = changelog

    async def run(self, events: AsyncIterator[EventT[Any]]) -> None:
        """Take events in, for as long as they come; `events` must not acknowledge on its own."""
        async for event in events:
            item = await self.delivery.admit(event)
            outcome = self._stage.work([item.incoming])[0]
            item.saved = await self._changelog.send(event.message.partition, self._store.take_changes())
            item.settle(outcome)
