"""The only exit for failure."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.records.article import PipelineInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a failed message stood: a topic's offset, or a line of a file."""

    topic: str | None = None
    """Kafka topic."""
    partition: int | None = None
    """Its partition."""
    offset: int | None = None
    """Its offset."""
    file: str | None = None
    """File name, for articles that came by no topic."""
    line: int | None = None
    """Line of that file, from 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """A message that could not be worked, with its bytes."""

    schema: str = "newswire.dead-letter.v1"
    """Name and version of this record's schema."""
    reason: str
    """A fixed word that dashboards count."""
    detail: str
    """What was wrong, for a person; never article text above a few words."""
    stage: str
    """The agent that gave up: `cleaner`, `deduplicator`, `annotator`, `storyteller`."""
    failed_at: datetime
    """When."""
    attempts: int = 1
    """How often it was tried."""
    origin: Origin
    """Where the message stood."""
    key_b64: str | None = None
    """Its key, in Base64."""
    value_b64: str | None = None
    """Its bytes as they came, or their first 64 KB, in Base64; null for a tombstone."""
    value_size: int
    """Bytes of the whole value."""
    value_sha256: str
    """Hash of the whole value."""
    value_truncated: bool = False
    """True when `value_b64` holds only the head."""
    pipeline: PipelineInfo
    """What made this record."""
