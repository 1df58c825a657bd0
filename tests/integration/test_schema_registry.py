"""With a schema registry, values carry Confluent's wire format: others read them, and so does everything of ours."""

import json
from dataclasses import replace

import pytest
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.json_schema import JSONDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from pipeline.codec import framed
from pipeline.config import Settings
from pipeline.stages.topics import ASSIGNMENTS, ENRICHED, EVENTS, STORIES
from pipeline.stream.consumer import read_topic
from tests.brokers import clean_up, new_deployment
from tests.integration.workers import feed, topics, worker
from tests.schema_examples import ARTICLES
from tests.sinks.receiver import receiving
from tests.stream.registry_server import RegistryServer

pytestmark = [pytest.mark.kafka, pytest.mark.model, pytest.mark.slow]
READ = (ENRICHED, EVENTS, STORIES, ASSIGNMENTS)
Values = dict[str, dict[str, bytes | None]]


def published(settings: Settings, raw: list[tuple[str, bytes | None]]) -> Values:
    """Feed articles one after the other, and give what is on the topics in the end, as the broker has it."""
    with topics(settings, *READ) as reader, worker(settings):
        for number, message in enumerate(raw, start=1):
            feed(settings, [message])
            reader.read_until(lambda seen, number=number: len(seen[ASSIGNMENTS].values) >= number, timeout_s=120)
    return {topic: reader.seen[topic].values for topic in READ}


def raw_articles() -> list[tuple[str, bytes | None]]:
    return [(str(article["id"]), json.dumps(article).encode()) for article in ARTICLES]


def test_framed_and_plain_are_the_same_records_and_others_read_the_framed(broker: str) -> None:
    registry = RegistryServer()
    plain_settings = new_deployment(broker)
    plain = published(plain_settings, raw_articles())
    clean_up(plain_settings)
    with receiving(registry) as address:
        settings = replace(new_deployment(broker), schema_registry=address)
        wrapped = [(key, framed(value or b"", 1)) for key, value in raw_articles()]
        carried = published(settings, wrapped)
        deserialize = JSONDeserializer(None, schema_registry_client=SchemaRegistryClient({"url": address}))
        for topic in READ:
            where = SerializationContext(settings.topic_prefix + topic, MessageField.VALUE)
            read = {key: deserialize(value, where) for key, value in carried[topic].items() if value is not None}
            assert read == {key: json.loads(value) for key, value in plain[topic].items() if value is not None}
            ours = {(one.key or b"").decode(): one.value for one in read_topic(broker, settings.topic_prefix + topic)}
            assert ours == plain[topic]
    clean_up(settings)
