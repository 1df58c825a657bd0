from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.codec import decode
from pipeline.records.story import StoryRecord
from pipeline.shipped import shipped_path

pytestmark = pytest.mark.model

SUMMIT = ("03-kampala-summit-planned.json", "16-kampala-summit-held.json", "17-kampala-summit-copy.json")


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> list[StoryRecord]:
    """Stories of the summit that was planned and then held, and of the copy of the second article."""
    file: Path = tmp_path_factory.mktemp("told") / "stories.jsonl"
    texts = [shipped_path(f"seeds/articles/{name}").with_suffix(".txt") for name in SUMMIT]
    run(["enrich", *map(str, texts), "--output", str(file.with_name("out")), "--stories", str(file)])
    return [decode(line, StoryRecord) for line in file.read_bytes().splitlines()]


def test_what_was_planned_and_then_done_is_one_story(stories: list[StoryRecord]) -> None:
    assert [story.article_count for story in stories] == [3]


def test_its_history_shows_both(stories: list[StoryRecord]) -> None:
    paths = [(*(change.was for change in event.history), event.factuality) for event in stories[0].events]

    assert ("planned", "happened") in paths


def test_its_copy_is_no_source(stories: list[StoryRecord]) -> None:
    assert stories[0].independent_source_count == 2
