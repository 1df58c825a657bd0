"""Dead letters as they lie on their topic, and the way back for what they hold."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from pipeline.codec import decode
from pipeline.config import Settings
from pipeline.errors import BrokerError, InvalidRecordError
from pipeline.records.dead_letter import DeadLetter
from pipeline.stages.topics import DEAD_LETTERS
from pipeline.stream.consumer import TopicMessage, read_message, read_topic
from pipeline.stream.producer import Settled, opened_producer
from pipeline.stream.short_names import contract_topic_name

ATTEMPTS_HEADER = "attempts"
"""Header of a message that is sent round again: how often it failed already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A dead letter and where it lies."""

    partition: int
    """Partition of the topic of dead letters."""
    offset: int
    """Offset there."""
    record: DeadLetter
    """What it says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """What is sent round again."""

    topic: str
    """Where it came from, as the broker knows it."""
    key: bytes | None
    """Its key."""
    value: bytes
    """Its bytes, all of them."""
    attempts: int
    """How often it failed already."""


def read_letters(settings: Settings, *, has_values: bool = False) -> Iterator[Letter]:
    """Read all dead letters; without their values they take little room. What is no dead letter is passed over.

    Raises:
        BrokerError: Nobody answers, or there is no such topic.
    """
    for message in read_topic(settings.bootstrap_servers, settings.topic_prefix + DEAD_LETTERS):
        letter = _letter(message)
        if letter is not None:
            yield letter if has_values else replace(letter, record=replace(letter.record, value_b64=None))


def read_letter(settings: Settings, partition: int, offset: int) -> Letter:
    """Read the dead letter at a place of its topic, with its value.

    Raises:
        BrokerError: There is none at that place, or nobody answers.
    """
    topic = settings.topic_prefix + DEAD_LETTERS
    message = read_message(settings.bootstrap_servers, topic, partition, offset)
    letter = _letter(message) if message else None
    if letter is None:
        raise BrokerError(f"there is no dead letter at {partition}/{offset}: see newswire dead-letters list")
    return letter


def returned(letter: DeadLetter, *, topic_prefix: str) -> Return | str:
    """Unpack what failed, or say why it cannot go back: only what is whole, and came from a topic of ours, can."""
    topic = letter.origin.topic
    if topic is None:
        return f"it came from {letter.origin.file or 'no topic'}: feed that again"
    if contract_topic_name(topic, topic_prefix) is None:
        return f"it came from {topic}, which is no topic of this deployment"
    if letter.value_truncated:
        return f"only its first part was kept, of {letter.value_size} bytes: feed it again from where it came from"
    if letter.value_b64 is None:
        return "it has no value: there is nothing to work"
    value = unpacked(letter.value_b64)
    if value is None or sha256(value).hexdigest() != letter.value_sha256:
        return "its bytes are not those that failed: their hash differs"
    key = unpacked(letter.key_b64) if letter.key_b64 is not None else None
    return Return(topic=topic, key=key, value=value, attempts=letter.attempts)


def send_back(settings: Settings, returns: list[Return]) -> list[Settled[Return]]:
    """Send messages to where they came from, and wait until the broker has them.

    Raises:
        BrokerError: Nobody answers, or the broker does not take a message.
    """
    settled: list[Settled[Return]] = []
    for topic in dict.fromkeys(one.topic for one in returns):
        with opened_producer(
            settings.bootstrap_servers, topic, max_message_bytes=settings.max_message_bytes
        ) as producer:
            for one in (one for one in returns if one.topic == topic):
                headers = ((ATTEMPTS_HEADER, str(one.attempts).encode()),)
                producer.send(one, one.value, key=one.key, headers=headers)
                settled.extend(producer.settled())
            settled.extend(producer.drain())
    return settled


def _letter(message: TopicMessage) -> Letter | None:
    try:
        record = decode(message.value or b"", DeadLetter)
    except InvalidRecordError:
        return None
    return Letter(partition=message.partition, offset=message.offset, record=record)


def unpacked(text: str) -> bytes | None:
    """Read Base64; None where it is none."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None
