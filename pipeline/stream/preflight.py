"""What must be so before a worker starts: a broker that answers, and topics that fit each other."""

from collections.abc import Mapping, Sequence

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stages.build import STATEFUL
from pipeline.stages.topics import INPUT_OF
from pipeline.stream.admin import TopicState, topic_states
from pipeline.stream.declaration import read_declaration
from pipeline.stream.tables import changelog_name


def table_partitions(settings: Settings, agents: Sequence[str]) -> Mapping[str, int]:
    """Look at the topics and return how many partitions the table of each agent has.

    Raises:
        BrokerError: Nobody answers, topics are missing, or a changelog does not fit its agent's input.
    """
    states = topic_states(settings.bootstrap_servers, [topic.name for topic in read_declaration(settings)])
    missing = [topic.name for topic in read_declaration(settings) if topic.name not in states]
    if missing:
        raise BrokerError(
            f"{len(missing)} topics are missing at {settings.bootstrap_servers} ({missing[0]}, …): "
            "make them with: newswire topics create"
        )
    return {agent: _fitting(states, settings, agent) for agent in agents if agent in STATEFUL}


def _fitting(states: Mapping[str, TopicState], settings: Settings, agent: str) -> int:
    source = states[settings.topic_prefix + INPUT_OF[agent]]
    changelog = states[changelog_name(settings, agent)]
    if source.partitions != changelog.partitions:
        raise BrokerError(
            f"{changelog.name} has {changelog.partitions} partitions and {source.name} has {source.partitions}: "
            f"delete {changelog.name} and make it again with: newswire topics create"
        )
    return source.partitions
