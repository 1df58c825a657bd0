"""Rows of a database, upserted by id: what was taken and how far it goes are committed together or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import RefusalError, TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.sinks.row_tables import Row, RowTable, newest_rows
from pipeline.sinks.sink import Arrived, Partition, Place, Places, Refuse

PLACES = "newswire_places"
"""The table that says how far each partition was taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """How a database writes what others write otherwise."""

    types: Mapping[Kind, str]
    """Its type for each kind of column."""
    mark: str
    """What stands for a value in a statement."""
    adapted: Callable[[Kind, object], object]
    """Makes a value such that the database's driver takes it."""


class Database(Protocol):
    """A connection to a database, one statement at a time. Every method raises `TargetError` where it fails."""

    dialect: Dialect

    def rows(self, sql: str, values: Row = ()) -> list[Row]:
        """Run a statement and give its rows; none where it has none."""

    def columns(self, table: str) -> list[str]:
        """Name the columns of a table; none where there is no such table."""

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Run a statement once for each row of values."""

    def upsert(self, table: RowTable, rows: Sequence[Row]) -> None:
        """Put rows into a table, in place of those that have the same key."""

    def transaction(self) -> AbstractContextManager[None]:
        """Within the block everything is done, or nothing when it raises."""

    def close(self) -> None:
        """Let go of it."""


class SqlSink:
    """Keeps the newest record of each id in a database.

    Args:
        database: Where to.
        tables: The table of each kind of record, by the contract's name of its topic.
        refuse: Is told of messages that hold no such record.

    Raises:
        TargetError: The database refuses.
        RefusalError: Its tables are another program's.
    """

    def __init__(self, database: Database, tables: Mapping[str, RowTable], refuse: Refuse) -> None:
        self._database = database
        self._tables = tables
        self._refuse = refuse
        with database.transaction():
            self._prepare()
        self._reached = dict(self._known())

    def places(self) -> Places:
        """Tell how far the database is."""
        return dict(self._reached)

    def _known(self) -> Iterator[tuple[Partition, Place]]:
        found = self._database.rows(f"SELECT topic, part, topic_id, next_offset FROM {PLACES}")  # noqa: S608 - our name
        for topic, part, topic_id, following in found:
            yield (str(topic), _whole(part)), Place(topic_id=str(topic_id), next_offset=_whole(following))

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        """Write the newest record of each key, and how far that is, in one transaction."""
        if not batch:
            return
        newest = newest_rows(batch, self._tables, self._refuse)
        with self._database.transaction():
            self._go_on(places)
            for kind, rows in newest.items():
                self._put(self._tables[kind], rows)
        self._reached.update(places)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _put(self, table: RowTable, rows: Mapping[str, Row | None]) -> None:
        dialect = self._database.dialect
        gone: list[Row] = [(key,) for key, row in rows.items() if row is None]
        kept = [_adapted(dialect, table, row) for row in rows.values() if row is not None]
        if gone:
            self._database.run_many(f"DELETE FROM {table.name} WHERE {table.key} = {dialect.mark}", gone)  # noqa: S608 - our names
        if kept:
            self._database.upsert(table, kept)

    def _go_on(self, places: Places) -> None:
        """Move the places on, unless somebody else has moved them meanwhile."""
        mark = self._database.dialect.mark
        asked = f"SELECT topic_id, next_offset FROM {PLACES} WHERE topic = {mark} AND part = {mark}"  # noqa: S608 - our name
        moved = (
            f"INSERT INTO {PLACES} (topic, part, topic_id, next_offset) VALUES ({mark}, {mark}, {mark}, {mark}) "  # noqa: S608 - our name
            "ON CONFLICT (topic, part) DO UPDATE SET topic_id = excluded.topic_id, next_offset = excluded.next_offset"
        )
        for topic, part in places:
            found = self._database.rows(asked, (topic, part))
            before = Place(topic_id=str(found[0][0]), next_offset=_whole(found[0][1])) if found else None
            if before != self._reached.get((topic, part)):
                raise RefusalError(
                    f"somebody else writes {topic} into this database too: run one sink for it, or give each its own"
                )
        rows: list[Row] = [(topic, part, place.topic_id, place.next_offset) for (topic, part), place in places.items()]
        self._database.run_many(moved, rows)

    def _prepare(self) -> None:
        """Make what is missing; a column that a later version added is added."""
        types = self._database.dialect.types
        is_ours = bool(self._database.columns(PLACES))
        for table in self._tables.values():
            known = self._database.columns(table.name)
            if known and not is_ours:
                raise RefusalError(
                    f"the database has a table {table.name} that is not ours: name a database or schema of its own"
                )
            typed = {name: types[kind] for name, kind in table.kinds.items()}
            if not known:
                columns = ", ".join(f"{name} {kind}" for name, kind in typed.items())
                self._database.rows(f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({table.key}))")
            for name in (name for name in typed if known and name not in known):
                self._database.rows(f"ALTER TABLE {table.name} ADD COLUMN {name} {typed[name]}")
        if not is_ours:
            self._database.rows(
                f"CREATE TABLE {PLACES} (topic {types['text']}, part {types['integer']}, topic_id {types['text']}, "
                f"next_offset {types['integer']}, PRIMARY KEY (topic, part))"
            )


def upserting(table: RowTable, values: str) -> str:
    """Write the statement that puts rows into a table, given what follows the names of the columns."""
    names = list(table.kinds)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    return f"INSERT INTO {table.name} ({', '.join(names)}) {values} ON CONFLICT ({table.key}) DO UPDATE SET {updates}"


def upserting_one(table: RowTable, mark: str) -> str:
    """Write the statement that puts one row into a table."""
    return upserting(table, f"VALUES ({', '.join([mark] * len(table.kinds))})")


def _adapted(dialect: Dialect, table: RowTable, row: Row) -> Row:
    return tuple(dialect.adapted(kind, cell) for kind, cell in zip(table.kinds.values(), row, strict=True))


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TargetError(f"the table {PLACES} holds {type(value).__name__} where a whole number should be")
    return value
