"""Sends to one topic and says, in order, what has become of each message."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError
from kafka.future import Future

from pipeline.errors import BrokerError
from pipeline.stream.connection import (
    CONNECT_TIMEOUT_MS,
    REQUEST_TIMEOUT_MS,
    addresses,
    quieten_client,
    reached,
    said,
)

DELIVERY_TIMEOUT_MS = 30_000
"""How long a message may be on its way, retries included: a broker may restart in that time."""
ROOM_BYTES = 1_000_000
"""What key, headers and framing may add to the largest value."""
PENDING_MESSAGES = 2_000
PENDING_BYTES = 64_000_000
TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)

Token = TypeVar("Token")
Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled(Generic[Token]):
    """A message of which it is known what became of it."""

    token: Token
    """What was given with it."""
    refusal: str | None = None
    """Why the broker does not take it; None when it has it."""


class OrderedProducer(Generic[Token]):
    """Sends messages to a topic; each is settled after all that were sent before it."""

    def __init__(self, client: Any, *, topic: str, bootstrap_servers: str) -> None:
        self._client = client
        self._topic = topic
        self._bootstrap_servers = bootstrap_servers
        self._pending: deque[tuple[Token, int, Any]] = deque()
        self._bytes = 0

    def send(self, token: Token, value: bytes | None, *, key: bytes | None = None, headers: Headers = ()) -> None:
        """Put a message on its way.

        Raises:
            BrokerError: The topic cannot be reached.
        """
        try:
            sent = self._client.send(self._topic, value=value, key=key, headers=list(headers))
        except TOO_LARGE as error:
            sent = Future().failure(error)
        except KafkaError as error:
            raise self._failure(error) from error
        size = len(value or b"")
        self._bytes += size
        self._pending.append((token, size, sent))

    def settled(self) -> Iterator[Settled[Token]]:
        """Give what is settled by now; wait for some of it when too much is on its way.

        Raises:
            BrokerError: The broker has not taken a message in time, or fails.
        """
        while self._pending and (self._is_full() or self._pending[0][2].is_done):
            yield self._settle_first()

    def drain(self) -> Iterator[Settled[Token]]:
        """Wait until everything is settled, and give it.

        Raises:
            BrokerError: The broker has not taken a message in time, or fails.
        """
        while self._pending:
            yield self._settle_first()

    def _is_full(self) -> bool:
        return len(self._pending) >= PENDING_MESSAGES or self._bytes > PENDING_BYTES

    def _settle_first(self) -> Settled[Token]:
        token, size, sent = self._pending[0]
        try:
            _wait(sent)
            settled = Settled(token=token)
        except TOO_LARGE:
            settled = Settled(token=token, refusal="larger than its topic takes")
        except KafkaError as error:
            raise self._failure(error) from error
        self._pending.popleft()
        self._bytes -= size
        return settled

    def _failure(self, error: KafkaError) -> BrokerError:
        return BrokerError(f"the broker at {self._bootstrap_servers} did not take a message: {said(error)}")


def _wait(sent: Any) -> None:
    """Return when the broker has a message; raise the error that keeps it from having it."""
    if not sent.is_done:
        sent.get(timeout=DELIVERY_TIMEOUT_MS / 1000)
    if sent.failed():
        raise sent.exception


@contextmanager
def opened_producer(bootstrap_servers: str, topic: str, *, max_message_bytes: int) -> Iterator[OrderedProducer[Any]]:
    """Open a producer for a topic that exists: every message is confirmed by all replicas, order is kept.

    Raises:
        BrokerError: Nobody answers there.
    """
    quieten_client()
    with reached(bootstrap_servers):
        client = KafkaProducer(
            bootstrap_servers=addresses(bootstrap_servers),
            acks="all",
            enable_idempotence=True,
            linger_ms=5,
            max_request_size=max_message_bytes + ROOM_BYTES,
            allow_auto_create_topics=False,
            max_block_ms=REQUEST_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            bootstrap_timeout_ms=CONNECT_TIMEOUT_MS,
        )
    try:
        yield OrderedProducer(client, topic=topic, bootstrap_servers=bootstrap_servers)
    finally:
        client.close(timeout=1)
