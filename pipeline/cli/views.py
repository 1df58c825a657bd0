"""How records of each topic look in a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.cli.event_table import COLUMNS, event_cells
from pipeline.codec import convert, raw_article_from
from pipeline.errors import InvalidRecordError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.records.event import EventRecord
from pipeline.records.raw import RawArticle
from pipeline.records.story import Assignment, StoryRecord
from pipeline.stages import topics

Cells = tuple[object, ...]
TITLE_CHARS = 120
CHANGES_SHOWN = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """The columns of a table of records."""

    columns: tuple[tuple[str, int], ...]
    """Heading and share of the width."""
    cells: Callable[[object], Cells]
    """Makes a row of decoded JSON; raises InvalidRecordError when that is no such record."""


def article_cells(article: EnrichedArticle) -> Cells:
    """Say of an enriched article what it is and how much was found in it."""
    copy = article.duplicate
    return (
        day(article.published_at),
        article.source,
        article.title or article.text[:TITLE_CHARS],
        article.language,
        len(article.entities),
        len(article.quotes),
        len(article.events),
        f"{copy.kind} copy of {copy.of}" if copy else None,
    )


def story_cells(story: StoryRecord) -> Cells:
    """Say of a story what it is and how much supports it."""
    counts = (story.article_count, story.independent_source_count, len(story.events))
    return (day(story.last_seen), story.title, *counts, story.id)


def changes_cell(story: StoryRecord) -> str:
    """Say what a version of a story brought."""
    if story.merged_into:
        return f"part of {story.merged_into}"
    told = [f"{change.kind} {change.detail or ''}".strip() for change in story.changes if change.kind != "begun"]
    more = [f"and {len(told) - CHANGES_SHOWN} more"] if len(told) > CHANGES_SHOWN else []
    return "; ".join([*told[:CHANGES_SHOWN], *more]) or "begun"


def dead_letter_cells(letter: DeadLetter) -> Cells:
    """Say of a dead letter what failed, where and why."""
    failed_at = letter.failed_at.strftime("%Y-%m-%d %H:%M:%S")
    return (failed_at, letter.stage, letter.reason, letter.detail, letter.value_size, place_of(letter.origin))


def raw_cells(raw: RawArticle) -> Cells:
    """Say of a raw article what is known of it."""
    return ((raw.published_at or "")[:10], raw.source, raw.title, raw.language, raw.id or raw.url)


def assignment_cells(assignment: Assignment) -> Cells:
    """Say which story an article belongs to."""
    return (assignment.article_id, assignment.version, assignment.story_id)


def place_of(origin: Origin) -> str:
    """Write where a failed message stood: `topic/partition/offset`, or `file:line`."""
    if origin.topic is not None:
        return f"{origin.topic}/{origin.partition}/{origin.offset}"
    return f"{origin.file or ''}:{origin.line}" if origin.line else origin.file or ""


def day(time: datetime | None) -> str | None:
    """The day of a time."""
    return time.date().isoformat() if time else None


def _of(kind: type, cells: Callable[[Any], Cells]) -> Callable[[object], Cells]:
    return lambda record: cells(convert(record, kind))


EVENTS_VIEW = View(
    columns=tuple(zip(COLUMNS, (3, 4, 2, 4, 3, 2, 2), strict=True)),
    cells=_of(EventRecord, event_cells),
)
VIEWS: Mapping[str, View] = {
    topics.RAW: View(
        columns=(("published", 2), ("source", 3), ("title", 7), ("language", 2), ("id or url", 5)),
        cells=lambda record: raw_cells(raw_article_from(record)),
    ),
    topics.ENRICHED: View(
        columns=(
            ("published", 2),
            ("source", 3),
            ("title", 7),
            ("language", 2),
            ("entities", 2),
            ("quotes", 2),
            ("events", 2),
            ("copy", 3),
        ),
        cells=_of(EnrichedArticle, article_cells),
    ),
    topics.EVENTS: EVENTS_VIEW,
    topics.STORIES: View(
        columns=(
            ("last seen", 2),
            ("title", 6),
            ("articles", 2),
            ("sources", 2),
            ("events", 2),
            ("id", 3),
            ("changed", 6),
        ),
        cells=_of(StoryRecord, lambda story: (*story_cells(story), changes_cell(story))),
    ),
    topics.ASSIGNMENTS: View(
        columns=(("article", 4), ("version", 1), ("story", 4)),
        cells=_of(Assignment, assignment_cells),
    ),
    topics.DEAD_LETTERS: View(
        columns=(("failed at", 3), ("stage", 2), ("reason", 3), ("detail", 6), ("bytes", 2), ("origin", 5)),
        cells=_of(DeadLetter, dead_letter_cells),
    ),
}
"""The view of each topic that has one, by the contract's name."""


def cells_of(view: View, record: object) -> Cells | None:
    """Make a row, or None where the record is not what its topic should hold."""
    try:
        return view.cells(record)
    except InvalidRecordError:
        return None
