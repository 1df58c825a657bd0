"""`newswire ontology`: lists the event types, explains one, and shows what a sentence tells."""

import sys

import click

from pipeline.cli.command import CommandGroup
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import build_console, chosen_format
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: a table on a terminal, else JSON."
)


@click.group(
    cls=CommandGroup,
    examples=("newswire ontology list", "newswire ontology explain DIPL.MEET", "newswire ontology list --family CONF"),
)
def command() -> None:
    """See the event types, and try what a sentence tells."""


@command.command("list", examples=("newswire ontology list", "newswire ontology list --family GOV --format json"))
@click.option("--family", metavar="FAMILY", help="Only this family, such as CONF.")
@_FORMAT
@takes_settings("event_types")
def list_types(family: str | None, form: str | None, settings: Settings) -> None:
    """List all event types, those of your own file too."""
    from pipeline.cli.ontology_views import leaf_facts, type_table  # noqa: PLC0415 - loaded when it runs
    from pipeline.knowledge.own_types import load_event_types  # noqa: PLC0415

    known = load_event_types(settings.event_types)
    families = [one for one in known.ontology.families if family is None or one.id == family.upper()]
    if not families:
        names = ", ".join(one.id for one in known.ontology.families)
        raise click.BadParameter(f"there is no family {family!r}: {names}", param_hint="--family")
    leaves = [leaf for one in families for leaf in one.types]
    if chosen_format(form) == "json":
        for leaf in leaves:
            write_json(leaf_facts(leaf, known))
    else:
        build_console().print(type_table(leaves, known))


@command.command("explain", examples=("newswire ontology explain CONF.BOMB",))
@click.argument("name", metavar="TYPE")
@_FORMAT
@takes_settings("event_types")
def explain(name: str, form: str | None, settings: Settings) -> None:
    """Explain an event type: what counts, what does not, its codes and the words that tell it."""
    from pipeline.cli.ontology_views import explanation, leaf_facts  # noqa: PLC0415 - loaded when it runs
    from pipeline.knowledge.own_types import load_event_types  # noqa: PLC0415

    known = load_event_types(settings.event_types)
    leaf = known.ontology.leaves().get(name.upper())
    if leaf is None:
        raise click.BadParameter(
            f"there is no event type {name!r}; `newswire ontology list` names all", param_hint="TYPE"
        )
    if chosen_format(form) == "json":
        write_json(leaf_facts(leaf, known))
    else:
        build_console().print(explanation(leaf, known))


@command.command("test", examples=('newswire ontology test "Peru and Chile held talks in Arica."',))
@click.argument("sentence", metavar="SENTENCE")
@_FORMAT
@takes_settings("model", "event_types", "knowledge")
def test(sentence: str, form: str | None, settings: Settings) -> None:
    """Show the events that a sentence tells, and the rules that found them; `-` reads standard input."""
    from pipeline.cli.ontology_views import event_facts, sentence_table  # noqa: PLC0415 - loads spaCy
    from pipeline.cli.sentence import events_in  # noqa: PLC0415
    from pipeline.knowledge.own_files import OwnFiles  # noqa: PLC0415

    text = sys.stdin.read() if sentence == "-" else sentence
    own = OwnFiles(event_types=settings.event_types, knowledge=settings.knowledge)
    events = events_in(text, model=settings.model, own=own)
    if chosen_format(form) == "json":
        for event in events:
            write_json(event_facts(event))
    elif events:
        build_console().print(sentence_table(events))
    else:
        build_console().print("no events", style="dim")
