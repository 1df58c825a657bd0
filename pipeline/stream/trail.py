"""Which messages were fetched, and whether each of them reaches its agent."""

from collections.abc import AsyncIterator
from typing import Any

from faust.types import TP, AppT, EventT

from pipeline.errors import NewswireError


class SkippedMessageError(NewswireError):
    """A message was fetched and never reached its agent: going on would commit past it."""


class FetchTrail:
    """For each partition, which message was fetched before which, and which one came out last."""

    def __init__(self) -> None:
        self._newest: dict[TP, tuple[int, int]] = {}
        self._before: dict[tuple[TP, int], int] = {}
        self._out: dict[TP, tuple[int, int]] = {}

    def fetched(self, message: Any) -> None:
        """Note a message as it comes from the broker; one that is fetched again begins a new trail."""
        generation, newest = self._newest.get(message.tp, (None, -1))
        self._newest[message.tp] = (message.generation_id, message.offset)
        if generation == message.generation_id and newest < message.offset:
            self._before[message.tp, message.offset] = newest
        else:
            self._before.pop((message.tp, message.offset), None)

    def check(self, message: Any) -> None:
        """Note a message as it reaches its agent.

        Raises:
            SkippedMessageError: One that was fetched before it, under the same assignment, never did.
        """
        before = self._before.pop((message.tp, message.offset), None)
        generation, last = self._out.get(message.tp, (None, -1))
        last = last if generation == message.generation_id else -1
        if before is not None and before > last:
            raise SkippedMessageError(
                f"{message.tp.topic} partition {message.tp.partition}: offset {before} was fetched and did not arrive"
            )
        self._out[message.tp] = (message.generation_id, max(last, message.offset))


async def unbroken(events: AsyncIterator[EventT[Any]], app: AppT[Any]) -> AsyncIterator[EventT[Any]]:
    """Pass events on.

    Raises:
        SkippedMessageError: One is missing between two of them.
    """
    async for event in events:
        app.consumer.trail.check(event.message)
        yield event
