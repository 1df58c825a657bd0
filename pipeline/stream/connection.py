"""Connections of kafka-python: bounded in time, silent, and with errors that say what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from pipeline.errors import BrokerError

CONNECT_TIMEOUT_MS = 4_000
REQUEST_TIMEOUT_MS = 10_000
FETCH_WAIT_MS = 100
FETCH_BYTES = 20_000_000


def quieten_client() -> None:
    """Keep the client's log off stderr, unless the program has set up logging of its own."""
    logger = logging.getLogger("kafka")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


@contextmanager
def opened_admin(bootstrap_servers: str) -> Iterator[Any]:
    """Open a connection for administration.

    Raises:
        BrokerError: Nobody answers there, or the broker refuses something.
    """
    quieten_client()
    with reached(bootstrap_servers):
        admin = KafkaAdminClient(
            bootstrap_servers=addresses(bootstrap_servers),
            bootstrap_timeout_ms=CONNECT_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
        )
    try:
        with answered(bootstrap_servers):
            yield admin
    finally:
        admin.close()


@contextmanager
def opened_consumer(bootstrap_servers: str) -> Iterator[Any]:
    """Open a connection for reading without a group.

    Raises:
        BrokerError: Nobody answers there.
    """
    quieten_client()
    with reached(bootstrap_servers):
        consumer = KafkaConsumer(
            bootstrap_servers=addresses(bootstrap_servers),
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=CONNECT_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            max_partition_fetch_bytes=FETCH_BYTES,
            check_crcs=False,
        )
    try:
        yield consumer
    finally:
        consumer.close()


@contextmanager
def reached(bootstrap_servers: str) -> Iterator[None]:
    """Turn a failure to connect into a line that says what to do."""
    try:
        yield
    except (KafkaError, OSError) as error:
        raise BrokerError(
            f"no Kafka broker answers at {bootstrap_servers}: start one (newswire broker), or name another with "
            "--bootstrap-servers or NEWSWIRE_BOOTSTRAP_SERVERS"
        ) from error


@contextmanager
def answered(bootstrap_servers: str) -> Iterator[None]:
    """Turn a refusal, or a connection that broke, into one line."""
    try:
        yield
    except KafkaError as error:
        raise BrokerError(f"the broker at {bootstrap_servers} failed: {said(error)}") from error


def said(error: BaseException) -> str:
    """What a client's error says, in one short line."""
    return " ".join(str(error).split())[:300] or type(error).__name__


def addresses(bootstrap_servers: str) -> list[str]:
    """Split `host:port,host:port`."""
    return [part.strip() for part in bootstrap_servers.split(",") if part.strip()]
