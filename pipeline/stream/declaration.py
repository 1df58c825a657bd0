"""The topics that a deployment has, as `deploy/topics.toml` declares them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.shipped import shipped_path

SHIPPED = "deploy/topics.toml"
HOUR_MS = 3_600_000
FOR_EVER = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredTopic:
    """A topic as it should be."""

    name: str
    """As the broker knows it, with the deployment's prefix."""
    about: str = ""
    """What is in it."""
    kind: str
    """`public in`, `public out`, `internal`, or `changelog`."""
    partitions: int
    """How many."""
    retention_hours: int = FOR_EVER
    """How long messages are kept; -1 for ever."""
    compact: bool = False
    """Whether only the newest message of each key is kept."""
    max_message_bytes: int
    """Largest message that it takes."""


def configs_of(topic: DeclaredTopic) -> dict[str, str]:
    """Write a declaration as Kafka's topic configuration."""
    retention_ms = FOR_EVER if topic.retention_hours == FOR_EVER else topic.retention_hours * HOUR_MS
    return {
        "cleanup.policy": "compact" if topic.compact else "delete",
        "retention.ms": str(retention_ms),
        "max.message.bytes": str(topic.max_message_bytes),
    }


def read_declaration(settings: Settings, *, path: Path | None = None) -> tuple[DeclaredTopic, ...]:
    """Read the topics of a deployment, changelogs last, with names and numbers as its settings make them.

    Raises:
        SettingsError: The file is malformed.
        SourceError: It is missing from the installation.
    """
    file = path or shipped_path(SHIPPED)
    try:
        plain = tomllib.loads(file.read_text(encoding="utf-8"))
        changelogs = msgspec.convert(plain.pop("changelogs", {}), dict[str, _Changelog])
        defaults = plain.pop("defaults", {})
        entries = msgspec.convert({name: {**defaults, **given} for name, given in plain.items()}, dict[str, _Entry])
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"topic declaration {file} cannot be read: {error}") from error
    topics = {name: _topic(name, entry, settings) for name, entry in entries.items()}
    try:
        logs = [_changelog(name, log, topics, settings) for name, log in changelogs.items()]
    except KeyError as error:
        raise SettingsError(f"topic declaration {file}: there is no topic {error} to read from") from error
    return (*topics.values(), *logs)


class _Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kind: str
    about: str = ""
    partitions: int = 0
    retention_hours: int = FOR_EVER
    compact: bool = False
    max_message_bytes: int = 1_000_000


class _Changelog(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    source: str
    about: str = ""


def _topic(name: str, entry: _Entry, settings: Settings) -> DeclaredTopic:
    return DeclaredTopic(
        name=settings.topic_prefix + name,
        about=entry.about,
        kind=entry.kind,
        partitions=entry.partitions or settings.partitions,
        retention_hours=entry.retention_hours,
        compact=entry.compact,
        max_message_bytes=entry.max_message_bytes,
    )


def _changelog(name: str, log: _Changelog, topics: Mapping[str, DeclaredTopic], settings: Settings) -> DeclaredTopic:
    source = topics[log.source]
    return DeclaredTopic(
        name=f"{settings.app_id}-{name}-changelog",
        about=log.about,
        kind="changelog",
        partitions=source.partitions,
        compact=True,
        max_message_bytes=source.max_message_bytes,
    )
