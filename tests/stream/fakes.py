"""Stand-ins for Faust's events, the pool and the publisher: each does what a test says, and remembers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from types import SimpleNamespace

from faust.types import TP

from pipeline.stages.messages import Failure, Incoming, Outcome, Outgoing

TOPIC = "news.articles.raw"


class FakeEvent:
    """One message of a partition; counts its acknowledgements."""

    def __init__(
        self,
        value: bytes | None,
        *,
        acked: list[tuple[int, int]],
        partition: int = 0,
        offset: int = 0,
        headers: tuple[tuple[str, bytes], ...] = (),
    ) -> None:
        self.message = SimpleNamespace(
            value=value,
            key=b"key",
            timestamp=0.0,
            headers=headers,
            topic=TOPIC,
            partition=partition,
            offset=offset,
            tp=TP(TOPIC, partition),
        )
        self._acked = acked

    def ack(self) -> bool:
        self._acked.append((self.message.partition, self.message.offset))
        return True


async def stream_of(events: Sequence[FakeEvent]) -> AsyncIterator[FakeEvent]:
    for event in events:
        yield event


class FakePool:
    """Works a message when the gate for its value is open; `slow` values wait for `release`."""

    def __init__(self, *, slow: Sequence[bytes] = (), outcome: Callable[[Incoming], Outcome] | None = None):
        self.batches: list[list[bytes | None]] = []
        self._slow = set(slow)
        self._gate = asyncio.Event()
        self._outcome = outcome or published

    def release(self) -> None:
        self._gate.set()

    async def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        self.batches.append([incoming.value for incoming in batch])
        if any(incoming.value in self._slow for incoming in batch):
            await self._gate.wait()
        await asyncio.sleep(0)
        return [self._outcome(incoming) for incoming in batch]


class FakePublisher:
    """Remembers what was published; raises what it is told to."""

    def __init__(self, *, error: BaseException | None = None):
        self.sent: list[Outgoing] = []
        self._error = error

    async def send(self, messages: Sequence[Outgoing]) -> Awaitable[None]:
        self.sent.extend(messages)
        confirmation: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(self._confirm, confirmation)
        return confirmation

    def _confirm(self, confirmation: "asyncio.Future[None]") -> None:
        if confirmation.done():
            return
        if self._error is not None:
            confirmation.set_exception(self._error)
        else:
            confirmation.set_result(None)

    @property
    def values(self) -> list[bytes | None]:
        return [message.value for message in self.sent]


def published(incoming: Incoming) -> Outcome:
    return Outcome(messages=(Outgoing(topic="out", key=b"key", value=incoming.value, schema="test"),))


def failed(incoming: Incoming) -> Outcome:
    return Outcome(failure=Failure(reason="bug", detail="of the test"))


async def settle() -> None:
    """Let every task that can go on go on."""
    for _ in range(50):
        await asyncio.sleep(0)
