"""Why an article's events were told, and why other words told none. For people: it crosses no topic."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.records.annotation import Span
from pipeline.records.event import Actor, Attribution, Event, EventPlace, EventTime, Factuality, Figure

Reason = Literal[
    "helper", "label", "name", "condition", "classifier", "casualties", "part_of_trigger", "light_verb", "answered",
    "weak", "too_many",
]  # fmt: skip
"""Why a word that could tell an event tells none; `pipeline.nlp.rejections` says each in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A line of the trigger lexicon that was not taken."""

    place: str
    """File and line."""
    type: str
    """Leaf of the ontology that it tells."""
    why: str
    """What it asks for and does not find, or what was preferred to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A word that could tell an event, and tells none here."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The word."""
    reason: Reason
    """A fixed word for why."""
    why: str
    """The same for people."""
    lines: tuple[PassedOver, ...] = ()
    """Lines of the lexicon for the word, and what each lacks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A word that tells an event: what was read around it before the tellings were put together."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The word."""
    type: str
    """Leaf of the ontology."""
    label: str
    """The leaf in words."""
    event: int | None = None
    """Number of the event that it tells, from 1, lead first; None where it became none."""
    is_first: bool = True
    """The trigger of its event, not a further mention."""
    dropped: str | None = None
    """Why it became no event, where it did not."""
    chosen: str
    """What made it a trigger of that type."""
    passed_over: tuple[PassedOver, ...] = ()
    """Lines for other types that the word could tell."""
    rules: tuple[str, ...] = ()
    """What fired after the trigger."""
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
    factuality: Factuality
    """Whether it happened."""
    cues: tuple[Span, ...] = ()
    """The words that show it."""
    attribution: Attribution | None = None
    """Who asserts it."""
    background: bool = False
    """History told for context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedSentence:
    """A sentence, with every word of it that was considered."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    unread: str | None = None
    """Why it was not read for events, where it was not."""
    told: tuple[Told, ...] = ()
    """What tells an event, in order."""
    rejected: tuple[Rejected, ...] = ()
    """What tells none, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An article's events and how they were read."""

    schema: str = "newswire.explanation.v1"
    """Name and version of this record's form."""
    article_id: str
    """The article."""
    url: str | None = None
    """Where it was found."""
    source: str | None = None
    """Who published it."""
    title: str | None = None
    """Its headline."""
    published_at: datetime | None = None
    """When."""
    language: str
    """ISO 639-1 code."""
    model: str
    """The spaCy pipeline and its version."""
    ontology: str
    """Version of the event types."""
    unread: str | None = None
    """Why nothing of it was read, where nothing was."""
    events: tuple[Event, ...] = ()
    """Its events, lead first, as they are published."""
    sentences: tuple[ExplainedSentence, ...] = ()
    """Its sentences, in order."""
