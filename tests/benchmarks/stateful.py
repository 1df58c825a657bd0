"""`make bench-stateful`: the steps with a memory alone, as what they remember grows from 10,000 to 300,000 articles."""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

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
from tests.benchmarks.plot import line_chart  # noqa: E402
from tests.benchmarks.processes import resident_bytes  # noqa: E402

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
VOCABULARY = [f"w{number}" for number in range(60_000)]
ZIPF = np.cumsum(1 / (np.arange(len(VOCABULARY)) + 10))
Pair = tuple[CleanArticle, StoryFeatures]
WORDS = 450
OPEN_STORIES = 4000
MEASURED = 2000


def articles(count: int) -> Iterator[Pair]:
    """Invent a stream: a day's 50,000 articles, one in seven a copy, the others of stories of one to some dozen.

    What the annotator would do in between is invented too: its features, of the size that it gives on average.
    """
    chance, numbers = random.Random(7), np.random.default_rng(7)
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
            drawn = np.searchsorted(ZIPF, numbers.random(WORDS) * ZIPF[-1])
            words = [VOCABULARY[place] for place in drawn.tolist()]
            for place in numbers.integers(0, WORDS, 60).tolist():
                words[place] = chance.choice(topic)
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


def _restored_s(stores: tuple[MemoryStore, MemoryStore], pair: Pair) -> float:
    """Time what a worker that is given the tables does before its first answer: it makes its indexes of them."""
    settings, seconds = Settings(), 0.0
    article, features = pair
    unseen = " ".join(reversed(article.text.split()))
    name = f"restored-{article.id}"  # One that is known already would be answered without an index.
    pair = (replace(article, id=name, text=unseen, fingerprint=fingerprint(unseen)),
            replace(features, article_id=name, duplicate=None))  # fmt: skip
    builders = (build_deduplicator, build_storyteller)
    for build, store, record in zip(builders, stores, pair, strict=True):
        seconds += _worked(build(store, settings), record, pair[0].received_at)
    return seconds


def main() -> int:
    """Measure over the last articles before each size, print a table with bars, and write JSON and SVG where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path, default=Path("bench-stateful.svg"), help="where the chart goes (SVG)")
    options = parser.parse_args()
    rows = []
    headings = ("remembered", "copies ms", "stories ms", "articles/CPU s", "MB", "restored s")
    print(" ".join(f"{heading:>14}" for heading in headings))
    for row in measured(options.sizes):
        rows.append(row)
        bar = "▇" * round(20 * (row["copies_ms"] + row["stories_ms"]))
        figures = (
            row["remembered"],
            row["copies_ms"],
            row["stories_ms"],
            row["per_cpu_s"],
            row["mb"],
            row["restored_s"],
        )
        print(" ".join(f"{figure:>14.2f}" for figure in figures), bar, flush=True)
        if options.json:
            options.json.write_text(json.dumps(rows, indent=1))
        options.plot.write_text(_plot(rows))
    return 0


def measured(sizes: list[int]) -> Iterator[dict[str, float]]:
    """Feed the stream, and give a row of figures at each size."""
    settings, stores = Settings(), (MemoryStore(), MemoryStore())
    stages = (build_deduplicator(stores[0], settings), build_storyteller(stores[1], settings))
    spent, stood_at = [0.0, 0.0], resident_bytes(os.getpid()) or 0
    for number, pair in enumerate(articles(max(sizes)), start=1):
        for place, (stage, record) in enumerate(zip(stages, pair, strict=True)):
            spent[place] += _worked(stage, record, pair[0].received_at)
        if number + MEASURED in sizes:
            spent = [0.0, 0.0]
        if number in sizes:
            copies, told = (1000 * seconds / MEASURED for seconds in spent)
            mb = ((resident_bytes(os.getpid()) or 0) - stood_at) / 1e6
            yield {"remembered": number, "copies_ms": copies, "stories_ms": told, "per_cpu_s": 1000 / (copies + told),
                   "mb": mb, "restored_s": _restored_s(stores, pair)}  # fmt: skip


def _plot(rows: list[dict[str, float]]) -> str:
    lines = {"copies, CPU ms an article": [row["copies_ms"] for row in rows],
             "stories, CPU ms an article": [row["stories_ms"] for row in rows],
             "memory, GB": [row["mb"] / 1000 for row in rows],
             "indexes restored, 10 s": [row["restored_s"] / 10 for row in rows]}  # fmt: skip
    return line_chart("Cost and memory over articles remembered", [int(row["remembered"]) for row in rows], lines)


if __name__ == "__main__":
    sys.exit(main())
