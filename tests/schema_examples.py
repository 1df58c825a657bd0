"""An example for each schema: what the pipeline makes of a short article, and of another that tells the same.

`python -m tests.schema_examples` writes `pipeline/records/examples.json`, from which the schemas take them.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from pipeline.config import Settings
from pipeline.records.dead_letter import Origin
from pipeline.stages import topics
from pipeline.stages.bench import LocalBench, build_local_bench
from pipeline.stages.build import STATELESS
from pipeline.stages.dead_letters import dead_letter_message
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.messages import Incoming, Outcome
from pipeline.stages.storyteller import build_storyteller
from pipeline.steps.state import MemoryStore

FILE = Path(__file__).resolve().parents[1] / "pipeline/records/examples.json"
RECEIVED = datetime(2026, 1, 31, 12, tzinfo=UTC)
ARTICLES = (
    {
        "id": "oslo-1",
        "url": "https://one.example/oslo-1",
        "source": "one.example",
        "title": "Mayor Ida Holm meets ministers in Oslo",
        "body": "Mayor Ida Holm met two ministers in Oslo on Friday.\n\n“We agree,” she said.",
        "published_at": "2026-01-31T08:00:00Z",
        "desk": "north",
    },
    {
        "id": "oslo-2",
        "source": "two.example",
        "title": "Ida Holm meets ministers",
        "body": "Oslo’s mayor, Ida Holm, met ministers on Friday.",
        "published_at": "2026-01-31T09:00:00Z",
    },
)
BROKEN = b'{"title": "No body"}'


def examples() -> dict[str, object]:
    """Give an example by the name of its schema; the last that was made of each."""
    settings = Settings()
    stateless = build_local_bench(STATELESS, settings)
    stateful = LocalBench(
        {
            "deduplicator": build_deduplicator(MemoryStore(), settings),
            "storyteller": build_storyteller(MemoryStore(), settings),
        }
    )
    made: dict[str, object] = {"raw-article.v1": ARTICLES[0]}

    def worked(stage: str, value: bytes) -> Outcome:
        bench = stateless if stage in STATELESS else stateful
        (outcome,) = bench.submit(stage, [Incoming(value=value, key=b"oslo-1", timestamp=RECEIVED)]).result()
        for message in outcome.messages:
            if message.value is not None:
                made[message.schema.removeprefix("newswire.")] = json.loads(message.value)
        return outcome

    for article in reversed(ARTICLES):
        value = json.dumps(article).encode()
        for stage, onward in zip(
            topics.INPUT_OF, (topics.CLEAN, topics.UNIQUE, topics.STORY_FEATURES, ""), strict=True
        ):
            outcome = worked(stage, value)
            value = next((message.value or b"" for message in outcome.messages if message.topic == onward), b"")
    failure = worked("cleaner", BROKEN).failure
    assert failure is not None, "an article without a body is refused"
    origin = Origin(topic=topics.RAW, partition=3, offset=7)
    incoming = Incoming(value=BROKEN, timestamp=RECEIVED)
    letter = dead_letter_message(incoming, failure, stage="cleaner", origin=origin, failed_at=RECEIVED)
    return {**made, "dead-letter.v1": json.loads(letter.value or b"")}


def written() -> str:
    """Write the examples as their file has them."""
    return json.dumps(examples(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
