"""The button that sends dead letters round again: the same way back as `newswire dead-letters replay`."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stream.letters import Letter, Return, read_letter, returned, send_back

MOST = 200
"""Letters in one request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What became of a request."""

    sent: int
    """Letters that the broker has again."""
    kept: tuple[str, ...]
    """Why others were not sent, a line each."""


def replay(settings: Settings, places: Sequence[tuple[int, int]]) -> Replay:
    """Send the dead letters at these places back to where they came from, as they were.

    Raises:
        BrokerError: Nobody answers.
    """
    returns: list[Return] = []
    kept: list[str] = []
    for partition, offset in dict.fromkeys(places[:MOST]):
        back = _way_back(settings, partition, offset)
        if isinstance(back, Return):
            returns.append(back)
        else:
            kept.append(f"{partition}/{offset}: {back}")
    settled = send_back(settings, returns)
    kept.extend(f"{one.token.topic}: {one.refusal}" for one in settled if one.refusal is not None)
    return Replay(sent=sum(one.refusal is None for one in settled), kept=tuple(kept))


def _way_back(settings: Settings, partition: int, offset: int) -> Return | str:
    letter = _letter(settings, partition, offset)
    return letter if isinstance(letter, str) else returned(letter.record, topic_prefix=settings.topic_prefix)


def _letter(settings: Settings, partition: int, offset: int) -> Letter | str:
    try:
        return read_letter(settings, partition, offset)
    except BrokerError as error:
        if "no dead letter" in str(error) or "no partition" in str(error):
            return "it is no longer there"
        raise
