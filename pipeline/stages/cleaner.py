"""The stage that makes clean articles of raw ones."""

import logging
from collections.abc import Sequence

from pipeline import codec
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import CLEAN
from pipeline.steps.clean import clean_article

TALKATIVE = ("trafilatura", "htmldate", "courlan", "charset_normalizer", "justext", "readability")
"""Loggers that write addresses and pieces of pages."""


class CleanerStage:
    """Works raw articles; keeps nothing between messages."""

    name = "cleaner"

    def __init__(self, *, max_message_bytes: int, min_chars: int) -> None:
        self._max_message_bytes = max_message_bytes
        self._min_chars = min_chars

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order."""
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        value = incoming.value or b""
        if len(value) > self._max_message_bytes:
            raise InvalidRecordError("too_large", f"{len(value)} bytes, more than {self._max_message_bytes}")
        raw = codec.decode_raw_article(value)
        article = clean_article(raw, received_at=incoming.timestamp, min_chars=self._min_chars)
        key, schema = article.language.encode(), article.schema
        return (Outgoing(topic=CLEAN, key=key, value=codec.encode(article), schema=schema),)


def build_cleaner(settings: Settings) -> CleanerStage:
    """Make the stage, and silence the libraries under it: articles have no place in logs."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return CleanerStage(max_message_bytes=settings.max_message_bytes, min_chars=settings.min_chars)
