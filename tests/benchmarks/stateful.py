"""`make bench-stateful`: the steps with a memory alone, as what they remember grows from 10,000 to 300,000 articles."""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline import codec  # noqa: E402
from pipeline.config import Settings  # noqa: E402
from pipeline.records.article import CleanArticle, Duplicate  # noqa: E402
from pipeline.records.story import FeatureEvent, StoryFeatures  # noqa: E402
from pipeline.stages.deduplicator import build_deduplicator  # noqa: E402
from pipeline.stages.messages import Incoming, Stage  # noqa: E402
from pipeline.stages.storyteller import build_storyteller  # noqa: E402
from pipeline.steps.state import MemoryStore  # noqa: E402
from pipeline.text.fingerprint import fingerprint  # noqa: E402
from tests.benchmarks.processes import resident_bytes  # noqa: E402

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
VOCABULARY = [f"w{number}" for number in range(60_000)]
ZIPF = list(accumulate(1 / (rank + 10) for rank in range(len(VOCABULARY))))
WORDS = 450
OPEN_STORIES = 4000
MEASURED = 2000


def articles(count: int) -> Iterator[tuple[CleanArticle, StoryFeatures]]:
    """Invent a stream: a day's 50,000 articles, one in seven a copy, the others of stories of one to some dozen.

    What the annotator would do in between is invented too: its features, of the size that it gives on average.
    """
    chance = random.Random(7)
    topics: list[list[str]] = []
    latest: list[tuple[str, list[str]]] = []
    for number in range(count):
        at = BEGIN + timedelta(seconds=number * 1.728)
        name, root = f"bench-{number}", None
        if latest and chance.random() < 1 / 7:
            root, words = chance.choice(latest)
            words = words[: int(len(words) * chance.uniform(0.4, 1))]
        else:
            topic = _topic(topics, chance)
            words = chance.choices(VOCABULARY, cum_weights=ZIPF, k=WORDS) + chance.choices(topic, k=60)
            chance.shuffle(words)
            latest = [*latest[-300:], (name, words)]
        yield _article(name, words, at), _features(name, root, words, topic if root is None else [], at)


def _topic(topics: list[list[str]], chance: random.Random) -> list[str]:
    if topics and chance.random() < 0.6:
        return topics[-1 - int(min(len(topics) - 1, chance.expovariate(1 / 400)))]
    topics.append([f"t{len(topics)}x{number}" for number in range(6)] + chance.sample(VOCABULARY[:5000], 10))
    del topics[:-OPEN_STORIES]
    return topics[-1]


def _article(name: str, words: list[str], at: datetime) -> CleanArticle:
    text = " ".join(words)
    return CleanArticle(id=name, source=f"s{hash(words[0]) % 500}.example", title=" ".join(words[:9]), text=text,
                        language="en", published_at=at, received_at=at, fingerprint=fingerprint(text))  # fmt: skip


def _features(name: str, root: str | None, words: list[str], topic: list[str], at: datetime) -> StoryFeatures:
    vector = {**dict.fromkeys(words[:90], 1.5), **dict.fromkeys(topic, 3.0)}
    events = [] if root else [
        FeatureEvent(id=f"{name}-{place}", type=f"T{place}", label="Event", factuality="happened", source=(word,),
                     target=(words[place],), lead=place == 0)
        for place, word in enumerate(topic[:8])
    ]  # fmt: skip
    copy = Duplicate(of=root, kind="near", similarity=0.9) if root else None
    return StoryFeatures(article_id=name, version=1, language="en", source=f"s{len(words) % 97}.example",
                         title=" ".join(words[:9]), published_at=at, received_at=at, vector=vector,
                         events=tuple(events), duplicate=copy)  # fmt: skip


def _worked(stage: Stage, record: object, at: datetime) -> float:
    incoming = [Incoming(value=codec.encode(record), timestamp=at)]
    began = time.process_time()
    outcome = stage.work(incoming)[0]
    seconds = time.process_time() - began
    if outcome.failure:
        raise SystemExit(f"{stage.name}: {outcome.failure}")
    return seconds


def main() -> int:
    """Measure over the last articles before each size, print a table with bars, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    settings = Settings()
    stages: tuple[Stage, Stage] = (
        build_deduplicator(MemoryStore(), settings),
        build_storyteller(MemoryStore(), settings),
    )
    spent, rows, stood_at = [0.0, 0.0], [], resident_bytes(os.getpid()) or 0
    print(f"{'remembered':>10} {'copies ms':>10} {'stories ms':>10} {'articles/CPU s':>15} {'MB':>6}")
    for number, (article, features) in enumerate(articles(max(options.sizes)), start=1):
        for place, (stage, record) in enumerate(zip(stages, (article, features), strict=True)):
            spent[place] += _worked(stage, record, article.received_at)
        if number + MEASURED in options.sizes:
            spent = [0.0, 0.0]
        if number in options.sizes:
            copies, told = (1000 * seconds / MEASURED for seconds in spent)
            speed, mb = 1000 / (copies + told), ((resident_bytes(os.getpid()) or 0) - stood_at) / 1e6
            rows.append({"remembered": number, "copies_ms": copies, "stories_ms": told, "per_cpu_s": speed, "mb": mb})
            bar = "▇" * round(20 * (copies + told))
            print(f"{number:>10} {copies:>10.2f} {told:>10.2f} {speed:>15.0f} {mb:>6.0f}  {bar}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
