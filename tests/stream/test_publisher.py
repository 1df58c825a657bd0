"""What will never be taken is told apart from a broker that fails."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, RecordListTooLargeError
from faust.exceptions import ProducerSendError

from pipeline.errors import InvalidRecordError
from pipeline.stream.publisher import Confirmations, too_large_refused


def wrapped(cause: Exception) -> ProducerSendError:
    """An error as Faust's producer raises it."""
    error = ProducerSendError("of the test")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [MessageSizeTooLargeError(), RecordListTooLargeError(), wrapped(MessageSizeTooLargeError())],
    ids=["by the topic", "by the broker", "by the producer"],
)
def test_what_is_too_large_is_an_invalid_record(error: Exception) -> None:
    with pytest.raises(InvalidRecordError, match="output_too_large"), too_large_refused():
        raise error


@pytest.mark.parametrize("error", [KafkaConnectionError(), wrapped(KafkaConnectionError())])
def test_a_broker_that_fails_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), too_large_refused():
        raise error


def test_a_wait_tells_what_the_broker_refused() -> None:
    async def wait() -> None:
        refused: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        refused.set_exception(MessageSizeTooLargeError())
        await Confirmations([refused])

    with pytest.raises(InvalidRecordError, match="output_too_large"):
        asyncio.run(wait())
