"""Dead letters as agents write them."""

from datetime import UTC, datetime, timedelta

from pipeline.config import Settings
from pipeline.records.dead_letter import Origin
from pipeline.stages.dead_letters import dead_letter_message
from pipeline.stages.messages import Failure, Incoming
from pipeline.stages.topics import DEAD_LETTERS, RAW
from tests.stream.messages import put

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def letter(  # noqa: PLR0913 - each is a field that some test sets
    settings: Settings,
    number: int,
    *,
    value: bytes | None = b"{broken",
    reason: str = "undecodable",
    stage: str = "cleaner",
    origin: Origin | None = None,
) -> tuple[str, bytes | None]:
    """The message of a dead letter: number 1 failed first, each a minute after the one before."""
    stood = origin or Origin(topic=settings.topic_prefix + RAW, partition=0, offset=number)
    incoming = Incoming(key=b"the key", value=value, timestamp=NOON)
    failure = Failure(reason=reason, detail=f"detail {number}")
    failed_at = NOON + timedelta(minutes=number)
    message = dead_letter_message(incoming, failure, stage=stage, origin=stood, failed_at=failed_at)
    return f"{number}", message.value


def bury(settings: Settings, *letters: tuple[str, bytes | None]) -> None:
    """Put dead letters on their topic."""
    put(settings, letters, topic=DEAD_LETTERS)
