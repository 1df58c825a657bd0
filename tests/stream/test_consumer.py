"""Reading a topic misses nothing, stops where it should, and leaves no trace."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from kafka.admin import KafkaAdminClient

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stages.topics import RAW
from pipeline.stream.consumer import TopicMessage, read_message, read_topic
from tests.stream.messages import put

pytestmark = pytest.mark.kafka


def topic(settings: Settings) -> str:
    return settings.topic_prefix + RAW


def read(settings: Settings, **options: object) -> list[TopicMessage]:
    return list(read_topic(settings.bootstrap_servers, topic(settings), **options))  # type: ignore[arg-type] # a test's own words


def keys(messages: list[TopicMessage]) -> set[bytes | None]:
    return {message.key for message in messages}


@pytest.mark.parametrize("count", [1, 2, 50, 1200])
def test_everything_is_read_until_the_end(deployment: Settings, count: int) -> None:
    """However many messages the last batch of a partition holds."""
    put(deployment, [(str(number), b"x") for number in range(count)])

    assert keys(read(deployment)) == {str(number).encode() for number in range(count)}


def test_an_empty_topic_ends_at_once(deployment: Settings) -> None:
    assert read(deployment) == []


def test_a_message_comes_with_all_that_it_has(deployment: Settings) -> None:
    put(deployment, [("k", b"value")])

    message = read(deployment)[0]

    assert (message.key, message.value, message.headers, message.offset) == (b"k", b"value", (("schema", b"s"),), 0)


def test_a_tombstone_has_no_value(deployment: Settings) -> None:
    put(deployment, [("k", None)])

    assert read(deployment)[0].value is None


def test_large_messages_are_read(deployment: Settings) -> None:
    put(deployment, [(str(number), b"x" * 3_000_000) for number in range(4)])

    assert {len(message.value or b"") for message in read(deployment)} == {3_000_000}


def test_reading_from_now_leaves_out_what_was(deployment: Settings) -> None:
    put(deployment, [("old", b"x")])

    assert read(deployment, start="now") == []


def test_following_gives_what_comes_later(deployment: Settings) -> None:
    put(deployment, [("old", b"x")])
    following = read_topic(deployment.bootstrap_servers, topic(deployment), start="beginning", until_end=False)
    next(following)

    put(deployment, [("new", b"x")])

    assert next(following).key == b"new"


@pytest.mark.parametrize(("age", "expected"), [(-1, set()), (3600, {b"old", b"new"})], ids=["later", "earlier"])
def test_reading_from_a_time_leaves_out_what_is_older(deployment: Settings, age: int, expected: set[bytes]) -> None:
    put(deployment, [("old", b"x"), ("new", b"x")])

    assert keys(read(deployment, start=datetime.now(UTC) - timedelta(seconds=age))) == expected


def test_reading_leaves_no_consumer_group(deployment: Settings) -> None:
    def groups() -> set[str]:
        admin = KafkaAdminClient(bootstrap_servers=deployment.bootstrap_servers.split(","))
        try:
            return {group["group_id"] for group in admin.list_groups()}
        finally:
            admin.close()

    before = groups()

    read(deployment)

    assert groups() == before


def test_a_reader_that_stops_early_lets_go(deployment: Settings) -> None:
    put(deployment, [("a", b"x"), ("b", b"x")])

    assert len(list(islice(read_topic(deployment.bootstrap_servers, topic(deployment)), 1))) == 1


def test_a_missing_topic_is_an_error(deployment: Settings) -> None:
    with pytest.raises(BrokerError, match="there is no topic nowhere"):
        next(read_topic(deployment.bootstrap_servers, "nowhere"), None)


@pytest.mark.parametrize("ask", [read_topic, lambda servers, name: iter([read_message(servers, name, 0, 0)])])
def test_asking_for_a_missing_topic_does_not_make_it(
    deployment: Settings, ask: Callable[[str, str], Iterator[object]]
) -> None:
    with pytest.raises(BrokerError):
        next(ask(deployment.bootstrap_servers, "nowhere"), None)

    with pytest.raises(BrokerError):
        next(ask(deployment.bootstrap_servers, "nowhere"), None)


def test_one_message_is_found_at_its_place(deployment: Settings) -> None:
    put(deployment, [(str(number), b"x") for number in range(30)])
    wanted = read(deployment)[17]

    assert read_message(deployment.bootstrap_servers, topic(deployment), wanted.partition, wanted.offset) == wanted


def test_beyond_the_end_there_is_no_message(deployment: Settings) -> None:
    assert read_message(deployment.bootstrap_servers, topic(deployment), 0, 5) is None


def test_a_partition_that_is_not_there_is_an_error(deployment: Settings) -> None:
    with pytest.raises(BrokerError, match="no partition 99"):
        read_message(deployment.bootstrap_servers, topic(deployment), 99, 0)
