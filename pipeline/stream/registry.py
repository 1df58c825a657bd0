"""A Confluent-compatible schema registry: the schemas of the topics are put there, and their ids carried by values.

Subjects are named by topic (`news.events-value`), as Confluent's TopicNameStrategy has it. The registry's interface:
https://docs.confluent.io/platform/current/schema-registry/develop/api.html
"""

from collections.abc import Mapping
from urllib.parse import quote

import orjson

from pipeline.codec import decode_object
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError, RefusalError, TargetError
from pipeline.shipped import shipped_path
from pipeline.sinks.http import Answer, Service
from pipeline.stages import topics

SCHEMA_OF: Mapping[str, str] = {
    topics.RAW: "raw-article.v1",
    topics.CLEAN: "clean-article.v1",
    topics.UNIQUE: "clean-article.v1",
    topics.ENRICHED: "enriched-article.v1",
    topics.EVENTS: "event.v1",
    topics.STORY_FEATURES: "story-features.v1",
    topics.STORIES: "story.v1",
    topics.ASSIGNMENTS: "assignment.v1",
    topics.DEAD_LETTERS: "dead-letter.v1",
}
"""The schema of the values of each topic."""
HEADERS = {"Content-Type": "application/vnd.schemaregistry.v1+json"}
OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
BACKOFF_S = 0.2


def registered_schemas(settings: Settings, *, backoff_s: float = BACKOFF_S) -> Mapping[str, int]:
    """Put every topic's schema into the registry that the settings name, and give their ids by the contract's topic.

    A schema that is there already keeps its id. Nothing is done, and nothing given, where no registry is named.

    Raises:
        TargetError: The registry does not answer.
        RefusalError: It refuses a schema.
    """
    if not settings.schema_registry:
        return {}
    service = Service(settings.schema_registry, backoff_s=backoff_s)
    try:
        return {topic: _registered(service, settings.topic_prefix + topic, name) for topic, name in SCHEMA_OF.items()}
    finally:
        service.close()


def _registered(service: Service, topic: str, schema: str) -> int:
    subject = f"{topic}-value"
    text = shipped_path(f"schemas/{schema}.json").read_text(encoding="utf-8")
    body = orjson.dumps({"schemaType": "JSON", "schema": text})
    answer = service.ask("POST", f"/subjects/{quote(subject, safe='')}/versions", body=body, headers=HEADERS)
    if answer.status != OK:
        raise _refusal(service.name, subject, answer)
    try:
        found = decode_object(answer.body).get("id")
    except InvalidRecordError:
        found = None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 1 << 32:
        raise TargetError(
            f"what answers at {service.name} is no schema registry: it gives no id (NEWSWIRE_SCHEMA_REGISTRY)"
        )
    return found


def _refusal(name: str, subject: str, answer: Answer) -> RefusalError:
    advice = {
        CONFLICT: f"set the compatibility of {subject} to FORWARD, since versions only add fields",
        UNPROCESSABLE: "it takes no JSON Schema of draft 2020-12, or is in read-only mode",
    }.get(answer.status, "see NEWSWIRE_SCHEMA_REGISTRY")
    return RefusalError(f"the schema registry at {name} refuses {subject}: {answer.said}; {advice}")
