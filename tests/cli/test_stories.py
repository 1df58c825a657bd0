from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipeline import codec
from pipeline.cli.stories import Wanted, story_lines, top_stories
from pipeline.cli.views import changes_cell
from pipeline.records.story import FactualityChange, StoryChange, StoryEvent, StoryFigure, StoryRecord
from tests.cli.conftest import Newswire
from tests.steps.articles import NOON


def story(name: str, *, sources: int = 1, hours: float = 0, version: int = 1, **fields: Any) -> StoryRecord:
    made = StoryRecord(id=name, title=f"Title of {name}", language="en", first_seen=NOON, version=version,
                       last_seen=NOON + timedelta(hours=hours), articles=(), article_count=sources,
                       source_count=sources, independent_source_count=sources)  # fmt: skip
    return replace(made, **fields)


def names(*stories: StoryRecord, hours: float = 24, limit: int = 10, least_articles: int = 1) -> list[str]:
    wanted = Wanted(hours=hours, limit=limit, least_articles=least_articles)
    return [one.id for one in top_stories(stories, wanted)]


def test_the_story_that_most_sources_tell_comes_first() -> None:
    assert names(story("a"), story("b", sources=3), story("c", sources=2)) == ["b", "c", "a"]


def test_the_newest_version_counts() -> None:
    assert names(story("a", version=2, sources=3), story("b", sources=2), story("a", version=1)) == ["a", "b"]


def test_a_story_that_became_part_of_another_is_left_out() -> None:
    assert names(story("a", merged_into="b"), story("b")) == ["b"]


@pytest.mark.parametrize(("hours", "found"), [(24, ["b"]), (26, ["a", "b"])])
def test_the_window_ends_with_the_latest_story(hours: float, found: list[str]) -> None:
    assert sorted(names(story("a"), story("b", hours=25), hours=hours)) == found


def test_small_stories_can_be_left_out() -> None:
    assert names(story("a"), story("b", sources=2), least_articles=2) == ["b"]


def test_nothing_gives_nothing() -> None:
    assert names() == []


def test_an_event_shows_its_history_and_figures_that_disagree() -> None:
    change = FactualityChange(at=NOON, was="planned", article_id="b")
    figures = tuple(
        StoryFigure(kind="killed", value=value, sources=(source,), first_report="a")
        for value, source in ((12, "one"), (9, "two"))
    )
    event = StoryEvent(id="v", type="T", label="Storm", mentions=("e",), sources=("one", "two"), corroboration=2,
                       first_report="a", factuality="happened", history=(change,), figures=figures)  # fmt: skip

    assert list(story_lines(story("a", events=(event,))))[-1] == (
        "  - Storm, planned → happened, killed 12 (one); killed 9 (two), 2 sources"
    )


def test_a_file_of_stories_is_read(newswire: Newswire, tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_bytes(b"".join(codec.encode(one) + b"\n" for one in (story("a"), story("b", sources=2))))

    ran = newswire("stories", file, "--format", "json", "--limit", 1)

    assert (ran.code, orjson.loads(ran.out)["id"]) == (0, "b")


def test_what_is_no_story_is_told_by_its_line(newswire: Newswire, tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text("{}\n")

    ran = newswire("stories", file)

    assert (ran.code, f"{file}:1" in ran.err) == (1, True)


FOUR = tuple(StoryChange(kind="event", detail=str(number)) for number in range(4))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"changes": (StoryChange(kind="begun", detail="Title"),)}, "begun"),
        ({"changes": (StoryChange(kind="factuality", detail="planned → happened"),)}, "factuality planned → happened"),
        (
            {"changes": tuple(StoryChange(kind="event", detail=f"{n}") for n in range(5))},
            "event 0; event 1; event 2; and 2 more",
        ),
        ({"merged_into": "b"}, "part of b"),
    ],
)
def test_a_followed_story_says_what_changed(fields: dict[str, Any], told: str) -> None:
    assert changes_cell(story("a", **fields)) == told
