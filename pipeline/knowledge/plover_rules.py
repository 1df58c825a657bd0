"""PLOVER's modes, contexts and differing types by words: `plover_rules.tsv` and `contexts.tsv`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.ontology import Ontology, load_ontology
from pipeline.knowledge.tables import HERE, Row, read_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class PloverRule:
    """One line: what words at the trigger make of an event of a leaf."""

    words: frozenset[str]
    """Dictionary forms, any of which is enough."""
    mode: str | None = None
    """PLOVER mode."""
    type: str | None = None
    """PLOVER type in place of the leaf's."""


@cache
def load_plover_rules(path: Path = HERE / "plover_rules.tsv") -> Mapping[str, tuple[PloverRule, ...]]:
    """Read the rules by leaf, in the order of the file.

    Raises:
        SourceError: The file cannot be read, or a line names what is not there; the message names it.
    """
    ontology = load_ontology()
    rules: dict[str, tuple[PloverRule, ...]] = {}
    for row in read_rows(path, columns=3):
        for fault in _faults(row, ontology):
            raise SourceError(f"{row.place}: {fault}")
        leaf, outcome, words = row.columns
        key, _, value = outcome.partition("=")
        rule = PloverRule(
            words=frozenset(words.split()),
            mode=value if key == "mode" else None,
            type=value if key == "type" else None,
        )
        rules[leaf] = (*rules.get(leaf, ()), rule)
    return rules


@cache
def load_contexts(path: Path = HERE / "contexts.tsv") -> Mapping[str, frozenset[str]]:
    """Read the contexts by word.

    Raises:
        SourceError: The file cannot be read, or a line names a context that PLOVER does not have.
    """
    contexts: dict[str, frozenset[str]] = {}
    for row in read_rows(path, columns=2):
        context, words = row.columns
        if context not in load_ontology().contexts:
            raise SourceError(f"{row.place}: there is no PLOVER context {context!r}")
        for word in words.split():
            contexts[word] = contexts.get(word, frozenset()) | {context}
    return contexts


def _faults(row: Row, ontology: Ontology) -> Iterator[str]:
    name, outcome, words = row.columns
    key, _, value = outcome.partition("=")
    leaf = ontology.leaves().get(name)
    if leaf is None or leaf.plover is None:
        yield f"there is no event type {name!r} with a PLOVER type"
    elif key == "type" and value not in ontology.plover:
        yield f"there is no PLOVER type {value!r}"
    elif key == "mode" and value not in ontology.plover[leaf.plover].modes:
        yield f"{leaf.plover} has no mode {value!r}"
    elif key not in {"type", "mode"}:
        yield f"{outcome!r}; it takes mode=… or type=…"
    elif not words:
        yield "no words"
