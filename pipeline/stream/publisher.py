"""Sends messages, and tells when the broker has every one of them."""

from collections.abc import Awaitable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError
from faust.exceptions import ProducerSendError
from faust.types import AppT

from pipeline.codec import framed
from pipeline.errors import InvalidRecordError
from pipeline.stages.messages import Outgoing


class Publisher(Protocol):
    """Where the agents send to."""

    async def send(self, messages: Sequence[Outgoing]) -> Awaitable[None]:
        """Hand messages to the producer, in order; what is returned waits until the broker has them all.

        Raises:
            InvalidRecordError: A message is larger than a topic takes (`output_too_large`); the wait may raise it, too.
        """


class TopicPublisher:
    """Sends over the app's producer, which keeps the order of messages of one partition.

    Args:
        app: Whose producer it is.
        topic_prefix: Put before the names of topics.
        schema_ids: Ids of the topics' schemas by the contract's name of a topic: values then carry them as Confluent's
            wire format has it.
    """

    def __init__(self, app: AppT[Any], *, topic_prefix: str, schema_ids: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._schema_ids = schema_ids or {}
        self._prefix = topic_prefix
        self._topics: dict[str, Any] = {}

    async def send(self, messages: Sequence[Outgoing]) -> Awaitable[None]:
        """Hand messages to the producer; Faust's first `await` does no more than that."""
        with too_large_refused():
            return Confirmations([await self._send(message) for message in messages])

    async def _send(self, message: Outgoing) -> Awaitable[object]:
        topic = self._topics.get(message.topic)
        if topic is None:
            topic = self._topics[message.topic] = raw_topic(self._app, self._prefix + message.topic)
        headers = {"schema": message.schema.encode()}
        value = message.value
        if value is not None and self._schema_ids:
            value = framed(value, self._schema_ids[message.topic])
        confirmation: Awaitable[object] = await topic.send(key=message.key, value=value, headers=headers)
        return confirmation


class Confirmations:
    """Waits for several; unlike a coroutine, it may be dropped unawaited when a partition is taken away."""

    def __init__(self, confirmations: Sequence[Awaitable[object]]) -> None:
        self._confirmations = confirmations

    def __await__(self) -> Generator[Any, None, None]:
        with too_large_refused():
            for confirmation in self._confirmations:
                yield from confirmation.__await__()


@contextmanager
def too_large_refused() -> Iterator[None]:
    """Tell a message that is too large, which will never be taken, from a broker that fails.

    The producer refuses what is above its own limit, the broker what is above the topic's.

    Raises:
        InvalidRecordError: It is too large (`output_too_large`).
    """
    try:
        yield
    except (MessageSizeTooLargeError, RecordListTooLargeError, ProducerSendError) as error:
        if isinstance(error, ProducerSendError) and not isinstance(error.__cause__, MessageSizeTooLargeError):
            raise
        raise InvalidRecordError("output_too_large", "what it yields is larger than a topic takes") from error


RAW_TYPES: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
"""Bytes that Faust passes on as they are."""


def raw_topic(app: AppT[Any], name: str) -> Any:
    """Describe a topic whose keys and values are bytes that Faust passes on as they are."""
    return app.topic(name, **RAW_TYPES)
