import asyncio
import json
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

import pytest
from faust.types import TP

from pipeline.errors import InvalidRecordError
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import DEAD_LETTERS
from pipeline.stream.delivery import Delivery, HoldLimits
from pipeline.stream.pump import Pump
from tests.stream.fakes import TOPIC, FakeEvent, FakePool, FakePublisher, failed, published, settle, stream_of


@dataclass(frozen=True, kw_only=True)
class Limits:
    window: int = 32
    batches: int = 4
    chunk: int = 1
    hold: HoldLimits = field(default_factory=HoldLimits)


class Run:
    """A pump over fakes, with events numbered by partition."""

    def __init__(self, pool: FakePool, publisher: FakePublisher | None = None, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self.acked: list[tuple[int, int]] = []
        self.stopped: list[str] = []
        self.publisher = publisher or FakePublisher()
        self.delivery = Delivery(
            stage="cleaner", publisher=self.publisher, limits=limits.hold, stop_worker=self.stopped.append
        )
        self.pump = Pump(
            delivery=self.delivery, pool=pool, window=limits.window, batches=limits.batches, chunk=limits.chunk
        )

    async def take(self, values: Sequence[tuple[int, bytes | None]]) -> None:
        offsets: dict[int, int] = {}
        events = []
        for partition, value in values:
            offset = offsets.get(partition, 0)
            offsets[partition] = offset + 1
            events.append(FakeEvent(value, partition=partition, offset=offset, acked=self.acked))
        self.task = asyncio.get_running_loop().create_task(self.pump.run(stream_of(events)))
        await settle()


def test_nothing_behind_a_slow_message_is_acknowledged() -> None:
    async def scenario() -> list[tuple[int, int]]:
        run = Run(FakePool(slow=[b"slow"]))
        await run.take([(0, b"slow"), (0, b"b"), (0, b"c")])
        return run.acked

    assert asyncio.run(scenario()) == []


def test_a_slow_message_holds_back_no_other_partition() -> None:
    async def scenario() -> list[tuple[int, int]]:
        run = Run(FakePool(slow=[b"slow"]))
        await run.take([(0, b"slow"), (1, b"b"), (0, b"c"), (1, b"d")])
        return run.acked

    assert asyncio.run(scenario()) == [(1, 0), (1, 1)]


def test_outputs_of_a_partition_leave_in_the_order_in_which_messages_came() -> None:
    async def scenario() -> list[bytes | None]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool)
        await run.take([(0, b"slow"), (0, b"b"), (0, b"c")])
        pool.release()
        await settle()
        return run.publisher.values

    assert asyncio.run(scenario()) == [b"slow", b"b", b"c"]


def test_every_message_is_acknowledged_in_order_once_the_slow_one_is_done() -> None:
    async def scenario() -> list[tuple[int, int]]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool)
        await run.take([(0, b"slow"), (0, b"b"), (0, b"c")])
        pool.release()
        await settle()
        return run.acked

    assert asyncio.run(scenario()) == [(0, 0), (0, 1), (0, 2)]


def test_a_message_that_fails_becomes_a_dead_letter_and_is_acknowledged() -> None:
    async def scenario() -> tuple[list[str], list[tuple[int, int]]]:
        run = Run(FakePool(outcome=failed))
        await run.take([(0, b"a")])
        return [message.topic for message in run.publisher.sent], run.acked

    assert asyncio.run(scenario()) == (["news.dead-letters"], [(0, 0)])


def test_a_message_after_a_failed_one_still_comes_out() -> None:
    def outcome(incoming: Incoming) -> Outcome:
        return failed(incoming) if incoming.value == b"poison" else published(incoming)

    async def scenario() -> list[bytes | None]:
        run = Run(FakePool(outcome=outcome))
        await run.take([(0, b"poison"), (0, b"b"), (0, b"poison"), (0, b"d")])
        return [message.value for message in run.publisher.sent if message.topic == "out"]

    assert asyncio.run(scenario()) == [b"b", b"d"]


def test_what_cannot_be_published_stops_the_worker_unacknowledged() -> None:
    async def scenario() -> tuple[int, list[tuple[int, int]]]:
        run = Run(FakePool(), FakePublisher(error=ConnectionError("broker gone")))
        await run.take([(0, b"a"), (0, b"b")])
        return min(len(run.stopped), 1), run.acked

    assert asyncio.run(scenario()) == (1, [])


def test_a_pool_that_breaks_stops_the_worker_unacknowledged() -> None:
    class BrokenPool(FakePool):
        async def work(self, stage, batch):  # type: ignore[no-untyped-def]
            raise RuntimeError("pool gone")

    async def scenario() -> tuple[int, list[tuple[int, int]]]:
        run = Run(BrokenPool())
        await run.take([(0, b"a")])
        return min(len(run.stopped), 1), run.acked

    assert asyncio.run(scenario()) == (1, [])


def test_no_more_than_the_window_is_taken_in_while_the_pool_is_busy() -> None:
    async def scenario() -> int:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool, limits=Limits(window=3, batches=1, chunk=1))
        await run.take([(0, b"slow")] * 10)
        return run.pump._unfinished()

    assert asyncio.run(scenario()) == 3


def test_no_more_bytes_are_held_than_allowed() -> None:
    async def scenario() -> int:
        pool = FakePool(slow=[b"s" * 60])
        run = Run(pool, limits=Limits(hold=HoldLimits(total_bytes=100), batches=9))
        await run.take([(0, b"s" * 60)] * 5)
        return len(pool.batches)

    assert asyncio.run(scenario()) == 1


def test_a_message_larger_than_the_bound_is_still_admitted_when_nothing_else_is_held() -> None:
    async def scenario() -> list[tuple[int, int]]:
        run = Run(FakePool(), limits=Limits(hold=HoldLimits(total_bytes=10)))
        await run.take([(0, b"x" * 50)])
        return run.acked

    assert asyncio.run(scenario()) == [(0, 0)]


def test_a_single_message_goes_to_the_pool_alone() -> None:
    async def scenario() -> list[int]:
        pool = FakePool()
        run = Run(pool, limits=Limits(batches=2, chunk=8))
        await run.take([(0, b"a")])
        return [len(batch) for batch in pool.batches]

    assert asyncio.run(scenario()) == [1]


def test_under_backlog_batches_grow_up_to_the_chunk() -> None:
    async def scenario() -> int:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool, limits=Limits(window=40, batches=2, chunk=8))
        await run.take([(0, b"slow"), (0, b"slow")] + [(0, b"x")] * 30)
        pool.release()
        await settle()
        return max(len(batch) for batch in pool.batches)

    assert asyncio.run(scenario()) == 8


def test_messages_of_a_revoked_partition_are_never_acknowledged() -> None:
    async def scenario() -> list[tuple[int, int]]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool)
        await run.take([(0, b"slow"), (1, b"slow")])
        run.delivery.revoke([TP(TOPIC, 0)])
        pool.release()
        await settle()
        return run.acked

    assert asyncio.run(scenario()) == [(1, 0)]


def test_a_partition_that_comes_back_is_worked_again() -> None:
    async def scenario() -> list[tuple[int, int]]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool)
        await run.take([(0, b"slow")])
        run.delivery.revoke([TP(TOPIC, 0)])
        pool.release()
        await settle()
        await run.take([(0, b"again")])
        return run.acked

    assert asyncio.run(scenario()) == [(0, 0)]


def test_revoking_makes_room_for_what_waits() -> None:
    async def scenario() -> list[tuple[int, int]]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool, limits=Limits(hold=HoldLimits(messages=1)))
        await run.take([(0, b"slow"), (1, b"b")])
        run.delivery.revoke([TP(TOPIC, 0)])
        await settle()
        return run.acked

    assert asyncio.run(scenario()) == [(1, 0)]


def test_too_many_failures_of_our_own_in_a_row_stop_the_worker() -> None:
    async def scenario() -> int:
        run = Run(FakePool(outcome=failed), limits=Limits(hold=HoldLimits(failures_in_a_row=3)))
        await run.take([(0, b"a"), (0, b"b"), (0, b"c")])
        return len(run.stopped)

    assert asyncio.run(scenario()) == 1


def test_a_tombstone_reaches_the_pool_like_any_message() -> None:
    async def scenario() -> list[list[bytes | None]]:
        pool = FakePool()
        await Run(pool).take([(0, None)])
        return pool.batches

    assert asyncio.run(scenario()) == [[None]]


def test_the_age_of_the_oldest_message_is_that_of_a_partitions_head() -> None:
    async def scenario() -> float:
        run = Run(FakePool(slow=[b"slow"]))
        await run.take([(0, b"slow"), (1, b"b")])
        await asyncio.sleep(0.02)
        return run.delivery.oldest_age_s()

    assert asyncio.run(scenario()) >= 0.02


def test_nothing_held_has_no_age() -> None:
    async def scenario() -> float:
        run = Run(FakePool())
        await run.take([(0, b"a")])
        return run.delivery.oldest_age_s()

    assert asyncio.run(scenario()) == 0.0


@pytest.mark.parametrize(("headers", "attempts"), [((), 1), ((("attempts", b"2"),), 3), ((("attempts", b"many"),), 1)])
def test_a_message_that_fails_again_counts_its_attempts(headers: tuple[tuple[str, bytes], ...], attempts: int) -> None:
    async def scenario() -> int:
        run = Run(FakePool(outcome=failed))
        await run.pump.run(stream_of([FakeEvent(b"a", acked=run.acked, headers=headers)]))
        await settle()
        return int(json.loads(run.publisher.values[0] or b"")["attempts"])

    assert asyncio.run(scenario()) == attempts


def test_a_batch_holds_messages_of_one_partition_only() -> None:
    async def scenario() -> set[int]:
        pool = FakePool(slow=[b"slow"])
        run = Run(pool, limits=Limits(batches=1, chunk=8))
        await run.take([(0, b"slow"), *((partition, b"%d" % partition) for partition in (0, 1, 2) for _ in range(4))])
        pool.release()
        await settle()
        return {len(set(batch)) for batch in pool.batches}

    assert asyncio.run(scenario()) == {1}


class RefusingPublisher(FakePublisher):
    """A broker that takes dead letters, and nothing else."""

    async def send(self, messages: Sequence[Outgoing]) -> Awaitable[None]:
        if messages[0].topic == DEAD_LETTERS:
            return await super().send(messages)
        refusal: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        refusal.set_exception(InvalidRecordError("output_too_large", "of the test"))
        return refusal


def test_what_the_broker_will_never_take_becomes_a_dead_letter_and_is_acknowledged() -> None:
    async def scenario() -> tuple[list[str], list[tuple[int, int]], list[str]]:
        publisher = RefusingPublisher()
        run = Run(FakePool(), publisher)
        await run.take([(0, b"rich"), (0, b"rich too")])
        reasons = [json.loads(message.value or b"")["reason"] for message in publisher.sent]
        return reasons, run.acked, run.stopped

    assert asyncio.run(scenario()) == (["output_too_large"] * 2, [(0, 0), (0, 1)], [])
