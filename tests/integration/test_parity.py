"""In process or over a broker: the same articles come out the same."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.formats.sources import files_of, read_sources
from pipeline.records.dead_letter import Origin
from pipeline.shipped import shipped_path
from pipeline.stages.bench import LocalBench, build_local_bench
from pipeline.stages.build import STATELESS
from pipeline.stages.chain import Fed, build_chain, build_way
from pipeline.stages.intake import raw_value
from pipeline.stages.messages import Incoming
from pipeline.stream.admin import create_topics
from pipeline.stream.declaration import read_declaration
from tests.brokers import clean_up, new_deployment
from tests.integration.workers import Seen, feed, topics, worker

pytestmark = [pytest.mark.kafka, pytest.mark.model, pytest.mark.slow]

ENRICHED, ASSIGNMENTS, DEAD = "news.articles.enriched", "news.assignments", "news.dead-letters"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
SEEDS = shipped_path("seeds/articles")
FILES = [path for path in files_of(SEEDS) if not path.name.startswith("99-")]


def value_of(path: Path) -> bytes:
    return raw_value(next(iter(read_sources([path], max_bytes=5_000_000))))


@pytest.fixture(scope="module")
def bench() -> LocalBench:
    """The stages that keep nothing, made once for all seeds."""
    return build_local_bench(STATELESS, Settings())


def enriched_alone(path: Path, bench: LocalBench) -> bytes:
    """What the chain of `newswire enrich` makes of one seed, with fresh state."""
    chain = build_chain(build_way(None), Settings(), bench=bench, clock=lambda: NOW)
    fed = Fed(incoming=Incoming(value=value_of(path), timestamp=NOW), origin=Origin(file=path.name))
    return b"\n".join(value for worked in chain.run([[fed]]) for value in worked.enriched)


@pytest.fixture(scope="module")
def over_the_broker(broker: str) -> Mapping[str, bytes | None]:
    """Every seed through a broker as if it came alone: no copies are looked for, each id and version apart."""
    found: dict[str, bytes | None] = {}
    for group in _groups_without_repeated_ids():
        settings = replace(new_deployment(broker), copies_window_h=0.0)
        feed(settings, [(path.stem, value_of(path)) for path in group])
        with topics(settings, ENRICHED) as reader, worker(settings):
            reader.read_until(_has_all(group), timeout_s=120)
        by_id = {json.loads(value_of(path)).get("id"): path.stem for path in group}
        found |= {by_id[key]: value for key, value in reader.seen[ENRICHED].values.items()}
        clean_up(settings)
    return found


def _has_all(group: list[Path]) -> Callable[[dict[str, Seen]], bool]:
    return lambda seen: len(seen[ENRICHED].values) >= len(group)


def _groups_without_repeated_ids() -> list[list[Path]]:
    """Part the seeds so that a correction is fed to state that has not seen the article before."""
    groups: list[dict[str, Path]] = [{}]
    for path in FILES:
        name = json.loads(value_of(path))["id"]
        for group in groups:
            if name not in group:
                group[name] = path
                break
        else:
            groups.append({name: path})
    return [list(group.values()) for group in groups]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_seed_comes_out_byte_for_byte_the_same(
    path: Path, over_the_broker: Mapping[str, bytes | None], bench: LocalBench
) -> None:
    assert over_the_broker[path.stem] == enriched_alone(path, bench)


def test_the_command_writes_what_the_chain_makes(bench: LocalBench, tmp_path: Path) -> None:
    output = tmp_path / "enriched.jsonl"
    command = [sys.executable, "-m", "pipeline.cli.main", "enrich", str(FILES[0]), "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True)

    assert output.read_bytes().rstrip(b"\n") == enriched_alone(FILES[0], bench)


def test_all_seeds_together_make_the_same_groups(settings_alone: Settings, tmp_path: Path) -> None:
    """In the same order: articles of several partitions overtake each other, and stories go by what came before."""
    enriched, told = tmp_path / "enriched.jsonl", tmp_path / "stories.jsonl"
    command = [sys.executable, "-m", "pipeline.cli.main", "enrich", str(SEEDS), "--output", str(enriched)]
    subprocess.run([*command, "--stories", str(told)], check=True, capture_output=True)
    settings = replace(settings_alone, partitions=1)
    create_topics(settings.bootstrap_servers, read_declaration(settings), replication=1)
    feed(settings, [("one partition keeps the order", value_of(path)) for path in FILES])
    with topics(settings, ENRICHED, ASSIGNMENTS) as reader, worker(settings):
        reader.read_until(lambda seen: seen[ASSIGNMENTS].messages >= len(FILES), timeout_s=120)

    assert _groups(reader.seen[ENRICHED].records(), reader.seen[ASSIGNMENTS].records()) == _groups_of_files(
        enriched, told
    )


Groups = tuple[dict[str, str | None], set[frozenset[str]]]


def _groups(articles: Mapping[str, dict[str, object]], assignments: Mapping[str, dict[str, object]]) -> Groups:
    stories: dict[object, set[str]] = defaultdict(set)
    for name, assignment in assignments.items():
        stories[assignment["story_id"]].add(name)
    return _copies(articles), {frozenset(members) for members in stories.values()}


def _groups_of_files(enriched: Path, told: Path) -> Groups:
    articles = {record["id"]: record for record in map(json.loads, enriched.read_text().splitlines())}
    stories = [json.loads(line) for line in told.read_text().splitlines()]
    return _copies(articles), {frozenset(member["id"] for member in story["articles"]) for story in stories}


def _copies(articles: Mapping[str, dict[str, Any]]) -> dict[str, str | None]:
    return {name: (record["duplicate"] or {}).get("of") for name, record in articles.items()}
