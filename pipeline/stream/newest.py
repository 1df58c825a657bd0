"""What a compacted topic holds: the newest message of each key, though the broker may still keep older ones."""

from collections.abc import Iterator
from hashlib import blake2b

from pipeline.stream.consumer import TopicMessage, read_topic

KEY_BYTES = 16
"""Of the hash that stands for a key: two of a billion keys are alike with a chance of one in 10^20."""


def read_newest(bootstrap_servers: str, topic: str) -> Iterator[TopicMessage]:
    """Give the newest message of each key, tombstones left out, as the topic stood when reading began.

    Reads the topic twice, so that only keys are held in memory, some 150 bytes each.

    Raises:
        BrokerError: As `read_topic`.
    """
    newest: dict[bytes, tuple[int, int]] = {}
    for message in read_topic(bootstrap_servers, topic):
        newest[_name(message)] = (message.partition, message.offset)
    for message in read_topic(bootstrap_servers, topic):
        if message.value is not None and newest.get(_name(message)) == (message.partition, message.offset):
            yield message


def _name(message: TopicMessage) -> bytes:
    """Name a message by its key; one without a key is by itself."""
    key = message.key if message.key is not None else f"\0{message.partition}\0{message.offset}".encode()
    return blake2b(key, digest_size=KEY_BYTES).digest()
