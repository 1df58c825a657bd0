"""PostgreSQL, through psycopg."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pipeline.errors import MissingExtraError, TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.sinks.row_tables import Row, RowTable
from pipeline.sinks.sql import Dialect, upserting_one

CONNECT_S = 10
_NUL_IN_JSON = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""PostgreSQL has no character of number 0, neither in text nor in JSON."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def adapted(kind: Kind, value: object) -> object:
    """Write JSON as text, and a mark for each character that PostgreSQL does not have."""
    if kind == "json" and isinstance(value, bytes):
        return _NUL_IN_JSON.sub(rf"\1{REPLACEMENT}", value.decode())
    return value.replace("\0", REPLACEMENT) if isinstance(value, str) else value


class PostgresqlDatabase:
    """A database of a PostgreSQL server.

    Args:
        conninfo: libpq's connection string or URI; what it leaves out is taken from libpq's own variables (`PGHOST`,
            `PGPASSWORD`, …) and files (`~/.pgpass`).

    Raises:
        MissingExtraError: psycopg is not installed.
        TargetError: The server does not answer, or refuses.
    """

    dialect = Dialect(
        types={
            "text": "text", "integer": "bigint", "real": "double precision", "boolean": "boolean",
            "time": "timestamptz", "date": "date", "json": "jsonb",
        },
        mark="%s",
        adapted=adapted,
    )  # fmt: skip

    def __init__(self, conninfo: str) -> None:
        try:
            import psycopg  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise MissingExtraError("postgresql") from error
        self._failures: type[Exception] = psycopg.Error
        with self._said():
            self._connection: psycopg.Connection[Any] = psycopg.connect(
                conninfo, autocommit=True, connect_timeout=CONNECT_S, application_name="newswire"
            )
            self._connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE  # two sinks see each other

    def rows(self, sql: str, values: Row = ()) -> list[Row]:
        """Run a statement and give its rows."""
        with self._said():
            cursor = self._connection.execute(sql.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def columns(self, table: str) -> list[str]:
        """Name the columns of a table of the current schema."""
        asked = (
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position"
        )
        return [str(name) for (name,) in self.rows(asked, (table,))]

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Run a statement once for each row of values."""
        with self._said(), self._connection.cursor() as cursor:
            cursor.executemany(sql.encode(), rows)

    def upsert(self, table: RowTable, rows: Sequence[Row]) -> None:
        """Put rows into a table, in place of those that have the same key."""
        self.run_many(upserting_one(table, self.dialect.mark), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within the block everything is done, or nothing when it raises."""
        with self._said(), self._connection.transaction():
            yield

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise TargetError(f"PostgreSQL: {' '.join(str(error).split())[:300]}") from error
