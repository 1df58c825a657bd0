"""The pool, the stages and the publisher as the agents know them, with every call measured and none changed."""

import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Any

from pipeline.stages.messages import Incoming, Outcome, Outgoing, Stage
from pipeline.stream.metrics import WorkerMetrics
from pipeline.stream.publisher import Publisher
from pipeline.stream.pump import Workbench


class MeasuredPool:
    """A pool whose batches are timed, waiting for a child included."""

    def __init__(self, pool: Workbench, metrics: WorkerMetrics) -> None:
        self._pool = pool
        self._metrics = metrics

    async def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        """Have a batch worked."""
        begun_at = time.monotonic()
        outcomes = await self._pool.work(stage, batch)
        self._metrics.batch_worked(stage, time.monotonic() - begun_at)
        return outcomes


class MeasuredStage:
    """A stage whose batches are timed."""

    def __init__(self, stage: Stage, metrics: WorkerMetrics) -> None:
        self.name = stage.name
        self._stage = stage
        self._metrics = metrics

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work a batch."""
        begun_at = time.monotonic()
        outcomes = self._stage.work(batch)
        self._metrics.batch_worked(self.name, time.monotonic() - begun_at)
        return outcomes


class MeasuredPublisher:
    """A publisher whose messages are counted when the broker has them."""

    def __init__(self, publisher: Publisher, metrics: WorkerMetrics) -> None:
        self._publisher = publisher
        self._metrics = metrics

    async def send(self, messages: Sequence[Outgoing]) -> Awaitable[None]:
        """Hand messages to the producer, in order."""
        confirmation = await self._publisher.send(messages)
        return _Then(confirmation, lambda: self._metrics.published(messages))


class _Then:
    """Waits for a confirmation, and then does something."""

    def __init__(self, confirmation: Awaitable[None], then: Callable[[], None]) -> None:
        self._confirmation = confirmation
        self._then = then

    def __await__(self) -> Generator[Any, None, None]:
        yield from self._confirmation.__await__()
        self._then()
