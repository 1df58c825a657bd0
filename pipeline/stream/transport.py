"""Faust's Kafka transport with its leaks mended, and a check that nothing leaks all the same.

Measured with faust-streaming 0.15.3 and aiokafka 0.14.0:

* After a rebalance, streams are resumed twice, and the second time empties queues that already hold messages; the
  consumer's commit then steps over a single missing message without a word.
* What is fetched from a stream while tables are restored is dropped, and read again only because every partition is
  sought to its committed offset afterwards. Where nothing was ever committed nothing is sought: the messages that were
  dropped do not come, for as long as the worker lives.
* A worker that its group gave up goes on working, and sending, until it has joined anew: see membership.py.
* Messages that were fetched before that seek can still be delivered after it; the ones that are sought are then taken
  for read.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any

import aiokafka
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, AppT
from faust.types.tuples import Message
from mode.utils.queues import FlowControlEvent

from pipeline.stream.broker import is_embedded_at
from pipeline.stream.membership import Membership, guard_client, watch_coordinator
from pipeline.stream.offsets import end_offsets
from pipeline.stream.trail import FetchTrail
from pipeline.stream.watchdog import end_process


class SteadyFlowControl(FlowControlEvent):
    """Empties queues when flow is resumed, but not when it was never suspended: they hold live messages then."""

    def resume(self) -> None:
        """Let messages flow."""
        if not self.is_active():
            super().resume()


class Fetched(dict[TP, list[Any]]):
    """Records of one fetch by partition, with the seek that they came after."""

    def __init__(self, records: Mapping[TP, list[Any]], *, seek: int | None) -> None:
        super().__init__(records)
        self.seek = seek
        """Number of the seek; None while the streams of the present assignment have not been sought yet."""


class _ConsumerThread(driver.AIOKafkaConsumerThread):
    """Seeks every stream after a rebalance, waits less on a fetch than Faust does, and knows the embedded broker.

    Faust hard-codes 1.5 s for a fetch. Asked for the end of a partition, the embedded broker names the first message
    of the last batch: a table would be restored only that far.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_seek: int | None = None
        """Number of the last seek of the present assignment's streams; None before it."""
        self._seeks = count()

    async def on_start(self) -> None:
        await super().on_start()
        watch_coordinator(self._ensure_consumer()._coordinator, self.transport.membership)  # noqa: SLF001

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        self.last_seek = None
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        self.last_seek = None
        await super().on_partitions_assigned(assigned, generation_id)

    async def seek_to_committed(self) -> Mapping[TP, int | None]:
        """Seek streams to what is committed, to their beginning where nothing is; return what is committed."""
        committed: Mapping[TP, int | None] = await self.call_thread(self._seek_streams, self._ensure_consumer())
        return committed

    async def _seek_streams(self, consumer: aiokafka.AIOKafkaConsumer) -> Mapping[TP, int | None]:
        streams = [tp for tp in self.assignment() if not self.consumer._is_changelog_tp(tp)]  # noqa: SLF001
        committed = {tp: await consumer.committed(tp) for tp in streams}
        begins = await consumer.beginning_offsets([tp for tp in streams if committed[tp] is None])
        # No await from here on: no fetch may come between a seek and its number.
        for tp in streams:
            offset = committed[tp]
            consumer.seek(tp, begins[tp] if offset is None else offset)
            self.consumer.begin_at(tp, offset)
        self.last_seek = next(self._seeks)
        return committed

    async def _fetch_records(self, *args: Any, **kwargs: Any) -> Fetched:
        records = await super()._fetch_records(*args, **kwargs)
        return Fetched(records, seek=self.last_seek)

    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = transport.fetch_max_wait_ms  # noqa: SLF001 - no public way; read at start
        return consumer

    async def _highwaters(self, partitions: list[TP]) -> Mapping[TP, int]:
        listed: Mapping[TP, int] = await super()._highwaters(partitions)
        servers = self.app.conf.broker_consumer
        bootstrap_servers = ",".join(f"{url.host}:{url.port}" for url in servers)
        real = await asyncio.get_running_loop().run_in_executor(None, _embedded_ends, bootstrap_servers, tuple(listed))
        return {**listed, **real}


def _embedded_ends(bootstrap_servers: str, partitions: Sequence[TP]) -> Mapping[TP, int]:
    """Find the real ends of partitions, where the broker is the embedded one; nothing where it is another."""
    if not partitions or not is_embedded_at(bootstrap_servers):
        return {}
    ends = end_offsets(bootstrap_servers, [(tp.topic, tp.partition) for tp in partitions])
    return {TP(topic, number): end for (topic, number), end in ends.items()}


class _Consumer(driver.Consumer):
    """Delivers and acknowledges only messages of the present assignment, and remembers which came before which.

    After a rebalance a message of the former assignment may still be finished, or be skipped by the stream, which
    acknowledges what it skips. Counted for the present assignment, that would commit past a message that is read
    again and not yet worked.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trail = FetchTrail()

    def committed(self, tp: TP) -> int | None:
        """Return up to where a partition is committed; None where nothing is."""
        return self._committed_offset.get(tp) or None

    def seen_end(self, tp: TP) -> int | None:
        """Return the end of a partition as the last fetch from it had it; None before the first."""
        try:
            end: int | None = self.highwater(tp)
        except (AssertionError, AttributeError, KeyError):
            return None  # taken away at this moment, by the consumer's own thread
        return end

    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return _ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def perform_seek(self) -> None:
        """Go to what is committed, in every stream."""
        await self.seek_to_committed()

    def begin_at(self, tp: TP, committed: int | None) -> None:
        """Expect a partition from there on; called where it is sought, before anything is fetched from there."""
        self._read_offset[tp] = committed
        self._committed_offset[tp] = committed or None

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Message]]:  # noqa: ASYNC109 - Faust's name
        """Give what is fetched next: of streams only what was fetched from where they were sought last.

        Everything else has been fetched from a place that is, or will be, sought again.
        """
        records, active = await self._wait_next_records(timeout)
        if not records or self.should_stop:
            return
        for tp, record in self.scheduler.iterate(records):
            if not self.flow_active:
                return
            if self._is_due(tp, seek=records.seek) and (tp in active or tp in self._buffered_partitions):
                self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
                yield tp, self._to_message(tp, record)

    def _is_due(self, tp: TP, *, seek: int | None) -> bool:
        if self._is_changelog_tp(tp):
            return True  # a table that is restored seeks on its own
        return seek is not None and seek == self._thread.last_seek

    def _to_message(self, tp: TP, record: Any) -> Any:
        message = super()._to_message(tp, record)
        self.trail.fetched(message)
        return message

    def ack(self, message: Message) -> bool:
        if message.generation_id != self.app.consumer_generation_id:
            message.acked = True
            self._unacked_messages.discard(message)
            return False
        return bool(super().ack(message))


class _Producer(driver.Producer):
    """Sends only while the partitions of this worker are its own."""

    async def on_start(self) -> None:
        await super().on_start()
        guard_client(self._ensure_producer().client, self.transport.membership)


class NewswireTransport(driver.Transport):
    """The transport that the app uses."""

    Consumer = _Consumer
    Producer = _Producer

    def __init__(self, app: AppT[Any], *, fetch_max_wait_ms: int) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.fetch_max_wait_ms = fetch_max_wait_ms
        self.membership = Membership(
            session_s=app.conf.broker_session_timeout,
            rebalance_s=app.conf.broker_rebalance_timeout,
            end=lambda reason: end_process(reason, code=0 if app.should_stop else 1),
        )


def mend_transport(app: AppT[Any], *, fetch_max_wait_ms: int) -> None:
    """Give a new app this transport and flow control, before it makes its first stream."""
    app.transport = NewswireTransport(app, fetch_max_wait_ms=fetch_max_wait_ms)
    app.flow_control = SteadyFlowControl()
