"""What the pipeline really writes fits its schemas, and its offsets point at the words that they name."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.config import Settings
from pipeline.formats.sources import read_sources
from pipeline.records.schema import RECORDS, record_schema
from pipeline.shipped import shipped_path
from pipeline.stages.build import build_stage
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.intake import raw_value
from pipeline.stages.messages import Incoming, Outgoing
from pipeline.stages.storyteller import build_storyteller
from pipeline.stages.topics import INPUT_OF, RAW
from pipeline.steps.state import MemoryStore

pytestmark = pytest.mark.model

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
VALIDATORS = {f"newswire.{name}": Draft202012Validator(record_schema(name)) for name in RECORDS}


def errors_of(schema: str, value: bytes | str) -> list[str]:
    """Say what is wrong with a record, and where."""
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATORS[schema].iter_errors(json.loads(value))]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Lines that `newswire enrich` writes for the seeds, by the schema that they should fit."""
    folder = tmp_path_factory.mktemp("written")
    newswire = Path(sys.executable).with_name("newswire")
    outputs = ["--output", "enriched", "--stories", "stories", "--dead-letters", "dead"]
    call = [newswire, "enrich", shipped_path("seeds/articles"), *outputs]
    subprocess.run(call, cwd=folder, check=True, capture_output=True)
    return {
        "newswire.enriched-article.v1": (folder / "enriched").read_text(encoding="utf-8").splitlines(),
        "newswire.story.v1": (folder / "stories").read_text(encoding="utf-8").splitlines(),
        "newswire.dead-letter.v1": (folder / "dead").read_text(encoding="utf-8").splitlines(),
    }


@pytest.fixture(scope="module")
def published() -> list[tuple[str, bytes]]:
    """Schema and value of every message that the stages publish for the seeds."""
    settings = Settings()
    stages = [
        build_stage("cleaner", settings),
        build_deduplicator(MemoryStore(), settings),
        build_stage("annotator", settings),
        build_storyteller(MemoryStore(), settings),
    ]
    seeds = read_sources([shipped_path("seeds/articles")], max_bytes=settings.max_message_bytes)
    messages = [
        Outgoing(topic=RAW, key=b"", value=raw_value(found), schema="newswire.raw-article.v1") for found in seeds
    ]
    for stage in stages:
        batch = [
            Incoming(value=message.value, key=message.key, timestamp=NOON)
            for message in messages
            if message.topic == INPUT_OF[stage.name]
        ]
        messages += [message for outcome in stage.work(batch) for message in outcome.messages]
    return [(message.schema, message.value) for message in messages if message.topic != RAW and message.value]


def spans_in(value: object) -> Iterator[dict[str, object]]:
    """Find everything that has a start, an end and a text."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for part in value.values():
            yield from spans_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans_in(part)


@pytest.mark.parametrize("schema", ["newswire.enriched-article.v1", "newswire.story.v1", "newswire.dead-letter.v1"])
def test_enrich_writes_records_that_fit_their_schema(written: dict[str, list[str]], schema: str) -> None:
    assert [error for line in written[schema] for error in errors_of(schema, line)] == []


@pytest.mark.parametrize("schema", ["newswire.enriched-article.v1", "newswire.story.v1", "newswire.dead-letter.v1"])
def test_enrich_writes_every_kind_of_record_for_the_seeds(written: dict[str, list[str]], schema: str) -> None:
    assert written[schema] != []


def test_enrich_meets_no_bug_in_the_seeds(written: dict[str, list[str]]) -> None:
    letters = map(json.loads, written["newswire.dead-letter.v1"])

    assert [letter["detail"] for letter in letters if letter["reason"] == "bug"] == []


def test_stages_publish_records_that_fit_their_schema(published: list[tuple[str, bytes]]) -> None:
    assert [error for schema, value in published for error in errors_of(schema, value)] == []


def test_stages_publish_every_kind_of_record_for_the_seeds(published: list[tuple[str, bytes]]) -> None:
    kinds = {schema for schema, _ in published}

    assert kinds == VALIDATORS.keys() - {"newswire.raw-article.v1", "newswire.dead-letter.v1"}


def test_header_names_the_schema_that_the_record_names(published: list[tuple[str, bytes]]) -> None:
    assert [schema for schema, value in published if json.loads(value)["schema"] != schema] == []


def test_offsets_of_an_enriched_article_point_at_its_words(written: dict[str, list[str]]) -> None:
    articles = map(json.loads, written["newswire.enriched-article.v1"])

    wrong = [
        (article["id"], span)
        for article in articles
        for span in spans_in([article[name] for name in ("entities", "dates", "quotes", "events")])
        if article["text"][span["start"] : span["end"]] != span["text"]
    ]

    assert wrong == []
