"""Sends messages and waits until the broker has every one of them."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol

from aiokafka.errors import MessageSizeTooLargeError
from faust.types import AppT

from pipeline.errors import InvalidRecordError
from pipeline.stages.messages import Outgoing


class Publisher(Protocol):
    """Where the agents send to."""

    async def publish(self, messages: Sequence[Outgoing]) -> None:
        """Send messages in order and return when the broker has them all.

        Raises:
            InvalidRecordError: A message is larger than the topic takes (`output_too_large`).
        """


class TopicPublisher:
    """Sends over the app's producer, which keeps the order of messages of one partition."""

    def __init__(self, app: AppT[Any], *, topic_prefix: str, schemas: Mapping[str, str] | None = None) -> None:
        self._app = app
        self._prefix = topic_prefix
        self._topics: dict[str, Any] = {}
        self._schemas = schemas or {}

    async def publish(self, messages: Sequence[Outgoing]) -> None:
        """Send messages in order and return when the broker has them all."""
        try:
            confirmations = [await self._send(message) for message in messages]
            for confirmation in confirmations:
                await confirmation
        except MessageSizeTooLargeError as error:
            raise InvalidRecordError("output_too_large", "what it yields is larger than a topic takes") from error

    async def _send(self, message: Outgoing) -> Awaitable[object]:
        topic = self._topics.get(message.topic)
        if topic is None:
            topic = raw_topic(self._app, self._prefix + message.topic)
            self._topics[message.topic] = topic
        sent: Awaitable[object] = await topic.send(
            key=message.key, value=message.value, headers={"schema": message.schema.encode()}
        )
        return sent


def raw_topic(app: AppT[Any], name: str) -> Any:
    """Describe a topic whose keys and values are bytes that Faust passes on as they are."""
    return app.topic(name, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
