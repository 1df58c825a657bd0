"""The tables that databases, search and files get: what the columns of each topic's records are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pipeline.codec import decode
from pipeline.errors import InvalidRecordError
from pipeline.formats.exports.event_table import EVENT_COLUMNS, Column, Kind
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import EventRecord
from pipeline.records.story import Assignment, StoryRecord
from pipeline.sinks.sink import Arrived, Refuse

ENRICHED, EVENTS, STORIES, ASSIGNMENTS = (
    "news.articles.enriched", "news.events", "news.stories", "news.assignments",
)  # fmt: skip
"""Topics, as the contract names them."""
RECORD_COLUMN = "record"
"""The last column of every table: the whole record as JSON."""

Record = TypeVar("Record")
Row = tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RowTable:
    """One table, of the records of one topic. Its first column names the record and is the primary key."""

    name: str
    """Of the table."""
    kinds: Mapping[str, Kind]
    """What each column holds, in order; the last is the whole record as JSON."""
    row: Callable[[bytes], Row]
    """Makes a row of a message's value; raises `InvalidRecordError` where it is no such record."""

    @property
    def key(self) -> str:
        """Name the column that names the record."""
        return next(iter(self.kinds))


def _table(name: str, record: type[Record], columns: tuple[Column[Record], ...]) -> RowTable:
    def row(value: bytes) -> Row:
        decoded = decode(value, record)
        return (*(column.of(decoded) for column in columns), value)

    kinds: dict[str, Kind] = {column.name: column.kind for column in columns}
    return RowTable(name=name, kinds={**kinds, RECORD_COLUMN: "json"}, row=row)


def _column(name: str, of: Callable[[Record], object], kind: Kind = "text") -> Column[Record]:
    return Column(name=name, of=of, kind=kind)


def _listed(values: tuple[str, ...]) -> str | None:
    return "; ".join(values) or None


def _article_columns() -> tuple[Column[EnrichedArticle], ...]:
    return (
        _column("article_id", lambda article: article.id),
        _column("version", lambda article: article.version, "integer"),
        _column("url", lambda article: article.canonical_url or article.url),
        _column("publisher", lambda article: article.source),
        _column("title", lambda article: article.title),
        _column("authors", lambda article: _listed(article.authors)),
        _column("published_at", lambda article: article.published_at, "time"),
        _column("language", lambda article: article.language),
        _column("text", lambda article: article.text),
        _column("credits", lambda article: _listed(article.credits)),
        _column("copy_of", lambda article: article.duplicate.of if article.duplicate else None),
        _column("copy_kind", lambda article: article.duplicate.kind if article.duplicate else None),
        _column("entity_count", lambda article: len(article.entities), "integer"),
        _column("quote_count", lambda article: len(article.quotes), "integer"),
        _column("event_count", lambda article: len(article.events), "integer"),
    )


def _story_columns() -> tuple[Column[StoryRecord], ...]:
    return (
        _column("story_id", lambda story: story.id),
        _column("version", lambda story: story.version, "integer"),
        _column("title", lambda story: story.title),
        _column("language", lambda story: story.language),
        _column("first_seen", lambda story: story.first_seen, "time"),
        _column("last_seen", lambda story: story.last_seen, "time"),
        _column("article_count", lambda story: story.article_count, "integer"),
        _column("source_count", lambda story: story.source_count, "integer"),
        _column("independent_source_count", lambda story: story.independent_source_count, "integer"),
        _column("event_count", lambda story: len(story.events), "integer"),
        _column("merged_into", lambda story: story.merged_into),
    )


def _assignment_columns() -> tuple[Column[Assignment], ...]:
    return (
        _column("article_id", lambda assignment: assignment.article_id),
        _column("story_id", lambda assignment: assignment.story_id),
    )


TABLES: Mapping[str, RowTable] = {
    EVENTS: _table("events", EventRecord, EVENT_COLUMNS),
    ENRICHED: _table("articles", EnrichedArticle, _article_columns()),
    STORIES: _table("stories", StoryRecord, _story_columns()),
    ASSIGNMENTS: _table("assignments", Assignment, _assignment_columns()),
}
"""The table of each topic that has one."""


def newest_rows(
    batch: Iterable[Arrived], tables: Mapping[str, RowTable], refuse: Refuse
) -> dict[str, dict[str, Row | None]]:
    """Make rows of the last good message of each key, by kind and key; None for what is withdrawn."""
    newest: dict[str, dict[str, Row | None]] = {}
    for message in batch:
        try:
            row = checked_row(message, tables[message.kind])
        except InvalidRecordError as error:
            refuse(message, error)
        else:
            newest.setdefault(message.kind, {})[message.key] = row
    return newest


def checked_row(message: Arrived, table: RowTable) -> Row | None:
    """Make the row of a message; None where it is withdrawn.

    Raises:
        InvalidRecordError: It is no such record, or its key is not the id.
    """
    if message.value is None:
        return None
    row = table.row(message.value)
    if row[0] != message.key:
        raise InvalidRecordError("invalid_record", "the message's key is not the id of its record")
    return row
