"""Faust tables as stores for the steps that remember, and the agents over them."""

from collections.abc import AsyncIterator
from typing import Any

from faust.types import AppT, EventT

from pipeline import codec
from pipeline.config import Settings
from pipeline.stages.messages import Stage
from pipeline.steps.state import Json
from pipeline.stream.delivery import Delivery
from pipeline.stream.publisher import RAW_TYPES

CHANGELOG_BUFFER = 131_072
"""Messages of a changelog that are read ahead while a table is restored: Faust's own value."""


class TableStore:
    """A table behind the steps' Protocol.

    Faust takes the partition of a write from the event last read: so it is used inline, one message at a time, by
    the agent that reads the table's own input.
    """

    def __init__(self, table: Any) -> None:
        self._table = table

    def get(self, key: str) -> Json | None:
        """Return the value under a key, or None."""
        value = self._table.get(key.encode())
        return codec.decode_object(value) if value is not None else None

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key; the changelog gets it before the message's offset is committed."""
        self._table[key.encode()] = codec.encode_value(value)

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._table.pop(key.encode(), None)


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

    State that was saved without the outputs, and outputs that were sent without the state, both end the same way
    after a crash: the message is read again, and gives the same answer.
    """

    def __init__(self, *, stage: Stage, delivery: Delivery) -> None:
        self.delivery = delivery
        self._stage = stage

    async def run(self, events: AsyncIterator[EventT[Any]]) -> None:
        """Take events in, for as long as they come; `events` must not acknowledge on its own."""
        async for event in events:
            item = await self.delivery.admit(event)
            try:
                outcome = self._stage.work([item.incoming])[0]
            except Exception as error:  # noqa: BLE001 - an exception that leaves an agent makes Faust drop messages
                self.delivery.fail(error)
                return
            item.settle(outcome)
