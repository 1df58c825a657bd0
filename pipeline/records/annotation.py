"""What is found in a text: names, places, time expressions, quotes. Offsets count code points, end exclusive."""

from dataclasses import dataclass
from typing import Literal

EntityType = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"]
MentionKind = Literal["name", "nominal", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
QuoteKind = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of the article: `text` is `article.text[start:end]`."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One place where an entity is named or meant."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words, without a leading "the", a possessive 's or a title."""
    kind: MentionKind = "name"
    """`name`, `nominal` ("the president") or `pronoun`."""
    type: EntityType | None = None
    """Type of this mention where it differs from the entity's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place on the map. Coordinates are WGS 84 degrees; ids and names are from GeoNames (CC BY)."""

    geonameid: int | None = None
    """GeoNames id."""
    name: str
    """GeoNames name."""
    lat: float
    """Latitude."""
    lon: float
    """Longitude."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    admin1: str | None = None
    """First-level region."""
    kind: str | None = None
    """`city`, `region`, `country` and the like."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """One person, body, place or thing, with all its mentions."""

    id: str
    """Unique within the article: `e1`, `e2`, …"""
    type: EntityType
    """OntoNotes entity type."""
    name: str
    """The fullest name used."""
    aliases: tuple[str, ...] = ()
    """Other names used in the article."""
    country: str | None = None
    """ISO 3166 alpha-3, where known."""
    sector: str | None = None
    """PLOVER sector, where known."""
    role: str | None = None
    """Office or description that the text gives, such as "president"."""
    salience: float = 0.0
    """How much the article is about it, 0 to 1."""
    mentions: tuple[Mention, ...]
    """Every mention, in order."""
    place: Place | None = None
    """Where it is, when it is a place that could be told."""
    wikidata: str | None = None
    """Wikidata id, where a knowledge file gives it."""
    knowledge: str | None = None
    """Id of the entry of the user's knowledge file that it is."""
    stands_for: str | None = None
    """Whom a place or house stands for where it acts, and why it is thought so: "the government of RUS: …"."""
    abstained: str | None = None
    """Why there is no link or place, in words, when there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeExpression:
    """A time expression and its value by TIMEX3 (ISO-TimeML)."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    type: TimexType
    """TIMEX3 type."""
    value: str
    """TIMEX3 value, such as `2025-08`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """Something that somebody said or wrote."""

    start: int
    """First code point of the first span."""
    end: int
    """One past the last code point of the last span."""
    spans: tuple[tuple[int, int], ...]
    """The pieces of the quotation, without its marks."""
    text: str
    """`article.text[start:end]`."""
    kind: QuoteKind
    """`direct` (in marks), `mixed`, or `indirect` (reported)."""
    speaker: str | None = None
    """Entity id."""
    speaker_mention: Span | None = None
    """The words that name the speaker, such as "he"."""
    cue: Span | None = None
    """The verb of saying."""
    addressee: str | None = None
    """Entity id of who was told."""
