"""Faust tables as stores for the steps that remember, and the agents over them."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from faust.types import AppT, EventT

from pipeline.stages.messages import Stage
from pipeline.steps.state import Json
from pipeline.stream.events import incoming_of, publish_outcome
from pipeline.stream.publisher import Publisher


class TableStore:
    """A table behind the steps' Protocol.

    Faust takes the partition of a write from the event last read: so it is used inline, one message at a time, by
    the agent that reads the table's own input.
    """

    def __init__(self, table: Any) -> None:
        self._table = table

    def get(self, key: str) -> Json | None:
        """Return the value under a key, or None."""
        value = self._table.get(key)
        return value if isinstance(value, Mapping) else None

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key; the changelog gets it before the message's offset is committed."""
        self._table[key] = dict(value)

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._table.pop(key, None)


def build_table(app: AppT[Any], name: str, *, changelog: str, partitions: int) -> Any:
    """Make the table of an agent, partitioned as its input topic is, over a changelog topic that exists."""
    topic = app.topic(changelog, partitions=partitions, compacting=True, key_type=str, value_type=dict)
    return app.Table(name, partitions=partitions, key_type=str, value_type=dict, changelog_topic=topic)


class TableAgent:
    """Works one message at a time: step, state, outputs, acknowledgement, in this order.

    State that was saved without the outputs, and outputs that were sent without the state, both end the same way
    after a crash: the message is read again, and gives the same answer.
    """

    def __init__(self, *, stage: Stage, publisher: Publisher, stop_worker: Callable[[str], None]) -> None:
        self._stage = stage
        self._publisher = publisher
        self._stop_worker = stop_worker
        self._busy_since: float | None = None

    async def run(self, events: AsyncIterator[EventT[Any]]) -> None:
        """Take events in, for as long as they come; `events` must not acknowledge on its own."""
        async for event in events:
            self._busy_since = time.monotonic()
            try:
                await self._work(event)
            except Exception as error:  # noqa: BLE001 - an exception that leaves an agent makes Faust drop messages
                self._stop_worker(f"{self._stage.name}: {type(error).__name__}: {error}")
                return
            self._busy_since = None

    def oldest_age_s(self) -> float:
        """Return for how long the present message has been held."""
        return time.monotonic() - self._busy_since if self._busy_since is not None else 0.0

    async def _work(self, event: EventT[Any]) -> None:
        outcome = self._stage.work([incoming_of(event)])[0]
        await publish_outcome(event, outcome, stage=self._stage.name, publisher=self._publisher)
        event.ack()


__all__ = ["TableAgent", "TableStore", "build_table"]
