"""`make bench`: the chain over a broker beside bare spaCy, on the same articles and cores, in one run."""

import argparse
import json
import os
import platform
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from kafka import KafkaProducer
from rich.console import Console
from rich.table import Table

from pipeline.config import Settings, pool_size
from pipeline.stages.build import build_stage
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.messages import Incoming, Stage
from pipeline.stages.storyteller import build_storyteller
from pipeline.stages.topics import INPUT_OF
from pipeline.steps.state import MemoryStore
from pipeline.stream.admin import create_topics
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.declaration import read_declaration
from tests.benchmarks.articles import NOON, distinct_texts, raw_messages
from tests.benchmarks.bare import Bare, run_bare
from tests.benchmarks.processes import PeakMemory, cpu_seconds
from tests.integration.workers import topics, worker
from tests.kafka_server import apache_kafka

WARM_UP = 16
"""Articles that go before the clock starts."""


def main() -> int:
    """Measure, print a table, and write JSON where asked."""
    options = _options()
    console = Console()
    texts = distinct_texts(options.articles)
    figures: dict[str, object] = {"at": datetime.now(UTC).isoformat(), "articles": len(texts), "broker": options.broker,
                                  "words": sum(len(text.split()) for text in texts) / len(texts),
                                  "machine": f"{platform.machine()}, {os.cpu_count()} cores"}  # fmt: skip
    processes = pool_size(Settings())
    model, components = Settings().model, tuple(_components())
    for name, bare in (
        ("bare", Bare(model=model, components=components)),
        ("bare_numpy", Bare(model=model, components=components, has_numpy_blas=True)),
        ("bare_default", Bare(model=model)),
    ):
        with console.status(f"nlp.pipe and nothing else: {name}"):
            figures[name] = run_bare(bare, texts, processes=processes)
    with console.status("the chain over the broker"):
        figures["newswire"] = _run_chain(texts, options.broker)
    with console.status("each stage alone"):
        figures["stages"] = _time_stages(texts[: min(len(texts), 200)])
    _print(console, figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--broker", choices=["embedded", "kafka"], default="embedded")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _components() -> list[str]:
    """Name the trained components that our annotator runs."""
    import spacy  # noqa: PLC0415

    from pipeline.nlp.model import load_model  # noqa: PLC0415 - loads spaCy

    theirs = spacy.load(Settings().model).pipe_names
    return [name for name in load_model(Settings().model).pipe_names if name in theirs]


def _run_chain(texts: list[str], broker: str) -> dict[str, float]:
    with ExitStack() as stack:
        address = stack.enter_context(apache_kafka()) if broker == "kafka" else _embedded(stack)
        settings = Settings(bootstrap_servers=address, app_id="bench", partitions=6, session_timeout_s=6.0,
                            fetch_max_wait_ms=50)  # fmt: skip
        create_topics(address, read_declaration(settings), replication=1)
        messages = list(raw_messages([*texts[:WARM_UP], *texts]))
        reader = stack.enter_context(topics(settings, "news.assignments", "news.dead-letters"))
        process = stack.enter_context(worker(settings))
        _send(
            settings,
            [(b"warm-" + key, value.replace(b'"bench-', b'"warm-bench-', 1)) for key, value in messages[:WARM_UP]],
        )
        reader.read_until(lambda seen: len(seen["news.assignments"].values) >= WARM_UP, timeout_s=120)
        memory, cpu, began = PeakMemory(process.pid), cpu_seconds(process.pid), time.monotonic()
        _send(settings, messages[WARM_UP:])
        done = reader.read_until(
            lambda seen: (
                len(seen["news.assignments"].values) + len(seen["news.dead-letters"].values) >= WARM_UP + len(texts)
            ),
            timeout_s=3600,
        )
        seconds, used = time.monotonic() - began, cpu_seconds(process.pid) - cpu
        lost = WARM_UP + len(texts) - len(reader.seen["news.assignments"].values)
        return {"articles_per_s": len(texts) / seconds, "articles_per_cpu_s": len(texts) / used, "seconds": seconds,
                "cpu_ms_per_article": 1000 * used / len(texts), "peak_mb": memory.stop() / 1e6,
                "missing": float(lost), "finished": float(done)}  # fmt: skip


def _embedded(stack: ExitStack) -> str:
    return stack.enter_context(EmbeddedBroker()).bootstrap_servers


def _send(settings: Settings, messages: list[tuple[bytes, bytes]]) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, enable_idempotence=False, acks="all")
    for key, value in messages:
        producer.send("news.articles.raw", key=key, value=value)
    producer.flush()
    producer.close()


def _time_stages(texts: list[str]) -> dict[str, float]:
    """Time each stage alone, in process: CPU milliseconds an article."""
    settings = Settings()
    stages: list[Stage] = [build_stage("cleaner", settings), build_deduplicator(MemoryStore(), settings),
                           build_stage("annotator", settings), build_storyteller(MemoryStore(), settings)]  # fmt: skip
    values = [value for _key, value in raw_messages(texts)]
    figures = {}
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        batches = [values[start : start + 8] for start in range(0, len(values), 8)]
        began = time.process_time()
        outcomes = [one for batch in batches for one in stage.work([Incoming(value=v, timestamp=NOON) for v in batch])]
        figures[stage.name] = 1000 * (time.process_time() - began) / len(values)
        if following is not None:
            onward = INPUT_OF[following.name]
            values = [m.value or b"" for outcome in outcomes for m in outcome.messages if m.topic == onward]
    return figures


def _print(console: Console, figures: dict[str, object]) -> None:
    names = ("bare", "bare_default", "bare_numpy", "newswire", "stages")
    bare, default, quick, ours, stages = (figures[name] for name in names)
    table = Table(title=f"{figures['articles']} articles of {figures['words']:.0f} words on {figures['broker']}")
    for heading in ("", "articles/s", "of bare", "articles/CPU s", "of bare"):
        table.add_column(heading, justify="right" if heading else "left")
    rows = {
        "nlp.pipe, whole default pipeline": default,
        "nlp.pipe, the components that we run": bare,
        "the same by numpy's BLAS, as we run them": quick,
        "newswire over the broker": ours,
    }
    for label, row in rows.items():
        table.add_row(label, f"{row['articles_per_s']:.1f}", f"{row['articles_per_s'] / bare['articles_per_s']:.2f}",
                      f"{row['articles_per_cpu_s']:.2f}",
                      f"{row['articles_per_cpu_s'] / bare['articles_per_cpu_s']:.2f}")  # fmt: skip
    console.print(table)
    model_ms = 1000 / quick["articles_per_cpu_s"]
    own = stages["annotator"] - model_ms
    apart = 1000 / bare["articles_per_cpu_s"] / (ours["cpu_ms_per_article"] - own)
    console.print(
        f"Articles a CPU second: {apart:.2f} of bare nlp.pipe, "
        f"where our own {own:.1f} ms of annotation an article are counted apart"
    )
    hops = Table(title="CPU milliseconds an article, worker's processes (the broker's apart)")
    for heading in ("where", "ms"):
        hops.add_column(heading, justify="right" if heading == "ms" else "left")
    hops.add_row("nlp.pipe alone, the components that we run, by numpy's BLAS", f"{model_ms:.1f}")
    for name, milliseconds in stages.items():
        hops.add_row(f"stage {name}, alone", f"{milliseconds:.1f}")
    rest = ours["cpu_ms_per_article"] - sum(stages.values())
    hops.add_row("four hops: Faust, producer, consumer, pool", f"{rest:.1f}")
    hops.add_row("the chain in all", f"{ours['cpu_ms_per_article']:.1f}")
    console.print(hops)
    console.print(f"peak memory of the worker's processes {ours['peak_mb']:.0f} MB; missing {ours['missing']:.0f}")
