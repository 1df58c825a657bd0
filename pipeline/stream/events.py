"""From Faust's events to messages, and from outcomes to topics: what the pump and the table agents share."""

import logging
from datetime import UTC, datetime
from typing import Any

from faust.types import EventT

from pipeline.errors import InvalidRecordError
from pipeline.records.dead_letter import Origin
from pipeline.stages.dead_letters import dead_letter_message
from pipeline.stages.messages import Failure, Incoming, Outcome
from pipeline.stream.publisher import Publisher

log = logging.getLogger("newswire.stream")


def incoming_of(event: EventT[Any]) -> Incoming:
    """Take the raw bytes, key and time of an event's message."""
    message = event.message
    return Incoming(value=message.value, key=message.key, timestamp=datetime.fromtimestamp(message.timestamp, UTC))


async def publish_outcome(event: EventT[Any], outcome: Outcome, *, stage: str, publisher: Publisher) -> Failure | None:
    """Publish what came of a message, or its dead letter; return the failure, when there was one.

    Whatever the publisher raises beyond an invalid record goes through: then the message must not be acknowledged.
    """
    failure = outcome.failure
    if failure is None:
        try:
            await publisher.publish(outcome.messages)
        except InvalidRecordError as error:
            failure = Failure(reason=error.reason, detail=error.detail)
    if failure is not None:
        await _bury(event, failure, stage=stage, publisher=publisher)
    return failure


async def _bury(event: EventT[Any], failure: Failure, *, stage: str, publisher: Publisher) -> None:
    message = event.message
    origin = Origin(topic=message.topic, partition=message.partition, offset=message.offset)
    letter = dead_letter_message(incoming_of(event), failure, stage=stage, origin=origin, failed_at=datetime.now(UTC))
    await publisher.publish([letter])
    log.warning(
        "dead-lettered",
        extra={
            "reason": failure.reason,
            "stage": stage,
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
        },
    )
