"""What components hand to one another before it becomes a record: indexes of tokens, not offsets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.knowledge.lexicon import TriggerSense
from pipeline.knowledge.ontology import Shift
from pipeline.records.annotation import Entity, EntityType, Span
from pipeline.records.event import Actor, Attribution, EventPlace, EventTime, Factuality, Figure

AGENTLESS = frozenset({"ECO.INDICATOR", "ECO.PRICE_MOVE", "DIS.GEO", "DIS.WEATHER", "HSE.OUTBREAK"})
"""Types of what nobody does: the ontology has no role for who acts. What the verb names is what it happens to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedSpan:
    """One mention of an entity, by its tokens."""

    first: int
    """Index of its first token."""
    last: int
    """Index of its last token."""
    type: EntityType
    """Type of the mention."""
    entity: Entity
    """What it names."""


def with_entities(named: Mapping[int, NamedSpan], changed: Mapping[str, Entity]) -> dict[int, NamedSpan]:
    """Return the names of a doc, by token, with what has become of their entities, by id."""
    spans = {id(span): span for span in named.values()}
    renewed = {key: replace(span, entity=changed[span.entity.id]) for key, span in spans.items()}
    return {at: renewed[id(span)] for at, span in named.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A trigger, and what the components so far have found out about it."""

    token: int
    """Index of the trigger's token."""
    sense: TriggerSense
    """The line of the lexicon that fired."""
    tolls: tuple[int, ...] = ()
    """Indexes of the words of the same sentence that tell who was killed or hurt in it."""
    rivals: int = 0
    """How many other event types that word can tell."""
    depth: int = 0
    """How many verbs stand above the trigger in its sentence, verbs of saying not counted."""
    source: tuple[Actor, ...] = ()
    """Who acts."""
    target: tuple[Actor, ...] = ()
    """Who is acted on."""
    place: EventPlace | None = None
    """Where."""
    time: EventTime | None = None
    """When."""
    figures: tuple[Figure, ...] = ()
    """How many, how much."""
    factuality: Factuality = "happened"
    """Whether it happened."""
    cues: tuple[Span, ...] = ()
    """The words that show it."""
    shift: Shift | None = None
    """Set where PLOVER codes it under another type."""
    attribution: Attribution | None = None
    """Who asserts it."""
    background: bool = False
    """History told for context."""
    rules: tuple[str, ...] = ()
    """What fired after the trigger."""
