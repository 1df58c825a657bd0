"""DuckDB: one file, for analysis."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from pipeline.errors import MissingExtraError, TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.sinks.row_tables import Row, RowTable
from pipeline.sinks.sql import Dialect, upserting


def adapted(kind: Kind, value: object) -> object:
    """Let JSON stand as it is in the JSON that rows go in as."""
    return orjson.Fragment(value) if kind == "json" and isinstance(value, bytes) else value


class DuckdbDatabase:
    """A file of DuckDB, which one process at a time may have open.

    Raises:
        MissingExtraError: duckdb is not installed.
        TargetError: The file cannot be used.
    """

    dialect = Dialect(
        types={
            "text": "VARCHAR", "integer": "BIGINT", "real": "DOUBLE", "boolean": "BOOLEAN", "time": "TIMESTAMPTZ",
            "date": "DATE", "json": "JSON",
        },
        mark="?",
        adapted=adapted,
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        try:
            import duckdb  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise MissingExtraError("duckdb") from error
        self._path = path
        self._failures: type[Exception] = duckdb.Error
        with self._said():
            self._connection = duckdb.connect(str(path))

    def rows(self, sql: str, values: Row = ()) -> list[Row]:
        """Run a statement and give its rows."""
        with self._said():
            return list(self._connection.execute(sql, values).fetchall())

    def columns(self, table: str) -> list[str]:
        """Name the columns of a table."""
        asked = "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"
        return [str(name) for (name,) in self.rows(asked, (table,))]

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Run a statement once for each row of values."""
        with self._said():
            self._connection.executemany(sql, rows)

    def upsert(self, table: RowTable, rows: Sequence[Row]) -> None:
        """Put rows into a table, in place of those that have the same key.

        They go in as one JSON text: DuckDB takes rows one by one a hundred times slower.
        """
        names = list(table.kinds)
        shape = orjson.dumps([{name: self.dialect.types[kind] for name, kind in table.kinds.items()}]).decode()
        chosen = ", ".join(f"given.{name}" for name in names)
        values = f"SELECT {chosen} FROM (SELECT unnest(from_json(?, '{shape}')) AS given)"  # noqa: S608 - our names
        given = orjson.dumps([dict(zip(names, row, strict=True)) for row in rows]).decode()
        self.rows(upserting(table, values), (given,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within the block everything is done, or nothing when it raises."""
        with self._said():
            self._connection.begin()
            try:
                yield
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise TargetError(f"DuckDB cannot use {self._path}: {' '.join(str(error).split())[:300]}") from error
