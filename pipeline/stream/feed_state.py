"""Remembers how far files were sent, so that a feed that was stopped goes on where it was."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pipeline.codec import convert, decode_value, encode
from pipeline.errors import InvalidRecordError, SettingsError
from pipeline.stream.feed_source import Place

HEAD_BYTES = 65_536
MARKS_KEPT = 10_000
"""Marks of one address that are remembered: a feed shows some hundred items at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileState:
    """What is confirmed of a file, and how to know it again."""

    place: Place
    """Up to where the broker has everything."""
    size: int
    """Its size then."""
    head_bytes: int
    """How much of its beginning is compared."""
    head_sha256: str
    """What that was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredState:
    """What a state file holds."""

    schema: str = "newswire.feed-state.v1"
    """Name and version of this record's schema."""
    cluster: str | None
    """The cluster that was sent to."""
    topic: str
    """The topic that was sent to."""
    files: Mapping[str, FileState]
    """By resolved path."""
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Marks of what was sent of each address, the newest last."""


class FeedState:
    """The confirmed places of one feed, kept in a file, or nowhere."""

    def __init__(self, path: Path | None, *, cluster: str | None, topic: str) -> None:
        """Read what the file remembers.

        Raises:
            SettingsError: It cannot be read, or is of another topic or cluster.
        """
        self._path = path
        self._cluster = cluster
        self._topic = topic
        stored = self._read() if path is not None and path.exists() else None
        self._files = dict(stored.files) if stored else {}
        self._marks = {name: dict.fromkeys(marks) for name, marks in stored.addresses.items()} if stored else {}
        self._confirmed: dict[Path, Place] = {}
        self._is_marked = False

    def places(self) -> dict[Path, Place]:
        """Say of each known file from where on it is new; one that is not the same any more is new altogether."""
        return {path: place for name, state in self._files.items() if (place := _place(path := Path(name), state))}

    def confirm(self, path: Path, place: Place) -> None:
        """Note that the broker has everything of a file up to a place."""
        if self._path is not None:
            self._confirmed[path.resolve()] = place

    def marks(self) -> dict[str, tuple[str, ...]]:
        """Say what was sent of each address."""
        return {address: tuple(marks) for address, marks in self._marks.items()}

    def confirm_mark(self, address: str, mark: str) -> None:
        """Note that the broker has an item of an address."""
        if self._path is not None:
            marks = self._marks.setdefault(address, {})
            marks.pop(mark, None)
            marks[mark] = None
            if len(marks) > MARKS_KEPT:
                del marks[next(iter(marks))]
            self._is_marked = True

    def save(self) -> None:
        """Write down what is confirmed, all of it or, if that fails, what was there before.

        Raises:
            SettingsError: The file cannot be written.
        """
        if self._path is None or not (self._confirmed or self._is_marked):
            return
        self._files |= {str(path): state for path, place in self._confirmed.items() if (state := _state(path, place))}
        self._confirmed.clear()
        self._is_marked = False
        stored = StoredState(cluster=self._cluster, topic=self._topic, files=self._files, addresses=self.marks())
        aside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            aside.write_bytes(encode(stored))
            aside.replace(self._path)
        except OSError as error:
            raise SettingsError(f"state file {self._path} cannot be written: {error.strerror}") from error

    def _read(self) -> StoredState:
        try:
            stored = convert(decode_value(self._path.read_bytes() if self._path else b""), StoredState)
        except (OSError, InvalidRecordError) as error:
            raise SettingsError(f"state file {self._path} cannot be read: {error}") from error
        if (stored.cluster, stored.topic) != (self._cluster, self._topic):
            raise SettingsError(
                f"state file {self._path} is of topic {stored.topic} on cluster {stored.cluster}, "
                f"not of {self._topic} on {self._cluster}: name another file with --resume"
            )
        return stored


def _place(path: Path, state: FileState) -> Place | None:
    try:
        size = path.stat().st_size
        if _head(path, state.head_bytes) != state.head_sha256:
            return None
        is_lines = state.place.end > 0
        if size < state.place.end or (not is_lines and size != state.size):
            return None
        return _before_unfinished(path, state.place) if size > state.place.end > 0 else state.place
    except OSError:
        return None


def _before_unfinished(path: Path, place: Place) -> Place:
    """Go back one line where the last one sent has grown since: it was not finished when it was sent."""
    with path.open("rb") as stream:
        stream.seek(place.end - 1)
        if stream.read(1) == b"\n":
            return place
    return Place(items=place.items - 1, lines=place.lines - 1, begin=place.begin, end=place.begin)


def _state(path: Path, place: Place) -> FileState | None:
    try:
        size = path.stat().st_size
        head_bytes = min(HEAD_BYTES, place.end or size)
        return FileState(place=place, size=size, head_bytes=head_bytes, head_sha256=_head(path, head_bytes))
    except OSError:
        return None


def _head(path: Path, count: int) -> str:
    with path.open("rb") as stream:
        return sha256(stream.read(count)).hexdigest()
