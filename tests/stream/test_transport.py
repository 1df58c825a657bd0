"""Faust's transport, where its own would lose messages."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import faust
import pytest
from faust.types import TP
from mode.utils.queues import ThrowableQueue

from pipeline.stream.transport import Fetched, SteadyFlowControl, mend_transport

STREAM, OTHER = TP("news.articles.raw", 0), TP("news.articles.raw", 1)


class FakeKafkaConsumer:
    """What aiokafka's consumer knows of partitions, and where it was told to go."""

    def __init__(self, *, committed: Mapping[TP, int | None], begins: Mapping[TP, int]) -> None:
        self.sought: dict[TP, int] = {}
        self._committed = committed
        self._begins = begins

    def assignment(self) -> set[TP]:
        return set(self._committed)

    async def committed(self, tp: TP) -> int | None:
        return self._committed[tp]

    async def beginning_offsets(self, partitions: Sequence[TP]) -> dict[TP, int]:
        return {tp: self._begins[tp] for tp in partitions}

    def seek(self, tp: TP, offset: int) -> None:
        self.sought[tp] = offset


async def new_consumer(fake: FakeKafkaConsumer, tmp_path: Any) -> Any:
    """A consumer over a fake of aiokafka's, to which all its streams are assigned."""
    app = faust.App("test", broker="kafka://127.0.0.1:1", store="memory://", datadir=tmp_path)
    mend_transport(app, fetch_max_wait_ms=50)
    consumer: Any = app.consumer
    consumer._thread._consumer = fake
    consumer._set_active_tps(fake.assignment())
    consumer.resume_flow()
    consumer.highwater = lambda _tp: 0
    consumer._to_message = lambda _tp, record: record
    return consumer


async def delivered(consumer: Any, records: Fetched) -> list[tuple[TP, Any]]:
    async def fetch(**_: object) -> Fetched:
        return records

    consumer._getmany = fetch
    return [(tp, record) async for tp, record in consumer.getmany(timeout=0.0)]


async def seek(consumer: Any) -> None:
    await consumer._thread._seek_streams(consumer._thread._consumer)


@pytest.mark.parametrize(
    ("committed", "place"), [(None, 7), (0, 0), (12, 12)], ids=["nothing", "the first message", "some messages"]
)
def test_a_stream_goes_to_what_is_committed_or_to_its_beginning(
    tmp_path: Any, committed: int | None, place: int
) -> None:
    async def run() -> dict[TP, int]:
        consumer = await new_consumer(FakeKafkaConsumer(committed={STREAM: committed}, begins={STREAM: 7}), tmp_path)
        await seek(consumer)
        return consumer._thread._consumer.sought

    assert asyncio.run(run()) == {STREAM: place}


def test_what_was_fetched_since_the_last_seek_is_delivered(tmp_path: Any) -> None:
    async def run() -> list[tuple[TP, Any]]:
        consumer = await new_consumer(FakeKafkaConsumer(committed={STREAM: 1, OTHER: 1}, begins={}), tmp_path)
        await seek(consumer)
        return await delivered(consumer, Fetched({STREAM: ["a"], OTHER: ["b"]}, seek=consumer._thread.last_seek))

    assert sorted(asyncio.run(run())) == [(STREAM, "a"), (OTHER, "b")]


def test_what_was_fetched_before_a_seek_is_left_to_be_read_again(tmp_path: Any) -> None:
    async def run() -> list[tuple[TP, Any]]:
        consumer = await new_consumer(FakeKafkaConsumer(committed={STREAM: 1}, begins={}), tmp_path)
        await seek(consumer)
        before = consumer._thread.last_seek
        await seek(consumer)
        return await delivered(consumer, Fetched({STREAM: ["a"]}, seek=before))

    assert asyncio.run(run()) == []


def test_nothing_of_a_stream_is_delivered_before_it_was_sought(tmp_path: Any) -> None:
    async def run() -> list[tuple[TP, Any]]:
        consumer = await new_consumer(FakeKafkaConsumer(committed={STREAM: 1}, begins={}), tmp_path)
        return await delivered(consumer, Fetched({STREAM: ["a"]}, seek=None))

    assert asyncio.run(run()) == []


def test_a_seek_forgets_up_to_where_a_stream_was_read_before(tmp_path: Any) -> None:
    async def run() -> tuple[Any, Any]:
        consumer = await new_consumer(FakeKafkaConsumer(committed={STREAM: None}, begins={STREAM: 0}), tmp_path)
        consumer._read_offset[STREAM] = 501
        await seek(consumer)
        return consumer._read_offset[STREAM], consumer.committed(STREAM)

    assert asyncio.run(run()) == (None, None)


def test_resuming_what_flows_empties_no_queue() -> None:
    flow = SteadyFlowControl()
    queue: ThrowableQueue[str] = ThrowableQueue(10, flow_control=flow, clear_on_resume=True)
    flow.resume()
    queue.put_nowait("live")

    flow.resume()

    assert queue.qsize() == 1


def test_resuming_what_was_suspended_empties_queues() -> None:
    flow = SteadyFlowControl()
    queue: ThrowableQueue[str] = ThrowableQueue(10, flow_control=flow, clear_on_resume=True)
    queue.put_nowait("of before")

    flow.resume()

    assert queue.qsize() == 0
