"""The databases that sinks write to, empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.sinks.duckdb import DuckdbDatabase
from pipeline.sinks.postgresql import PostgresqlDatabase
from pipeline.sinks.sql import Database
from pipeline.sinks.sqlite import SqliteDatabase
from tests.postgres_server import postgresql, why_unavailable

OpenDatabase = Callable[[], Database]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The connection string of a server of this run."""
    reason = why_unavailable()
    if reason:
        pytest.skip(reason)
    with postgresql() as conninfo:
        yield conninfo


@pytest.fixture
def conninfo(postgresql_server: str) -> str:
    """The connection string of a schema that nothing is in."""
    database = PostgresqlDatabase(postgresql_server)
    database.rows("DROP SCHEMA IF EXISTS fresh CASCADE")
    database.rows("CREATE SCHEMA fresh")
    database.close()
    return f"{postgresql_server} options=-csearch_path=fresh"


@pytest.fixture(params=["sqlite", "duckdb", "postgresql"])
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> OpenDatabase:
    """Opens one database again and again."""
    if request.param == "sqlite":
        return lambda: SqliteDatabase(tmp_path / "news.db")
    if request.param == "duckdb":
        return lambda: DuckdbDatabase(tmp_path / "news.duckdb")
    conninfo: str = request.getfixturevalue("conninfo")
    return lambda: PostgresqlDatabase(conninfo)
