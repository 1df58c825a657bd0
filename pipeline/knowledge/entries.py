"""The user's own knowledge: who and what is named how, and which office it held when. JSON lines, read at start."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import read_text

_TEXTS = ("type", "country", "sector", "role", "wikidata")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is known of a person, body or place, for a time."""

    id: str
    """The user's id."""
    names: tuple[str, ...]
    """All names that mean it, the main one first."""
    type: str | None = None
    """OntoNotes entity type."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    sector: str | None = None
    """PLOVER sector."""
    role: str | None = None
    """Office, such as "president"."""
    since: date | None = None
    """First day on which this holds; None is open."""
    until: date | None = None
    """Last day on which this holds; None is open."""
    wikidata: str | None = None
    """Wikidata id."""

    def holds(self, day: date | None) -> bool:
        """Tell whether this holds on a day; without a day only what is not dated does."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Knowledge:
    """Entries by name. One thing may have several entries, for several times."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            for name in entry.names:
                self._by_name.setdefault(name.casefold(), []).append(entry)

    def find(self, name: str, day: date | None) -> Entry | None:
        """Return what is meant by a name on a day; None where nothing is, or where several are."""
        found = [entry for entry in self._by_name.get(name.casefold(), ()) if entry.holds(day)]
        return found[0] if len({entry.id for entry in found}) == 1 else None


@cache
def load_knowledge(path: Path) -> Knowledge:
    """Read a knowledge file: one JSON object a line.

    It has `id` and `names`, and may have `type`, `country`, `sector`, `role`, `wikidata`, and the days `from` and `to`.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    lines = enumerate(read_text(path).splitlines(), start=1)
    return Knowledge(_entry(line, f"{path.name}:{number}") for number, line in lines if line.strip())


def _entry(line: str, place: str) -> Entry:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{place}: not JSON: {error}") from error
    if not isinstance(given, dict) or not given.get("id") or not isinstance(given.get("names"), list):
        raise SourceError(f"{place}: an entry is an object with an id and a list of names")
    if not given["names"] or not all(isinstance(name, str) and name for name in given["names"]):
        raise SourceError(f"{place}: names are words, and there is at least one")
    texts = {key: str(given[key]) for key in _TEXTS if given.get(key)}
    return Entry(
        id=str(given["id"]),
        names=tuple(given["names"]),
        since=_day(given, "from", place),
        until=_day(given, "to", place),
        **texts,
    )


def _day(given: Mapping[str, object], key: str, place: str) -> date | None:
    value = given.get(key)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SourceError(f"{place}: {key} is {value!r}; it takes a day such as 2024-05-31") from error
