"""Faust's Kafka transport with two mends: late acknowledgements do nothing, and fetches do not wait long."""

from typing import Any

import aiokafka
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, AppT
from faust.types.tuples import Message


class _ConsumerThread(driver.AIOKafkaConsumerThread):
    """Faust hard-codes a fetch wait of 1.5 s, which a broker that answers long polls late turns into latency."""

    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = transport.fetch_max_wait_ms  # noqa: SLF001 - no public way; read at start
        return consumer


class _Consumer(driver.Consumer):
    """Acknowledges only messages of the present assignment.

    After a rebalance a message of the former assignment may still be finished, or be skipped by the stream, which
    acknowledges what it skips. Counted for the present assignment, that would commit past a message that is read
    again and not yet worked.
    """

    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return _ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def ack(self, message: Message) -> bool:
        if message.generation_id != self.app.consumer_generation_id:
            message.acked = True
            self._unacked_messages.discard(message)
            return False
        return bool(super().ack(message))


class NewswireTransport(driver.Transport):
    """The transport that the app uses."""

    Consumer = _Consumer

    def __init__(self, app: AppT[Any], *, fetch_max_wait_ms: int) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.fetch_max_wait_ms = fetch_max_wait_ms


__all__ = ["TP", "NewswireTransport"]
