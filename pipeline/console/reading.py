"""What the page asks of the store, as JSON that is ready to send."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.console.filters import EventFilter
from pipeline.console.store import Store

FACETS = ("type", "factuality", "publisher")
FACET_VALUES = 60
PLACES = 3_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Events:
    """Rows of events, newest first or in the order in which they came."""

    rows: tuple[bytes, ...]
    """JSON of each."""
    numbers: tuple[int, ...]
    """Number of each: rises with every event that comes."""


def newest_events(store: Store, wanted: EventFilter, *, limit: int, before: int | None = None) -> Events:
    """Give the newest events that meet the conditions, newest first."""
    condition, values = wanted.conditions()
    earlier = "" if before is None else " AND seq < ?"
    limits = [] if before is None else [before]
    sql = f"SELECT seq, row FROM events WHERE {condition}{earlier} ORDER BY seq DESC LIMIT ?"  # noqa: S608 - conditions are ours, values apart
    return _events(store.read(sql, [*values, *limits, limit]))


def events_after(store: Store, wanted: EventFilter, *, after: int, limit: int) -> Events:
    """Give the events that came after a number and meet the conditions, in the order in which they came."""
    condition, values = wanted.conditions()
    sql = f"SELECT seq, row FROM events WHERE {condition} AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - conditions are ours, values apart
    return _events(store.read(sql, [*values, after, limit]))


def count_events(store: Store, wanted: EventFilter) -> int:
    """Count the events that meet the conditions."""
    condition, values = wanted.conditions()
    return _number(store.read(f"SELECT count(*) FROM events WHERE {condition}", values)[0][0])  # noqa: S608 - conditions are ours, values apart


def events_outside(store: Store, wanted: EventFilter, ids: Sequence[str]) -> list[str]:
    """Give those of the ids, each once, whose event is not there or does not meet the conditions."""
    condition, values = wanted.conditions()
    marks = ", ".join("?" * len(ids))
    rows = store.read(f"SELECT id FROM events WHERE {condition} AND id IN ({marks})", [*values, *ids])  # noqa: S608 - conditions are ours, values apart
    inside = {str(event_id) for (event_id,) in rows}
    return [event_id for event_id in dict.fromkeys(ids) if event_id not in inside]


def last_number(store: Store) -> int:
    """Give the number of the newest event, 0 where there is none."""
    return _number(store.read("SELECT coalesce(max(seq), 0) FROM events")[0][0])


def places(store: Store, wanted: EventFilter) -> list[dict[str, object]]:
    """Count the events at each place that has coordinates, most first."""
    condition, values = wanted.conditions()
    rows = store.read(
        "SELECT round(lat, 2), round(lon, 2), min(place), count(*), max(seq) FROM events "  # noqa: S608 - conditions are ours, values apart
        f"WHERE {condition} AND lat IS NOT NULL AND lon IS NOT NULL GROUP BY 1, 2 ORDER BY 4 DESC LIMIT ?",
        [*values, PLACES],
    )
    return [dict(zip(("lat", "lon", "place", "count", "last"), row, strict=True)) for row in rows]


def facets(store: Store) -> dict[str, list[dict[str, object]]]:
    """Name the values that a person can filter by, with how often each stands in the window."""
    found: dict[str, list[dict[str, object]]] = {}
    for name in FACETS:
        rows = store.read(
            f"SELECT {name}, count(*), min(label) FROM events WHERE {name} IS NOT NULL "  # noqa: S608 - names are ours
            "GROUP BY 1 ORDER BY 2 DESC LIMIT ?",
            (FACET_VALUES,),
        )
        found[name] = [{"value": value, "count": count, "label": label} for value, count, label in rows]
    found["country"] = _country_facet(store)
    return found


def article(store: Store, article_id: str) -> bytes | None:
    """Give an article's record as JSON."""
    return _unpacked(store.read("SELECT record FROM articles WHERE id = ?", (article_id,)))


def story_of(store: Store, article_id: str) -> str | None:
    """Name the story that an article belongs to."""
    rows = store.read("SELECT story_id FROM members WHERE article_id = ?", (article_id,))
    return str(rows[0][0]) if rows else None


def stories(store: Store, *, words: str, limit: int) -> list[bytes]:
    """Give the stories with the latest news first, as JSON rows; those that became part of another are left out."""
    sought = words.casefold().split()
    condition = " AND ".join(["NOT merged", *("instr(words, ?)" for _ in sought)])
    sql = f"SELECT row FROM stories WHERE {condition} ORDER BY last_seen DESC LIMIT ?"  # noqa: S608 - conditions are ours, values apart
    return [_bytes(row) for (row,) in store.read(sql, [*sought, limit])]


def story(store: Store, story_id: str) -> bytes | None:
    """Give a story's record as JSON."""
    return _unpacked(store.read("SELECT record FROM stories WHERE id = ?", (story_id,)))


def letters(store: Store, *, limit: int) -> list[bytes]:
    """Give dead letters, newest first, as JSON rows."""
    sql = "SELECT row FROM letters ORDER BY failed_at DESC, partition, offset DESC LIMIT ?"
    return [_bytes(row) for (row,) in store.read(sql, (limit,))]


def letter_reasons(store: Store) -> list[dict[str, object]]:
    """Count dead letters by reason, most first."""
    rows = store.read("SELECT reason, count(*), max(failed_at) FROM letters GROUP BY 1 ORDER BY 2 DESC, 1")
    return [{"reason": reason, "count": count, "last": last} for reason, count, last in rows]


def letter_places(store: Store, reason: str) -> list[tuple[int, int]]:
    """Say where the dead letters of a reason lie on their topic."""
    rows = store.read("SELECT partition, offset FROM letters WHERE reason = ? ORDER BY 1, 2", (reason,))
    return [(_number(partition), _number(offset)) for partition, offset in rows]


def counts(store: Store) -> dict[str, int]:
    """Count what is kept."""
    names = ("events", "articles", "stories", "letters")
    return {name: _number(store.read(f"SELECT count(*) FROM {name}")[0][0]) for name in names}  # noqa: S608 - names are ours


def joined(rows: Iterable[bytes]) -> bytes:
    """Write JSON values as one JSON array."""
    return b"[" + b",".join(rows) + b"]"


def _country_facet(store: Store) -> list[dict[str, object]]:
    totals: dict[str, int] = {}
    for names, count in store.read("SELECT countries, count(*) FROM events GROUP BY 1"):
        for name in str(names).split(","):
            if name:
                totals[name] = totals.get(name, 0) + _number(count)
    ordered = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES]
    return [{"value": name, "count": count} for name, count in ordered]


def _events(rows: Sequence[tuple[object, ...]]) -> Events:
    numbers = tuple(_number(number) for number, _row in rows)
    # The number stands in the row that is sent: an object that begins with it.
    texts = tuple(b'{"seq":%d,' % number + _bytes(row)[1:] for number, (_seq, row) in zip(numbers, rows, strict=True))
    return Events(rows=texts, numbers=numbers)


def _unpacked(rows: Sequence[tuple[object, ...]]) -> bytes | None:
    return zlib.decompress(_bytes(rows[0][0])) if rows else None


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError(f"a record is bytes, not {type(value).__name__}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a number is expected, not {type(value).__name__}")
    return value
