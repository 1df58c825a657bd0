"""`newswire topics`: make the topics of a deployment, and see how they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from pipeline.cli.command import CommandGroup
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import build_console, chosen_format, note
from pipeline.cli.printable import printable
from pipeline.cli.settings import takes_settings
from pipeline.cli.tables import plain_table
from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.stream.admin import TopicState, create_topics, differences, topic_states
from pipeline.stream.declaration import DeclaredTopic, read_declaration
from pipeline.stream.offsets import count_messages
from pipeline.stream.short_names import full_topic_name

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal, else JSON lines."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A declared topic and what the broker has of it."""

    declared: DeclaredTopic
    """As it should be."""
    state: TopicState | None
    """As it is."""
    messages: int | None
    """How many it holds, at most."""


@click.group(
    cls=CommandGroup,
    examples=(
        "newswire topics create --partitions 12 --replication 3",
        "newswire topics list",
        "newswire topics describe events",
    ),
)
def command() -> None:
    """Create, list and describe the topics of a deployment, changelogs included."""


@command.command(examples=("newswire topics create --bootstrap-servers kafka-1:9092 --replication 3",))
@FORMAT
@takes_settings("bootstrap_servers", "topic_prefix", "app_id", "partitions", "replication")
def create(form: str | None, settings: Settings) -> None:
    """Make the topics that are missing; what exists is left as it is.

    Where an existing topic is not as declared, that is said on stderr.
    """
    declared = read_declaration(settings)
    creation = create_topics(settings.bootstrap_servers, declared, replication=settings.replication)
    if chosen_format(form) == "json":
        write_json({"created": creation.created, "existing": creation.existing, "differences": creation.differences})
    else:
        for name in creation.created:
            click.echo(f"made {name}")
        click.echo(f"{len(creation.created)} made, {len(creation.existing)} were there")
    for text in creation.differences:
        note(f"newswire: {text}; it is left as it is")


@command.command("list", examples=("newswire topics list", "newswire topics list --format json"))
@FORMAT
@takes_settings("bootstrap_servers", "topic_prefix", "app_id", "partitions")
def list_(form: str | None, settings: Settings) -> None:
    """List the declared topics with their partitions, kind and number of messages."""
    found = _found(read_declaration(settings), settings)
    if chosen_format(form) == "json":
        for one in found:
            write_json(_row(one))
        return
    headings = ("topic", "kind", "partitions", "messages", "cleanup", "what")
    build_console().print(plain_table(headings, map(_cells, found), numbers=("partitions", "messages")))


@command.command(examples=("newswire topics describe raw events",))
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@FORMAT
@takes_settings("bootstrap_servers", "topic_prefix", "app_id", "partitions")
def describe(topics: tuple[str, ...], form: str | None, settings: Settings) -> None:
    """Describe topics, all that are declared or those named, with where they are not as declared."""
    found = _found(_chosen(read_declaration(settings), topics, settings), settings)
    for one in found:
        if chosen_format(form) == "json":
            write_json({**_row(one), **_details(one)})
        else:
            _print_description(one)


def _found(declared: Sequence[DeclaredTopic], settings: Settings) -> list[Found]:
    names = [topic.name for topic in declared]
    states = topic_states(settings.bootstrap_servers, names)
    messages = count_messages(settings.bootstrap_servers, states)
    return [Found(declared=one, state=states.get(one.name), messages=messages.get(one.name)) for one in declared]


def _chosen(declared: Sequence[DeclaredTopic], names: Sequence[str], settings: Settings) -> tuple[DeclaredTopic, ...]:
    if not names:
        return tuple(declared)
    by_name = {topic.name: topic for topic in declared}
    wanted = [full_topic_name(name, settings.topic_prefix) for name in names]
    for given, name in zip(names, wanted, strict=True):
        if name not in by_name:
            raise SettingsError(f"no topic {printable(given)} is declared: see newswire topics list")
    return tuple(by_name[name] for name in wanted)


def _row(found: Found) -> Mapping[str, object]:
    return {
        "name": found.declared.name,
        "kind": found.declared.kind,
        "exists": found.state is not None,
        "partitions": found.state.partitions if found.state else None,
        "messages": found.messages,
        "compact": found.declared.compact,
        "about": found.declared.about,
    }


def _details(found: Found) -> Mapping[str, object]:
    return {
        "replication": found.state.replication if found.state else None,
        "configs": dict(sorted(found.state.configs.items())) if found.state else None,
        "differences": differences(found.declared, found.state),
    }


def _cells(found: Found) -> tuple[object, ...]:
    partitions = found.state.partitions if found.state else "missing"
    cleanup = found.state.configs.get("cleanup.policy") if found.state else None
    return (
        found.declared.name,
        found.declared.kind,
        partitions,
        found.messages,
        cleanup,
        found.declared.about,
    )


def _print_description(found: Found) -> None:
    topic, state = found.declared, found.state
    click.echo(f"{topic.name}  ({topic.kind}; {topic.about})")
    if state:
        click.echo(f"  partitions {state.partitions}, replication {state.replication}, messages {found.messages}")
        for name in ("cleanup.policy", "retention.ms", "max.message.bytes"):
            click.echo(f"  {name} {printable(state.configs.get(name, 'not told'))}")
    for text in differences(topic, state):
        click.echo(f"  ! {text}")
