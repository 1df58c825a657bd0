"""Whether two findings of an article tell the same event."""

from spacy.tokens import Doc

from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import children
from pipeline.nlp.triggers import has_toll
from pipeline.records.event import Actor

_YET_TO_COME = frozenset({"planned", "possible", "demanded", "threatened"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def is_same(doc: Doc, first: Finding, other: Finding) -> bool:
    """Same type, nothing that speaks against it, and the same actors, or a noun that points back ("the talks").

    Casualties that nobody is named for belong to the attack or disaster.
    """
    if _differ_in_time(first, other):
        return False
    if other.sense.toll and has_toll(first) and not other.source:
        return first.background == other.background
    if first.sense.leaf != other.sense.leaf:
        return False
    if (first.factuality in _YET_TO_COME) != (other.factuality in _YET_TO_COME):
        return _points_back(doc, other)
    return _have_same_actors(first, other) or _points_back(doc, other)


def _differ_in_time(first: Finding, other: Finding) -> bool:
    if first.time is None or other.time is None:
        return False
    shared = min(len(first.time.value), len(other.time.value))
    return first.time.value[:shared] != other.time.value[:shared]


def _have_same_actors(first: Finding, other: Finding) -> bool:
    """One side's actors are all among the other's, on both sides of the event, and at least one is shared."""
    sources, targets = _names(first.source), _names(first.target)
    other_sources, other_targets = _names(other.source), _names(other.target)
    if not (sources & other_sources or targets & other_targets):
        return False
    return _fit(sources, other_sources) and _fit(targets, other_targets)


def _fit(names: frozenset[str], others: frozenset[str]) -> bool:
    return names <= others or others <= names


def _points_back(doc: Doc, finding: Finding) -> bool:
    """Tell a bare "the summit": a definite noun with no actors of its own."""
    if finding.sense.word_class != "noun" or finding.source or finding.target:
        return False
    return any(child.lower_ in _DEFINITE for child in children(doc[finding.token], "det"))


def _names(actors: tuple[Actor, ...]) -> frozenset[str]:
    return frozenset((actor.name or actor.text).casefold() for actor in actors)
