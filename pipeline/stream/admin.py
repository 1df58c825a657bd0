"""Topics as the broker has them: made, described, compared with their declaration."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType

from pipeline.errors import BrokerError
from pipeline.stream.connection import opened_admin
from pipeline.stream.declaration import DeclaredTopic, configs_of

ALREADY_EXISTS = 36
INVALID_REPLICATION = 38
NO_ERROR = 0
DELETE_TIMEOUT_S = 15.0
LOOK_EVERY_S = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicState:
    """A topic as it is."""

    name: str
    """With the deployment's prefix."""
    topic_id: str
    """Kafka's own: one that is deleted and made again gets another."""
    partitions: int
    """How many it has."""
    replication: int
    """Copies of each partition."""
    configs: Mapping[str, str]
    """Its configuration, in Kafka's words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Creation:
    """What `create_topics` found and did."""

    created: tuple[str, ...]
    """Topics that were missing."""
    existing: tuple[str, ...]
    """Topics that were there, and are as they were."""
    differences: tuple[str, ...]
    """Where an existing topic is not as declared, in words."""


def create_topics(bootstrap_servers: str, declared: Sequence[DeclaredTopic], *, replication: int) -> Creation:
    """Make the topics that are missing, and wait until they can be used; what exists is never altered.

    Raises:
        BrokerError: Nobody answers, or the broker refuses a topic.
    """
    with opened_admin(bootstrap_servers) as admin:
        present = set(admin.list_topics())
        missing = [topic for topic in declared if topic.name not in present]
        created = _create(admin, missing, replication)
        admin.wait_for_topics(created)
        existing = [topic for topic in declared if topic.name not in created]
        states = _states(admin, [topic.name for topic in existing])
    return Creation(
        created=tuple(created),
        existing=tuple(topic.name for topic in existing),
        differences=tuple(text for topic in existing for text in differences(topic, states.get(topic.name))),
    )


def topic_states(bootstrap_servers: str, names: Iterable[str]) -> dict[str, TopicState]:
    """Describe topics; those that do not exist are left out.

    Raises:
        BrokerError: Nobody answers.
    """
    with opened_admin(bootstrap_servers) as admin:
        return _states(admin, names)


def delete_topics(bootstrap_servers: str, names: Iterable[str]) -> None:
    """Delete topics with all that they hold, and wait until they are gone; those that do not exist are passed over.

    Raises:
        BrokerError: Nobody answers, or the broker refuses.
    """
    unwanted = set(names)
    deadline = time.monotonic() + DELETE_TIMEOUT_S
    with opened_admin(bootstrap_servers) as admin:
        present = unwanted & set(admin.list_topics())
        if present:
            admin.delete_topics(sorted(present))
        while unwanted & set(admin.list_topics()):
            if time.monotonic() > deadline:
                raise BrokerError(f"the broker at {bootstrap_servers} has not deleted its topics after a while")
            time.sleep(LOOK_EVERY_S)


def differences(declared: DeclaredTopic, state: TopicState | None) -> tuple[str, ...]:
    """Say where a topic is not as declared; nothing when it is."""
    if state is None:
        return (f"{declared.name} does not exist",)
    pairs = {"partitions": (str(state.partitions), str(declared.partitions))}
    for name, value in configs_of(declared).items():
        pairs[name] = (state.configs.get(name, value), value)
    return tuple(
        f"{declared.name} has {name} {is_now}, declared is {should_be}"
        for name, (is_now, should_be) in pairs.items()
        if is_now != should_be
    )


def _create(admin: Any, topics: Sequence[DeclaredTopic], replication: int) -> list[str]:
    if not topics:
        return []
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication,
            "configs": configs_of(topic),
        }
        for topic in topics
    }
    answer = admin.create_topics(wanted, raise_errors=False)
    created = []
    for topic in answer["topics"]:
        if topic["error_code"] == NO_ERROR:
            created.append(topic["name"])
        elif topic["error_code"] != ALREADY_EXISTS:
            raise BrokerError(_refusal(topic, replication))
    return created


def _refusal(topic: Mapping[str, Any], replication: int) -> str:
    refusal = f"the broker refused topic {topic['name']}: {topic['error_message'] or topic['error_code']}"
    if topic["error_code"] == INVALID_REPLICATION:
        return f"{refusal} (NEWSWIRE_REPLICATION is {replication}; it may not exceed the number of brokers)"
    return refusal


def _states(admin: Any, names: Iterable[str]) -> dict[str, TopicState]:
    wanted = set(names)
    # All topics, not those named: some brokers make a topic of a name that they are asked about.
    described = {
        topic["name"]: topic
        for topic in admin.describe_topics()
        if topic["name"] in wanted and topic["error_code"] == NO_ERROR
    }
    if not described:
        return {}
    configs = admin.describe_configs(
        [ConfigResource(ConfigResourceType.TOPIC, name) for name in described], config_filter="all"
    )["topic"]
    return {
        name: TopicState(
            name=name,
            topic_id=str(topic["topic_id"]),
            partitions=len(topic["partitions"]),
            replication=min((len(one["replica_nodes"]) for one in topic["partitions"]), default=0),
            configs={key: str(entry["value"]) for key, entry in configs.get(name, {}).items()},
        )
        for name, topic in described.items()
    }
