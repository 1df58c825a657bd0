import asyncio
from collections.abc import Awaitable, Sequence

import pytest

from pipeline import codec
from pipeline.stages.messages import Incoming, Outcome
from pipeline.stream.delivery import Delivery, HoldLimits
from pipeline.stream.tables import Change, TableAgent, TableStore
from tests.stream.fakes import FakeEvent, FakePublisher, failed, published, settle, stream_of


class FakeStage:
    name = "deduplicator"

    def __init__(self, outcome=published) -> None:  # type: ignore[no-untyped-def]
        self._outcome = outcome

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [self._outcome(incoming) for incoming in batch]


class FakeTable:
    def __init__(self, data: dict[bytes, bytes] | None = None) -> None:
        self.data = data or {}


class FakeChangelog:
    """Confirms at once, or never."""

    def __init__(self, *, confirms: bool = True) -> None:
        self.changes: list[Change] = []
        self._confirms = confirms

    async def send(self, partition: int, changes: Sequence[Change]) -> Awaitable[None]:
        self.changes.extend(changes)
        confirmation: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._confirms:
            confirmation.set_result(None)
        return confirmation


def run(publisher: FakePublisher, outcome=published, values: Sequence[bytes] = (b"a", b"b"), changelog=None):  # type: ignore[no-untyped-def]
    acked: list[tuple[int, int]] = []
    stopped: list[str] = []

    async def scenario() -> None:
        delivery = Delivery(stage="deduplicator", publisher=publisher, limits=HoldLimits(), stop_worker=stopped.append)
        events = [FakeEvent(value, offset=offset, acked=acked) for offset, value in enumerate(values)]
        agent = TableAgent(
            stage=FakeStage(outcome), store=TableStore(FakeTable()), changelog=changelog or FakeChangelog(),
            delivery=delivery,
        )  # fmt: skip
        await agent.run(stream_of(events))
        await settle()

    asyncio.run(scenario())
    return acked, stopped


def test_messages_are_acknowledged_in_order() -> None:
    acked, _stopped = run(FakePublisher())

    assert acked == [(0, 0), (0, 1)]


def test_a_failed_message_is_buried_and_acknowledged() -> None:
    publisher = FakePublisher()

    run(publisher, failed, [b"a"])

    assert [message.topic for message in publisher.sent] == ["news.dead-letters"]


def test_what_cannot_be_published_is_not_acknowledged() -> None:
    acked, _stopped = run(FakePublisher(error=ConnectionError("broker gone")))

    assert acked == []


def test_what_cannot_be_published_stops_the_worker() -> None:
    _acked, stopped = run(FakePublisher(error=ConnectionError("broker gone")))

    assert stopped


def test_a_table_gives_back_what_was_put() -> None:
    store = TableStore(FakeTable())
    store.put("key", {"a": 1})

    assert store.get("key") == {"a": 1}


@pytest.mark.parametrize("key", ["known", "unknown"])
def test_a_table_forgets_a_key(key: str) -> None:
    store = TableStore(FakeTable({b"known": b"{}"}))
    store.delete(key)

    assert store.get(key) is None


def test_a_message_whose_state_is_not_saved_is_not_acknowledged() -> None:
    acked, _stopped = run(FakePublisher(), changelog=FakeChangelog(confirms=False))

    assert acked == []


def test_changes_are_given_once_and_in_order() -> None:
    store = TableStore(FakeTable({b"old": b"{}"}))
    store.put("new", {})
    store.delete("old")
    store.delete("unknown")

    assert (store.take_changes(), store.take_changes()) == ([(b"new", codec.encode_state({})), (b"old", None)], [])


def test_a_stage_that_breaks_is_not_acknowledged() -> None:
    def broken(incoming: Incoming) -> Outcome:
        raise OSError("state folder gone")

    with pytest.raises(OSError, match="state folder gone"):
        run(FakePublisher(), broken)
