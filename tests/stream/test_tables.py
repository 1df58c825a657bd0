import asyncio
from collections.abc import Sequence

import pytest

from pipeline.stages.messages import Incoming, Outcome
from pipeline.stream.delivery import Delivery, HoldLimits
from pipeline.stream.tables import TableAgent, TableStore
from tests.stream.fakes import FakeEvent, FakePublisher, failed, published, settle, stream_of


class FakeStage:
    name = "deduplicator"

    def __init__(self, outcome=published) -> None:  # type: ignore[no-untyped-def]
        self._outcome = outcome

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [self._outcome(incoming) for incoming in batch]


def run(publisher: FakePublisher, outcome=published, values: Sequence[bytes] = (b"a", b"b")):  # type: ignore[no-untyped-def]
    acked: list[tuple[int, int]] = []
    stopped: list[str] = []

    async def scenario() -> None:
        delivery = Delivery(stage="deduplicator", publisher=publisher, limits=HoldLimits(), stop_worker=stopped.append)
        events = [FakeEvent(value, offset=offset, acked=acked) for offset, value in enumerate(values)]
        await TableAgent(stage=FakeStage(outcome), delivery=delivery).run(stream_of(events))
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
    store = TableStore({})
    store.put("key", {"a": 1})

    assert store.get("key") == {"a": 1}


@pytest.mark.parametrize("key", ["known", "unknown"])
def test_a_table_forgets_a_key(key: str) -> None:
    store = TableStore({b"known": b"{}"})
    store.delete(key)

    assert store.get(key) is None


def test_a_stage_that_breaks_stops_the_worker_unacknowledged() -> None:
    def broken(incoming: Incoming) -> Outcome:
        raise OSError("state folder gone")

    assert run(FakePublisher(), broken)[0] == []
