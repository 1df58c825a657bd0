"""A window of the newest records in SQLite, bounded by count: what the page shows is asked of it."""

import sqlite3
import threading
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from pipeline.codec import encode
from pipeline.console.rows import actor_names, event_row, letter_row, story_row
from pipeline.errors import SourceError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.event import EventRecord
from pipeline.records.story import StoryRecord

MOST_WITHDRAWN = 1_000
"""Events taken away or told anew that are remembered, to tell browsers that show them."""
VERSION = 2
"""Of the tables; a file of another version is begun anew."""
TABLES = """
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, article_id TEXT, type TEXT, label TEXT, factuality TEXT,
  confidence REAL, countries TEXT, actors TEXT, publisher TEXT, words TEXT, lat REAL, lon REAL, place TEXT, row BLOB);
CREATE INDEX events_article ON events (article_id);
CREATE TABLE articles (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, sum INTEGER, record BLOB);
CREATE TABLE stories (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, last_seen TEXT, merged INTEGER, words TEXT, row BLOB,
  record BLOB);
CREATE TABLE members (article_id TEXT PRIMARY KEY, story_id TEXT);
CREATE INDEX members_story ON members (story_id);
CREATE TABLE letters (
  partition INTEGER, offset INTEGER, reason TEXT, failed_at TEXT, row BLOB, PRIMARY KEY (partition, offset));
CREATE TABLE about (epoch TEXT);
"""
NAMES = ("events", "articles", "stories", "members", "letters", "about")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How many records are kept of each kind; the oldest go first."""

    events: int = 20_000
    """About 2 KB each."""
    articles: int = 4_000
    """About 15 KB each, packed."""
    stories: int = 2_000
    """About 5 KB each, packed."""
    letters: int = 1_000
    """Without their values."""


class Store:
    """The window. Safe to use from several threads: one at a time is let in.

    Args:
        path: File to keep it in; in memory where None.
        limits: How much is kept.

    Raises:
        SourceError: The file cannot be used.
    """

    def __init__(self, path: Path | None = None, *, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.RLock()
        self._withdrawals = 0
        self._withdrawn: deque[tuple[int, str]] = deque(maxlen=MOST_WITHDRAWN)
        try:
            self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise SourceError(f"{path or 'the store'} cannot be used as a store: {error}") from error
        self.epoch = str(self.read("SELECT epoch FROM about")[0][0])
        """Of the numbers of events: those of another epoch mean nothing here."""

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Ask for rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Within the block everything is written at once, and what is too old goes at its end."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._forget()
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def put_event(self, event: EventRecord) -> bool:
        """Keep an event; return whether it is new or changed, and so has a new number."""
        row = event_row(event)
        packed = encode(row)
        known = self._connection.execute("SELECT row FROM events WHERE id = ?", (row.id,)).fetchone()
        if known and known[0] == packed:
            return False
        names = actor_names(event)
        words = "\n".join((row.label, row.type, event.sentence.text, row.place or "", row.publisher or "", *names))
        columns = "id, article_id, type, label, factuality, confidence, countries, actors, publisher, words, "
        head = (row.id, row.article_id, row.type, row.label, row.factuality, row.confidence)
        found = (f",{','.join(row.countries)},", "\n".join(names).casefold(), row.publisher, words.casefold())
        self._replace("events", (*head, *found, row.lat, row.lon, row.place, packed), columns + "lat, lon, place, row")
        if known:
            self._note_withdrawal(row.id)
        return True

    def drop_event(self, event_id: str) -> None:
        """Take an event away that a corrected article no longer has."""
        if self._connection.execute("DELETE FROM events WHERE id = ?", (event_id,)).rowcount:
            self._note_withdrawal(event_id)

    @property
    def withdrawals(self) -> int:
        """Count the events that were taken away or told anew since this store was opened."""
        return self._withdrawals

    def withdrawn_after(self, number: int) -> list[str]:
        """Name the events that were taken away or told anew after so many others; the oldest are forgotten."""
        with self._lock:
            return [event_id for place, event_id in self._withdrawn if place > number]

    def put_article(self, article: EnrichedArticle) -> None:
        """Keep an article."""
        record = encode(article)
        total = zlib.crc32(record)
        known = self._connection.execute("SELECT sum FROM articles WHERE id = ?", (article.id,)).fetchone()
        if not known or known[0] != total:
            self._replace("articles", (article.id, total, zlib.compress(record, 1)), "id, sum, record")

    def put_story(self, story: StoryRecord) -> None:
        """Keep the newest version of a story."""
        row = story_row(story)
        words = "\n".join((row.title or "", *(entity.name for entity in story.entities)))
        seen = story.last_seen.isoformat()
        merged = int(story.merged_into is not None)
        values = (story.id, seen, merged, words.casefold(), encode(row), zlib.compress(encode(story), 1))
        self._replace("stories", values, "id, last_seen, merged, words, row, record")
        if not merged:
            members = [(article.id, story.id) for article in story.articles]
            self._connection.executemany("INSERT OR REPLACE INTO members VALUES (?, ?)", members)

    def put_letter(self, letter: DeadLetter, *, partition: int, offset: int) -> None:
        """Keep what is shown of a dead letter."""
        row = letter_row(letter, partition=partition, offset=offset)
        values = (partition, offset, row.reason, row.failed_at.isoformat(), encode(row))
        self._connection.execute("INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?)", values)

    def _note_withdrawal(self, event_id: str) -> None:
        self._withdrawals += 1
        self._withdrawn.append((self._withdrawals, event_id))

    def _replace(self, table: str, values: Sequence[object], columns: str) -> None:
        places = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - names are ours

    def _forget(self) -> None:
        for table in ("events", "articles", "stories"):
            kept = getattr(self.limits, table)
            self._connection.execute(
                f"DELETE FROM {table} WHERE seq <= (SELECT seq FROM {table} ORDER BY seq DESC LIMIT 1 OFFSET ?)",  # noqa: S608 - names are ours
                (kept,),
            )
        self._connection.execute(
            "DELETE FROM letters WHERE rowid IN (SELECT rowid FROM letters ORDER BY failed_at DESC LIMIT -1 OFFSET ?)",
            (self.limits.letters,),
        )
        self._connection.execute("DELETE FROM members WHERE story_id NOT IN (SELECT id FROM stories)")

    def _prepare(self) -> None:
        strangers = {str(name) for (name,) in self.read("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if strangers - {*NAMES, "sqlite_sequence"}:  # nothing of it is touched, not even how it is written
            raise sqlite3.DatabaseError("it holds tables of another program")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if self.read("PRAGMA user_version")[0][0] == VERSION:
            return
        dropped = "".join(f"DROP TABLE IF EXISTS {name};" for name in NAMES)
        self._connection.executescript(f"BEGIN; {dropped} {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        self._connection.execute("INSERT INTO about VALUES (?)", (token_hex(6),))


def put_events(store: Store, events: Iterable[EventRecord]) -> int:
    """Keep events, and count those that are new or changed."""
    return sum(store.put_event(event) for event in events)
