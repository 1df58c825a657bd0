"""Counts and lag are exact, also on a broker that tells its ends wrongly."""

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stages.topics import RAW
from pipeline.stream.offsets import Progress, count_messages, end_offsets, group_progress, groups_of
from tests.stream.messages import put

pytestmark = pytest.mark.kafka


def commit(settings: Settings, group: str, topic: str, offset: int) -> None:
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers.split(","), group_id=group)
    place = TopicPartition(settings.topic_prefix + topic, 0)
    consumer.assign([place])
    consumer.commit({place: OffsetAndMetadata(offset, "", -1)})
    consumer.close()


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_every_message_is_counted(deployment: Settings, count: int) -> None:
    name = deployment.topic_prefix + RAW
    put(deployment, [(str(number), b"x") for number in range(count)])

    assert count_messages(deployment.bootstrap_servers, [name]) == {name: count}


@pytest.mark.parametrize("count", [0, 1, 40])
def test_the_end_is_one_past_the_last_message(deployment: Settings, count: int) -> None:
    name = deployment.topic_prefix + RAW
    put(deployment, [("same key", b"x")] * count)
    places = [(name, number) for number in range(deployment.partitions)]

    assert sorted(end_offsets(deployment.bootstrap_servers, places).values()) == [0, 0, count]


def test_topics_that_are_missing_are_not_counted(deployment: Settings) -> None:
    assert count_messages(deployment.bootstrap_servers, ["nowhere"]) == {}


def test_what_nobody_has_committed_is_all_to_do(deployment: Settings) -> None:
    name = deployment.topic_prefix + RAW
    put(deployment, [(str(number), b"x") for number in range(7)])

    progress = group_progress(deployment.bootstrap_servers, [deployment.app_id], [name])

    assert progress == {name: Progress(lag=7, has_committed=False)}


def test_what_is_committed_is_done(deployment: Settings) -> None:
    put(deployment, [(str(number), b"x") for number in range(20)])
    first = TopicPartition(deployment.topic_prefix + RAW, 0)
    in_first = count_of_first(deployment)
    commit(deployment, deployment.app_id, RAW, in_first - 1)

    progress = group_progress(deployment.bootstrap_servers, [deployment.app_id], [first.topic])

    assert progress[first.topic] == Progress(lag=20 - in_first + 1, has_committed=True)


def count_of_first(settings: Settings) -> int:
    """Messages of the first partition, seen by reading it."""
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers.split(","), consumer_timeout_ms=2000)
    place = TopicPartition(settings.topic_prefix + RAW, 0)
    consumer.assign([place])
    consumer.seek(place, 0)
    count = sum(1 for _ in consumer)
    consumer.close()
    return count


def test_of_several_groups_the_one_ahead_counts(deployment: Settings) -> None:
    put(deployment, [(str(number), b"x") for number in range(20)])
    in_first = count_of_first(deployment)
    commit(deployment, f"{deployment.app_id}-behind", RAW, 1)
    commit(deployment, f"{deployment.app_id}-ahead", RAW, in_first)
    name = deployment.topic_prefix + RAW

    progress = group_progress(
        deployment.bootstrap_servers, groups_of(deployment.bootstrap_servers, deployment.app_id), [name]
    )

    assert progress[name].lag == 20 - in_first


def test_lag_of_a_missing_topic_is_an_error(deployment: Settings) -> None:
    with pytest.raises(BrokerError, match="nowhere"):
        group_progress(deployment.bootstrap_servers, [deployment.app_id], ["nowhere"])
