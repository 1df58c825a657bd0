"""Messages put on a topic, several in one batch where the broker takes them so."""

from collections.abc import Iterable

from pipeline.config import Settings
from pipeline.stages.topics import RAW
from pipeline.stream.producer import opened_producer

Pair = tuple[str | None, bytes | None]


def put(settings: Settings, pairs: Iterable[Pair], *, topic: str = RAW) -> None:
    """Send keys and values, and wait until the broker has them; "\udcff" in a key stands for the byte 0xff."""
    with opened_producer(
        settings.bootstrap_servers, settings.topic_prefix + topic, max_message_bytes=16_000_000
    ) as producer:
        for key, value in pairs:
            raw = None if key is None else key.encode(errors="surrogateescape")
            producer.send(key, value, key=raw, headers=(("schema", b"s"),))
        for settled in producer.drain():
            assert settled.refusal is None
