"""How far a sink has come, in a small file of its own, for targets that cannot remember it themselves."""

import threading
from contextlib import suppress
from pathlib import Path

from pipeline.errors import TargetError
from pipeline.sinks.sink import Arrived, Place, Places
from pipeline.sinks.sql import PLACES
from pipeline.sinks.sqlite import SqliteDatabase


class PlaceFile:
    """A file of SQLite with one row a partition. Safe to write from several threads.

    Raises:
        TargetError: The file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._database = SqliteDatabase(path)
        self._database.rows(
            f"CREATE TABLE IF NOT EXISTS {PLACES} (topic TEXT, part INTEGER, topic_id TEXT, next_offset INTEGER, "
            "PRIMARY KEY (topic, part))"
        )

    def read(self) -> Places:
        """Tell how far each partition was taken."""
        rows = self._database.rows(f"SELECT topic, part, topic_id, next_offset FROM {PLACES}")  # noqa: S608 - our name
        return {(str(topic), int(str(part))): _place(topic_id, following) for topic, part, topic_id, following in rows}

    def note(self, message: Arrived, *, topic_id: str) -> None:
        """Remember that a message was taken."""
        following = Place(topic_id=topic_id, next_offset=message.offset + 1)
        self.write({(message.topic, message.partition): following})

    def write(self, places: Places) -> None:
        """Remember how far partitions were taken."""
        with self._lock, self._database.transaction():
            self._database.run_many(
                f"INSERT OR REPLACE INTO {PLACES} VALUES (?, ?, ?, ?)",  # noqa: S608 - our name
                [(topic, part, place.topic_id, place.next_offset) for (topic, part), place in places.items()],
            )

    def close(self) -> None:
        """Let go of the file."""
        with suppress(TargetError):
            self._database.close()


def _place(topic_id: object, following: object) -> Place:
    return Place(topic_id=str(topic_id), next_offset=int(str(following)))
