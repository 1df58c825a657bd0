"""`schemas/asyncapi.yaml`, made from the topics' declaration and the records; run as a program it writes the file."""

from pathlib import Path

import yaml

from pipeline import __version__
from pipeline.config import Settings
from pipeline.stages import topics
from pipeline.stream.declaration import DeclaredTopic, configs_of, read_declaration

PATH = Path(__file__).resolve().parents[1] / "schemas" / "asyncapi.yaml"
HEAD = """\
# AsyncAPI 3 of the public topics, made from deploy/topics.toml and the records by `make schemas`; edit those, not this.
# `make asyncapi` checks it with AsyncAPI's own parser.
"""
SCHEMA_FORMAT = "application/schema+json;version=draft-07"
"""What AsyncAPI's tools read. The schemas are of draft 2020-12, of which draft 7 passes over what it does not know."""
RECORD_OF = {
    topics.RAW: "raw-article.v1",
    topics.ENRICHED: "enriched-article.v1",
    topics.EVENTS: "event.v1",
    topics.STORIES: "story.v1",
    topics.ASSIGNMENTS: "assignment.v1",
    topics.DEAD_LETTERS: "dead-letter.v1",
}
"""The record on each public topic that has a schema."""
KEY_OF = {
    topics.RAW: "anything, or nothing",
    topics.ENRICHED: "article id",
    topics.EVENTS: "event id; a value of null withdraws the event",
    topics.STORIES: "story id",
    topics.ASSIGNMENTS: "article id",
    topics.DEAD_LETTERS: "the key of the message that could not be worked",
}
DESCRIPTION = """\
Raw news articles go into one topic; clean articles, entities, quotes, events and stories come out on others.
Delivery is at least once with deterministic ids: the newest value of a key counts, and a compacted topic keeps that.
Every record but the raw article names its schema in a field and in a message header, both called `schema`. Times are
RFC 3339 in UTC. Offsets count Unicode code points of the record's text, end exclusive.
"""

Node = dict[str, object]


def document() -> str:
    """Write the document."""
    declared = {topic.name: topic for topic in read_declaration(Settings()) if topic.name in RECORD_OF}
    made: Node = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Newswire",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"local": {"host": "localhost:9092", "protocol": "kafka", "description": "Your brokers."}},
        "channels": {name: _channel(topic) for name, topic in declared.items()},
        "operations": {f"{_action(topic)} {name}": _operation(topic) for name, topic in declared.items()},
        "components": {"messages": {record: _message(name, record) for name, record in RECORD_OF.items()}},
    }
    return HEAD + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)


def _channel(topic: DeclaredTopic) -> Node:
    configs = configs_of(topic)
    configuration: Node = {
        "cleanup.policy": configs["cleanup.policy"].split(","),
        "retention.ms": int(configs["retention.ms"]),
        "max.message.bytes": topic.max_message_bytes,
    }
    return {
        "address": topic.name,
        "description": topic.about,
        "messages": {RECORD_OF[topic.name]: {"$ref": f"#/components/messages/{RECORD_OF[topic.name]}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": configuration,
                "bindingVersion": "0.5.0",
            }
        },
    }


def _action(topic: DeclaredTopic) -> str:
    return "receive" if topic.kind == "public in" else "send"


def _operation(topic: DeclaredTopic) -> Node:
    return {
        "action": _action(topic),
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{RECORD_OF[topic.name]}"}],
    }


def _message(topic: str, record: str) -> Node:
    headers: Node = {"type": "object", "properties": {"schema": {"type": "string", "const": f"newswire.{record}"}}}
    return {
        "name": record,
        "contentType": "application/json",
        **({} if topic == topics.RAW else {"headers": headers}),
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"./{record}.json"}},
        "bindings": {"kafka": {"key": {"type": "string", "description": KEY_OF[topic]}, "bindingVersion": "0.5.0"}},
    }


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
