"""`newswire sink`: carry topics on into databases, search, files, and services of others."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.command import CommandGroup
from pipeline.cli.output import note
from pipeline.cli.progress import progress
from pipeline.cli.settings import takes_settings
from pipeline.cli.signals import ended_softly
from pipeline.config import Settings
from pipeline.errors import SourceError
from pipeline.sinks import rejects as rejecting
from pipeline.sinks.duckdb import DuckdbDatabase
from pipeline.sinks.elasticsearch import ElasticsearchSink
from pipeline.sinks.http import Service
from pipeline.sinks.parquet_files import MOST_ROWS, ParquetSink
from pipeline.sinks.place_file import PlaceFile
from pipeline.sinks.postgresql import PostgresqlDatabase
from pipeline.sinks.row_tables import TABLES, RowTable
from pipeline.sinks.sink import Refuse, Sink
from pipeline.sinks.sql import Database, SqlSink
from pipeline.sinks.sqlite import SqliteDatabase
from pipeline.sinks.webhook import WebhookSink, read_secret
from pipeline.stream.draining import Drain
from pipeline.stream.short_names import SHORT_NAMES, full_topic_name

Opener = Callable[[Mapping[str, RowTable], Refuse], Sink]
SHORT = {contract: short for short, contract in SHORT_NAMES.items()}
TABLED = tuple(SHORT[name] for name in TABLES)


@click.group(
    cls=CommandGroup,
    examples=(
        "newswire sink sqlite news.db",
        "newswire sink postgresql 'host=db dbname=news user=newswire'",
        "newswire sink webhook https://example.org/hook --state hook.state --secret-file hook.secret",
    ),
)
def command() -> None:
    """Carry topics on into other systems: each record once by its id, on from where it was after any end.

    A sink follows until it is ended, and waits for a broker or target that is away; with --until-end it stops at what
    is the end now.
    """


def _flags(*defaults: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the flags that every sink has."""
    choices = click.Choice(TABLED)
    options = (
        click.option(
            "--topic", "topics", multiple=True, type=choices, default=defaults, show_default=True,
            help="What to carry; several times for several.",
        ),
        click.option("--until-end", is_flag=True, help="Stop at what is the end now; else follow."),
        click.option(
            "--rejects", type=click.Path(path_type=Path), metavar="FILE",
            help="Put messages that can never be taken aside there; else the first one stops the sink.",
        ),
        takes_settings("bootstrap_servers", "topic_prefix"),
    )  # fmt: skip

    def decorate(callback: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            callback = option(callback)
        return callback

    return decorate


@command.command(
    examples=("newswire sink sqlite news.db", "sqlite3 news.db 'SELECT type, count(*) FROM events GROUP BY 1'")
)
@click.argument("file", type=click.Path(path_type=Path))
@_flags(*TABLED)
def sqlite(*, file: Path, **options: Any) -> None:
    """Keep tables of events, articles, stories and assignments in FILE of SQLite.

    Records and how far the sink is are committed together: whatever kills it, none is lost and none is twice.
    """
    _carry(_sql(lambda: SqliteDatabase(file)), **options)


@command.command(examples=("newswire sink duckdb news.duckdb --until-end",))
@click.argument("file", type=click.Path(path_type=Path))
@_flags(*TABLED)
def duckdb(*, file: Path, **options: Any) -> None:
    """Keep the same tables in FILE of DuckDB, which nobody else may have open meanwhile (extra `duckdb`)."""
    _carry(_sql(lambda: DuckdbDatabase(file)), **options)


@command.command(
    examples=("newswire sink postgresql 'host=db dbname=news user=newswire'", "PGHOST=db newswire sink postgresql")
)
@click.argument("conninfo", default="")
@_flags(*TABLED)
def postgresql(*, conninfo: str, **options: Any) -> None:
    """Keep the same tables in a PostgreSQL database (extra `postgresql`).

    CONNINFO is libpq's connection string or URI. What it leaves out is taken from libpq's variables and files: a
    password is best in PGPASSFILE. Tables are made in the first schema of the user's search_path.
    """
    _carry(_sql(lambda: PostgresqlDatabase(conninfo)), **options)


@command.command(examples=("newswire sink parquet lake/ --topic events",))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rows", type=click.IntRange(min=1), default=MOST_ROWS, show_default=True, help="Most rows of a file.")
@_flags(*TABLED)
def parquet(*, folder: Path, rows: int, **options: Any) -> None:
    """Write Parquet files under FOLDER, every version of a record in order (extra `parquet`)."""
    _carry(lambda tables, refuse: ParquetSink(folder, tables, refuse, clock=time.monotonic, most_rows=rows), **options)


@command.command(
    examples=("newswire sink elasticsearch https://search:9200 --api-key-file search.key --index-prefix newswire-",)
)
@click.argument("url")
@click.option("--index-prefix", default="newswire-", show_default=True, help="Put before the names of indices.")
@click.option(
    "--api-key-file", type=click.Path(path_type=Path), metavar="FILE", envvar="NEWSWIRE_ELASTICSEARCH_API_KEY_FILE",
    help="Holds an encoded API key.  [NEWSWIRE_ELASTICSEARCH_API_KEY_FILE]",
)  # fmt: skip
@_flags(*TABLED)
def elasticsearch(*, url: str, index_prefix: str, api_key_file: Path | None, **options: Any) -> None:
    """Keep an index for each topic in Elasticsearch or OpenSearch at URL, by their bulk interface."""
    headers = {"Authorization": f"ApiKey {_secret_of(api_key_file)}"} if api_key_file else {}

    def opened(tables: Mapping[str, RowTable], refuse: Refuse) -> Sink:
        return ElasticsearchSink(Service(url, headers), tables, prefix=index_prefix, refuse=refuse)

    _carry(opened, **options)


@command.command(
    examples=("newswire sink webhook https://example.org/hook --state hook.state --secret-file hook.secret",)
)
@click.argument("url")
@click.option(
    "--state", type=click.Path(path_type=Path), metavar="FILE", required=True, help="Remembers how far the sink is."
)
@click.option(
    "--secret-file", type=click.Path(path_type=Path), metavar="FILE", envvar="NEWSWIRE_WEBHOOK_SECRET_FILE",
    help="Holds the secret that signs, base64 behind whsec_.  [NEWSWIRE_WEBHOOK_SECRET_FILE]",
)  # fmt: skip
@click.option(
    "--connections", type=click.IntRange(1, 100), default=4, show_default=True, help="Partitions posted at a time."
)
@_flags("events")
def webhook(*, url: str, state: Path, secret_file: Path | None, connections: int, **options: Any) -> None:
    """Post each record to URL as a CloudEvent, signed as Standard Webhooks asks, in the order of its partition.

    Statuses 408, 425, 429 and 5xx are tried again with growing waits; others from 400 refuse the message. After a kill
    one message of each connection may come twice, with the same webhook-id.
    """
    secret = read_secret(_secret_of(secret_file)) if secret_file else None

    def opened(_tables: Mapping[str, RowTable], refuse: Refuse) -> Sink:
        service = Service(url, connections=connections)
        return WebhookSink(service, PlaceFile(state), secret=secret, clock=lambda: datetime.now(UTC), refuse=refuse)

    _carry(opened, **options)


def _sql(open_database: Callable[[], Database]) -> Opener:
    return lambda tables, refuse: SqlSink(open_database(), tables, refuse)


def _carry(
    opener: Opener, *, settings: Settings, topics: tuple[str, ...], until_end: bool, rejects: Path | None
) -> None:
    kinds = {full_topic_name(short, settings.topic_prefix): SHORT_NAMES[short] for short in topics}
    tables = {kind: TABLES[kind] for kind in kinds.values()}
    with ExitStack() as stack:
        refused = rejecting.RejectsFile(rejects) if rejects else None
        if refused is not None:
            stack.callback(refused.close)
        refuse: Refuse = refused or rejecting.stop
        drain = Drain(settings.bootstrap_servers, kinds, lambda: opener(tables, refuse), refuse)
        stack.enter_context(ended_softly(drain.stopping.set))
        advance = stack.enter_context(progress("carrying", total_bytes=None, unit="messages"))

        def said(count: int) -> None:
            for _message in range(count):
                advance(0)

        if until_end:
            drain.run(until_end=True, said=said)
        else:
            drain.run_on(said=said, failed=lambda why: note(f"newswire: {why}; trying again"))
    put_aside = f", put {refused.count} aside in {rejects}" if refused is not None and refused.count else ""
    note(f"took {drain.taken} messages{put_aside}")


def _secret_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not ASCII"
        raise SourceError(f"{path} cannot be read: {why}") from error
