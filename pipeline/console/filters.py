"""What a person wants to see of the events, as conditions on the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from pipeline.errors import NewswireError

LONGEST = 200
"""Code points of one condition."""


class FilterError(NewswireError):
    """A condition that cannot be met; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFilter:
    """Conditions on events; an empty one is met by all."""

    type: str = ""
    """A leaf such as `DIPL.MEET`, or a family such as `DIPL`."""
    actor: str = ""
    """Part of a name of who acts or is acted on."""
    country: str = ""
    """ISO 3166 alpha-3 of an actor or the place."""
    factuality: str = ""
    """One state, or several parted by commas."""
    source: str = ""
    """Publisher of the article."""
    q: str = ""
    """Words of the sentence, the label or a name: each must be there."""
    article: str = ""
    """Id of the article."""
    confidence: str = ""
    """Least confidence, a number from 0 to 1."""

    def conditions(self) -> tuple[str, list[object]]:
        """Write them as SQL over the table `events`, with their values beside it."""
        parts: list[tuple[str, Sequence[object]]] = []
        if self.type:
            parts.append(("(type = ? OR instr(type, ?) = 1)", (self.type.upper(), self.type.upper() + ".")))
        if self.actor:
            parts.append(("instr(actors, ?)", (self.actor.casefold(),)))
        if self.country:
            parts.append(("instr(countries, ?)", (f",{self.country.upper()},",)))
        if self.factuality:
            states = [state.strip() for state in self.factuality.split(",") if state.strip()]
            parts.append((f"factuality IN ({', '.join('?' * len(states))})", states))
        if self.source:
            parts.append(("publisher = ?", (self.source,)))
        if self.article:
            parts.append(("article_id = ?", (self.article,)))
        if self.confidence:
            parts.append(("confidence >= ?", (float(self.confidence),)))
        parts.extend(("instr(words, ?)", (word.casefold(),)) for word in self.q.split())
        sql = " AND ".join(condition for condition, _values in parts) or "1"
        return sql, [value for _condition, values in parts for value in values]


def parse_filter(query: Mapping[str, str]) -> EventFilter:
    """Read conditions of the parameters of a request; what is no condition is passed over.

    Raises:
        FilterError: A condition is too long, or no number where it should be one.
    """
    given = {field.name: query.get(field.name, "").strip() for field in fields(EventFilter)}
    for name, value in given.items():
        if len(value) > LONGEST:
            raise FilterError(f"{name} takes at most {LONGEST} characters")
    if given["confidence"] and not _is_share(given["confidence"]):
        raise FilterError("confidence takes a number from 0 to 1")
    return EventFilter(**given)


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
