"""Topics are made as declared, and never altered."""

from dataclasses import replace

import pytest

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stages.topics import CLEAN, EVENTS, RAW
from pipeline.stream.admin import TopicState, create_topics, delete_topics, differences, topic_states
from pipeline.stream.declaration import DeclaredTopic, configs_of, read_declaration
from tests.brokers import skip_on_embedded

TOPIC = DeclaredTopic(name="t", kind="internal", partitions=3, compact=True, max_message_bytes=1_000_000)


def state_of(topic: DeclaredTopic) -> TopicState:
    return TopicState(
        name=topic.name, topic_id="id", partitions=topic.partitions, replication=1, configs=configs_of(topic)
    )


def named(topic: DeclaredTopic, settings: Settings) -> DeclaredTopic:
    return replace(topic, name=settings.topic_prefix + topic.name)


def test_a_topic_as_declared_has_no_differences() -> None:
    assert differences(TOPIC, state_of(TOPIC)) == ()


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (replace(TOPIC, partitions=4), "t has partitions 3, declared is 4"),
        (replace(TOPIC, compact=False), "t has cleanup.policy compact, declared is delete"),
        (replace(TOPIC, retention_hours=1), "t has retention.ms -1, declared is 3600000"),
        (replace(TOPIC, max_message_bytes=9), "t has max.message.bytes 1000000, declared is 9"),
    ],
)
def test_what_differs_is_said(declared: DeclaredTopic, said: str) -> None:
    assert differences(declared, state_of(TOPIC)) == (said,)


def test_a_missing_topic_is_said_to_be_missing() -> None:
    assert differences(TOPIC, None) == ("t does not exist",)


def test_nobody_at_the_address_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(BrokerError, match="newswire broker"):
        topic_states("127.0.0.1:1", ["t"])


@pytest.mark.kafka
def test_every_declared_topic_is_made(settings_alone: Settings) -> None:
    declared = read_declaration(settings_alone)

    creation = create_topics(settings_alone.bootstrap_servers, declared, replication=1)

    assert set(creation.created) == {topic.name for topic in declared}


@pytest.mark.kafka
def test_topics_that_were_made_are_as_declared(deployment: Settings) -> None:
    declared = read_declaration(deployment)
    states = topic_states(deployment.bootstrap_servers, [topic.name for topic in declared])

    assert [text for topic in declared for text in differences(topic, states.get(topic.name))] == []


@pytest.mark.kafka
def test_making_them_again_makes_nothing(deployment: Settings) -> None:
    creation = create_topics(deployment.bootstrap_servers, read_declaration(deployment), replication=1)

    assert (creation.created, creation.differences) == ((), ())


@pytest.mark.kafka
def test_an_existing_topic_that_differs_is_told(settings_alone: Settings) -> None:
    topic = named(TOPIC, settings_alone)
    create_topics(settings_alone.bootstrap_servers, [topic], replication=1)

    creation = create_topics(settings_alone.bootstrap_servers, [replace(topic, partitions=5)], replication=1)

    assert creation.differences == (f"{topic.name} has partitions 3, declared is 5",)


@pytest.mark.kafka
def test_an_existing_topic_that_differs_stays_as_it_is(settings_alone: Settings) -> None:
    topic = named(TOPIC, settings_alone)
    create_topics(settings_alone.bootstrap_servers, [topic], replication=1)

    create_topics(settings_alone.bootstrap_servers, [replace(topic, partitions=5)], replication=1)

    assert topic_states(settings_alone.bootstrap_servers, [topic.name])[topic.name].partitions == 3


@pytest.mark.kafka
def test_topics_that_do_not_exist_are_not_made_by_asking(settings_alone: Settings) -> None:
    name = settings_alone.topic_prefix + EVENTS
    topic_states(settings_alone.bootstrap_servers, [name])

    assert topic_states(settings_alone.bootstrap_servers, [name]) == {}


@pytest.mark.kafka
def test_deleted_topics_are_gone_and_others_stay(deployment: Settings) -> None:
    gone, stays = deployment.topic_prefix + RAW, deployment.topic_prefix + CLEAN

    delete_topics(deployment.bootstrap_servers, [gone, "never-was"])

    assert list(topic_states(deployment.bootstrap_servers, [gone, stays])) == [stays]


@pytest.mark.kafka
def test_more_copies_than_brokers_is_an_error_that_names_the_setting(settings_alone: Settings) -> None:
    skip_on_embedded(settings_alone, "the embedded broker takes any number of copies")

    with pytest.raises(BrokerError, match="NEWSWIRE_REPLICATION"):
        create_topics(settings_alone.bootstrap_servers, [named(TOPIC, settings_alone)], replication=99)
