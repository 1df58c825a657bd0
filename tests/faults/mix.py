"""What a run feeds: articles that are all different, and among them, in every partition, what cannot be worked."""

import json
import random
from dataclasses import dataclass

from tests.faults.quick_worker import ENDS_ITS_PROCESS, IS_SLOW, YIELDS_TOO_MUCH

MAX_MESSAGE_BYTES = 200_000
"""Set low for these runs, so that a message above it costs little."""
_WORDS = """
    harbour council engine treaty river market school winter signal bridge minister lorry island forest
    budget court railway doctor farmer pilot museum storm copper union village captain letter border
    ticket planet garden mirror factory concert valley cable summit orchard tunnel record fever bishop
    market ledger canal archive meadow
    """
WORDS = tuple(_WORDS.split())


@dataclass(frozen=True)
class Message:
    """One message of the raw topic."""

    key: str
    value: bytes | None
    partition: int | None = None
    """None leaves it to the key."""
    reasons: frozenset[str] = frozenset()
    """Reasons of the dead letter that is due; empty where an article is due."""


def mixed(*, seed: int, count: int, partitions: int) -> list[Message]:
    """So many articles, with one of each bad kind for every partition strewn between them."""
    rng = random.Random(seed)
    messages = [article(f"article-{number}", rng) for number in range(count)]
    messages[rng.randrange(count)] = article("article-slow", rng, mark=IS_SLOW)
    for partition in range(partitions):
        for bad in _bad(partition, rng):
            messages.insert(rng.randrange(len(messages)), bad)
    return messages


def article(name: str, rng: random.Random, *, mark: str = "") -> Message:
    """An article of words drawn by chance, so that it is nobody's copy."""
    sentences = [" ".join(rng.choices(WORDS, k=12)).capitalize() + f" {rng.randrange(10**6)}." for _ in range(6)]
    body = " ".join([*sentences, f"It {mark}." if mark else ""]).strip()
    record = {"id": name, "source": f"paper-{rng.randrange(9)}.example", "title": " ".join(rng.choices(WORDS, k=6)),
              "published_at": f"2026-01-31T{rng.randrange(24):02d}:00:00Z", "language": "en", "body": body,
              "body_format": "clean"}  # fmt: skip
    return Message(name, json.dumps(record).encode())


def _bad(partition: int, rng: random.Random) -> list[Message]:
    large = json.dumps({"id": f"large-{partition}", "body": "x" * MAX_MESSAGE_BYTES}).encode()
    deadly = article(f"deadly-{partition}", rng, mark=ENDS_ITS_PROCESS).value
    rich = article(f"rich-{partition}", rng, mark=YIELDS_TOO_MUCH).value
    return [
        Message(f"broken-{partition}", b'{"id": "broken", ', partition, frozenset({"undecodable"})),
        Message(f"empty-{partition}", None, partition, frozenset({"tombstone"})),
        Message(f"large-{partition}", large, partition, frozenset({"too_large"})),
        Message(f"deadly-{partition}", deadly, partition, frozenset({"worker_crash"})),
        *([Message("rich-0", rich, 0, frozenset({"output_too_large"}))] if partition == 0 else []),
    ]
