"""What people may call a topic: `events`, `news.events`, or its whole name with the deployment's prefix."""

from collections.abc import Mapping

from pipeline.stages import topics

CONTRACT_NAMES = (
    topics.RAW,
    topics.CLEAN,
    topics.UNIQUE,
    topics.ENRICHED,
    topics.EVENTS,
    topics.STORY_FEATURES,
    topics.STORIES,
    topics.ASSIGNMENTS,
    topics.KNOWLEDGE,
    topics.DEAD_LETTERS,
)
"""Every topic of the contract, in the order of an article's way."""

SHORT_NAMES: Mapping[str, str] = {name.removeprefix("news.").removeprefix("articles."): name for name in CONTRACT_NAMES}
"""The contract's name by its short one."""


def full_topic_name(name: str, prefix: str) -> str:
    """Give the name that the broker knows; one that is neither short nor the contract's is taken as it is."""
    contract = SHORT_NAMES.get(name, name)
    return prefix + contract if contract in CONTRACT_NAMES else name


def contract_topic_name(name: str, prefix: str) -> str | None:
    """Give the contract's name of a topic, or None where it is none of the contract's."""
    bare = name.removeprefix(prefix)
    return bare if bare in CONTRACT_NAMES else None
