"""Event types and the events of a sentence, as tables for people and as plain facts for pipes."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table

from pipeline.cli.event_table import event_cells
from pipeline.cli.tables import plain_table
from pipeline.knowledge.ontology import Leaf
from pipeline.knowledge.own_types import OwnTypes
from pipeline.records.event import Event

Facts = dict[str, Any]

_ONE = {"examples": "example", "near_misses": "near-miss"}


def leaf_facts(leaf: Leaf, known: OwnTypes) -> Facts:
    """Tell everything about a type; codes stand under the names of their schemes."""
    coding = known.ontology.coding(leaf)
    return {
        "id": leaf.id,
        "label": leaf.label,
        "definition": leaf.definition,
        "roles": list(leaf.roles),
        "plover": {"type": leaf.plover, "mode": leaf.mode, "contexts": list(leaf.contexts)} if leaf.plover else None,
        "cameo": leaf.cameo,
        "cameo_codes": list(leaf.cameo_codes),
        "quad": coding.quad,
        "intensity": coding.intensity,
        "iptc": f"medtop:{leaf.iptc}" if leaf.iptc else None,
        "wider": leaf.wider,
        "examples": list(leaf.examples),
        "near_misses": list(leaf.near_misses),
        "triggers": _triggers(leaf, known),
        "is_own": leaf.id in known.added,
    }


def type_table(leaves: Iterable[Leaf], known: OwnTypes) -> Table:
    """Make a table with a row for each type."""
    rows = []
    for leaf in leaves:
        plover = "/".join(part for part in (leaf.plover, leaf.mode) if part)
        intensity = known.ontology.coding(leaf).intensity
        rows.append((leaf.id, leaf.label, plover, leaf.cameo, leaf.quad, intensity, leaf.iptc, leaf.definition))
    headings = ("type", "label", "PLOVER", "CAMEO", "quad", "intensity", "IPTC", "what counts")
    return plain_table(headings, rows, numbers=("intensity",))


def explanation(leaf: Leaf, known: OwnTypes) -> Table:
    """Make a table that explains a type, a row for each fact that there is."""
    rows: list[tuple[str, object]] = []
    for name, value in leaf_facts(leaf, known).items():
        if name in _ONE:
            rows.extend((_ONE[name], sentence) for sentence in value)
        elif isinstance(value, list):
            rows.append((name.replace("_", " "), ", ".join(value)))
        elif isinstance(value, dict):
            rows.append((name, "/".join(str(part) for part in value.values() if part and not isinstance(part, list))))
        elif value not in {None, False}:
            rows.append((name.replace("_", " "), value))
    return plain_table(("", ""), [row for row in rows if row[1] != ""])


def event_facts(event: Event) -> Facts:
    """Tell an event of a sentence in short."""
    plover = event.plover
    return {
        "type": event.type,
        "label": event.label,
        "trigger": event.trigger.text,
        "source": [actor.text for actor in event.source],
        "target": [actor.text for actor in event.target],
        "factuality": event.factuality,
        "plover": {"type": plover.type, "mode": plover.mode, "contexts": list(plover.contexts)} if plover else None,
        "cameo": event.cameo,
        "quad": event.quad,
        "intensity": event.intensity,
        "confidence": event.confidence,
        "rule": event.rule,
    }


def sentence_table(events: Iterable[Event]) -> Table:
    """Make a table of the events of a sentence, with their codes and the rules that found them."""
    rows = []
    for event in events:
        plover = "/".join(part for part in (event.plover.type, event.plover.mode) if part) if event.plover else None
        rows.append((event.type, *event_cells(event)[1:4], event.factuality, plover, event.confidence, event.rule))
    headings = ("type", "who", "what", "whom", "whether", "PLOVER", "confidence", "rule")
    return plain_table(headings, rows, numbers=("confidence",))


def _triggers(leaf: Leaf, known: OwnTypes) -> list[str]:
    senses = (sense for senses in known.lexicon.values() for sense in senses if sense.leaf == leaf.id)
    return sorted({f"{sense.lemma} ({sense.word_class})" for sense in senses})
