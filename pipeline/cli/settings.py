"""Settings for a command: the only place where the environment is read."""

import os
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline.config import PREFIX, Settings, settings_from
from pipeline.errors import SettingsError

Callback = Callable[..., Any]

HELP = {
    "bootstrap_servers": "Kafka brokers, host:port, several parted by commas.",
    "app_id": "Consumer group, and prefix of the changelog topics.",
    "topic_prefix": "Put before every topic's name.",
    "partitions": "Partitions of topics that are made.",
    "replication": "Copies of each partition.",
    "model": "Installed spaCy pipeline, or a path to one.",
    "event_types": "TOML file with event types and triggers of your own.",
    "knowledge": "JSON lines file of persons and bodies of your own.",
    "data_dir": "Where tables keep their files.",
    "pool_processes": "Child processes that work; 0 means one a core.",
    "metrics_host": "Address on which a worker serves metrics and health.",
    "metrics_port": "Port for them; 0 serves neither.",
    "max_message_bytes": "Largest raw message that is worked.",
    "annotate_duplicates": "Annotate copies too.",
}
"""What the flags of settings say of themselves; a setting that is not here can be set by `--set`."""


def takes_settings(*names: str) -> Callable[[Callback], Callback]:
    """Give a command the argument `settings`, and flags for those settings that matter to it most.

    Every command that takes settings has `--settings FILE` and `--set NAME=VALUE` as well.
    """

    def decorate(callback: Callback) -> Callback:
        @wraps(callback)
        def with_settings(settings_file: Path | None, set_: tuple[str, ...], **arguments: Any) -> Any:
            flags = {name: arguments.pop(f"setting_{name}") for name in names}
            values: dict[str, object] = {**dict(map(_parted, set_)), **_given(flags)}
            return callback(settings=settings_from(os.environ, file=settings_file, **values), **arguments)

        command: Callback = with_settings
        for option in reversed((*map(_flag, names), _FILE, _SET)):
            command = option(command)
        return command

    return decorate


def _given(flags: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in flags.items() if value is not None}


def _parted(assignment: str) -> tuple[str, str]:
    name, separator, value = assignment.partition("=")
    if not separator or name not in {field.name for field in fields(Settings)}:
        raise SettingsError(f"--set {assignment}: it takes NAME=VALUE, with the name of a setting")
    return name, value


def _flag(name: str) -> Callable[[Callback], Callback]:
    default = getattr(Settings(), name)
    dashed = name.replace("_", "-")
    about = f"{HELP[name]}  [{PREFIX}{name.upper()}; default: {default if default != '' else 'none'}]"
    if isinstance(default, bool):
        return click.option(f"--{dashed}/--no-{dashed}", f"setting_{name}", default=None, help=about)
    kind = {int: click.INT, float: click.FLOAT}.get(type(default), click.STRING)
    return click.option(f"--{dashed}", f"setting_{name}", type=kind, default=None, help=about)


_FILE = click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"TOML file with settings.  [{PREFIX}SETTINGS]",
)
_SET = click.option("--set", "set_", multiple=True, metavar="NAME=VALUE", help="Any setting, by its name.")
