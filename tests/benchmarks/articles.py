"""Articles for benchmarks: the seeds' texts, each made a text of its own, so that none is a copy of another."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count as count_from
from itertools import cycle, islice

import orjson

from pipeline.codec import decode
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError
from pipeline.formats.sources import read_sources
from pipeline.records.article import CleanArticle
from pipeline.shipped import shipped_path
from pipeline.stages.build import build_stage
from pipeline.stages.intake import raw_value
from pipeline.stages.messages import Incoming

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def seed_texts() -> list[str]:
    """Clean texts of the English seeds, in their order, each once."""
    settings = Settings()
    cleaner = build_stage("cleaner", settings)
    texts: dict[str, None] = {}
    for found in read_sources([shipped_path("seeds/articles")], max_bytes=settings.max_message_bytes):
        try:
            incoming = Incoming(value=raw_value(found), timestamp=NOON)
        except InvalidRecordError:
            continue
        for message in cleaner.work([incoming])[0].messages:
            article = decode(message.value or b"", CleanArticle)
            if article.language == "en":
                texts.setdefault(article.text)
    return list(texts)


def distinct_texts(count: int) -> list[str]:
    """As many texts as asked for: the seeds' over and over, every third word another number of its text.

    No run of five words is left that two of them share, so that none is a copy of another.
    """
    return [_numbered(text, number) for number, text in enumerate(islice(cycle(seed_texts()), count), start=1)]


def _numbered(text: str, number: int) -> str:
    places = count_from(0)
    return re.sub(r"\S+", lambda word: f"{number}" if next(places) % 3 == 2 else word.group(), text)


def raw_messages(texts: list[str]) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values for the topic of raw articles."""
    for number, text in enumerate(texts):
        name = f"bench-{number}"
        article = {"id": name, "source": "bench.example", "published_at": "2026-01-31T08:00:00Z", "language": "en",
                   "body": text, "body_format": "clean"}  # fmt: skip
        yield name.encode(), orjson.dumps(article)
