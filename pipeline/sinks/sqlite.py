"""SQLite: one file, no server."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.sinks.row_tables import Row, RowTable
from pipeline.sinks.sql import Dialect, upserting_one

WAIT_S = 30.0
"""How long a reader that holds the file is waited for."""


def adapted(kind: Kind, value: object) -> object:
    """Write times and days as ISO 8601, which SQLite's own functions read, and JSON as text."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if kind == "json" and isinstance(value, bytes):
        return value.decode()
    return value


class SqliteDatabase:
    """A file of SQLite. May be used from several threads, one at a time.

    Raises:
        TargetError: The file cannot be used.
    """

    dialect = Dialect(
        types={
            "text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER", "time": "TEXT", "date": "TEXT",
            "json": "TEXT",
        },
        mark="?",
        adapted=adapted,
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._said():
            self._connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")  # who reads does not stop who writes
            self._connection.execute("PRAGMA synchronous = FULL")  # what is committed outlives a power cut

    def rows(self, sql: str, values: Row = ()) -> list[Row]:
        """Run a statement and give its rows."""
        with self._said():
            return self._connection.execute(sql, values).fetchall()

    def columns(self, table: str) -> list[str]:
        """Name the columns of a table."""
        return [str(name) for (name,) in self.rows("SELECT name FROM pragma_table_info(?)", (table,))]

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Run a statement once for each row of values."""
        with self._said():
            self._connection.executemany(sql, rows)

    def upsert(self, table: RowTable, rows: Sequence[Row]) -> None:
        """Put rows into a table, in place of those that have the same key."""
        self.run_many(upserting_one(table, self.dialect.mark), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within the block everything is done, or nothing when it raises."""
        self.rows("BEGIN IMMEDIATE")
        try:
            yield
            self.rows("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise TargetError(f"SQLite cannot use {self._path}: {error}") from error
