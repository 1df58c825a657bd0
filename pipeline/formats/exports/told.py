"""What event formats are written from: an event, and the article that tells it where that is at hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from pipeline.records.annotation import Entity, EntityType
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Actor, EventRecord

_PERIOD = re.compile(r"(\d{4})(?:-(?:W(\d\d)|(\d\d)(?:-(\d\d))?))?(?=$|[T-])")
"""The calendar part of a TIMEX3 value: year, ISO week, month, day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An event as an article tells it."""

    event: EventRecord
    """The event with the article's identity."""
    article: EnrichedArticle | None = None
    """The whole article; None where only the event is known."""

    def entity(self, actor: Actor) -> Entity | None:
        """Find the entity that an actor is."""
        if self.article is None or actor.entity is None:
            return None
        return next((entity for entity in self.article.entities if entity.id == actor.entity), None)


def event_day(event: EventRecord) -> date | None:
    """Give the day of an event: of a week, month or year its first day; the day of publication where none is told."""
    told = _PERIOD.match(event.time.value) if event.time else None
    day = _first_day(told) if told else None
    return day or (event.published_at.date() if event.published_at else None)


def _first_day(period: re.Match[str]) -> date | None:
    year, week, month, day = (int(part) if part else None for part in period.groups())
    try:
        if week:
            return date.fromisocalendar(year or 0, week, 1)
        return date(year or 0, month or 1, day or 1)
    except ValueError:
        return None


def names_of(article: EnrichedArticle, *types: EntityType) -> list[str]:
    """Name the entities of some types, most often mentioned types first as the article has them."""
    return [entity.name for entity in article.entities if entity.type in types]


def actor_name(actor: Actor) -> str:
    """Give an actor's resolved name, else its words."""
    return actor.name or actor.text


def number_of(text: str, *, bits: int = 63) -> int:
    """Make a positive number of an id, the same in every run: SHA-256, its first bits."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> (64 - bits)


def stamp(time: datetime | None) -> str:
    """Write a time as GDELT does: YYYYMMDDHHMMSS."""
    return time.strftime("%Y%m%d%H%M%S") if time else ""


def tab_line(cells: Sequence[object]) -> bytes:
    """Write cells on a line, parted by tabs; None is empty, and white space within a cell becomes one blank."""
    return ("\t".join("" if cell is None else " ".join(str(cell).split()) for cell in cells) + "\n").encode()
