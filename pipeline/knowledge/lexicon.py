"""The words that tell an event. A trigger is a line in `triggers.tsv`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.inflection import WordClass
from pipeline.knowledge.ontology import Ontology, load_ontology
from pipeline.knowledge.tables import HERE, Row, read_rows

CONDITIONS = frozenset(
    {
        "particle", "prep", "object", "subject", "not_object", "not_subject", "not_modifier", "object_kind",
        "subject_kind", "subject_is", "object_is",
        "prep_object", "complement", "modifier", "clause", "clause_verb", "infinitive", "passive", "plural",
        "conditional",
        "about",
    }
)  # fmt: skip
"""Keys of the last column that must hold."""
HINTS = frozenset({"target", "source", "plover", "mode", "reciprocal", "weak", "toll"})
"""Keys of the last column that say where to look, or what else is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TriggerSense:
    """One line of the lexicon: a word in one sense."""

    lemma: str
    """Dictionary form."""
    word_class: WordClass
    """Verb or noun."""
    leaf: str
    """Leaf of the ontology."""
    conditions: tuple[tuple[str, frozenset[str]], ...] = ()
    """What must hold, by key."""
    target: tuple[str, ...] = ()
    """Where the target stands: `object`, `dative`, or prepositions, in this order."""
    source: tuple[str, ...] = ()
    """Prepositions at which the source stands."""
    plover: str | None = None
    """PLOVER event type, where it is another than that of the leaf."""
    mode: str | None = None
    """PLOVER mode."""
    reciprocal: bool = False
    """With no target, the first of several sources is the source and the others are the target."""
    weak: bool = False
    """No event where its sentence has another one."""
    toll: bool = False
    """Casualties: figures of another event, where the article tells one that can have them."""
    settled: bool = False
    """A line of the user's own: where it holds, nothing decides against it."""
    place: str
    """File and line."""


Lexicon = Mapping[tuple[str, WordClass], tuple[TriggerSense, ...]]
"""Senses by word, those with most conditions first."""


@cache
def load_lexicon(path: Path = HERE / "triggers.tsv") -> Lexicon:
    """Read the triggers.

    Raises:
        SourceError: The file cannot be read, or a line is wrong; the message names the line.
    """
    ontology = load_ontology()
    words: dict[tuple[str, WordClass], list[TriggerSense]] = {}
    for row in read_rows(path, columns=4):
        sense = sense_of(row, ontology)
        words.setdefault((sense.lemma, sense.word_class), []).append(sense)
    return {word: sorted_senses(senses) for word, senses in words.items()}


def sorted_senses(senses: Iterable[TriggerSense]) -> tuple[TriggerSense, ...]:
    """Put the senses of a word in order: those with most conditions first, then as they stand in the file."""
    return tuple(sorted(senses, key=lambda sense: -len(sense.conditions)))


def sense_of(row: Row, ontology: Ontology) -> TriggerSense:
    """Read a line.

    Raises:
        SourceError: It is wrong, or names a type that the ontology does not have.
    """
    lemma, word_class, leaf, options = row.columns
    if word_class not in {"verb", "noun"}:
        raise SourceError(f"{row.place}: word class {word_class!r}; it takes verb or noun")
    if leaf not in ontology.leaves():
        raise SourceError(f"{row.place}: there is no event type {leaf!r} in ontology.json")
    given = dict(_option(row.place, option) for option in options.split())
    conditions = tuple((key, frozenset(values)) for key, values in given.items() if key in CONDITIONS)
    plover = given["plover"][0] if "plover" in given else None
    if plover is not None and plover not in ontology.plover:
        raise SourceError(f"{row.place}: there is no PLOVER type {plover!r} in ontology.json")
    return TriggerSense(
        lemma=lemma,
        word_class="verb" if word_class == "verb" else "noun",
        leaf=leaf,
        conditions=conditions,
        target=given.get("target", ()),
        source=given.get("source", ()),
        plover=plover,
        mode=given["mode"][0] if "mode" in given else None,
        reciprocal="reciprocal" in given,
        weak="weak" in given,
        toll="toll" in given,
        place=row.place,
    )


def _option(place: str, option: str) -> tuple[str, tuple[str, ...]]:
    key, sign, values = option.partition("=")
    if not sign or not values or key not in CONDITIONS | HINTS:
        raise SourceError(
            f"{place}: {option!r}; it takes key=value with one of {', '.join(sorted(CONDITIONS | HINTS))}"
        )
    return key, tuple(values.split(","))
