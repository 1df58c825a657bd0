"""Where the steps with a memory keep it: a Protocol, its in-process twin, and writes that wait for success."""

from collections.abc import Mapping
from typing import Protocol

from pipeline import codec

Json = Mapping[str, object]
"""A value as it is kept; beside what JSON has, it may hold bytes."""


class Store(Protocol):
    """Keyed plain values, bytes among them. A Faust table behind it restores them from its changelog after a crash."""

    def get(self, key: str) -> Json | None:
        """Return the value under a key, or None."""

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key: always the whole value, never an increment."""

    def delete(self, key: str) -> None:
        """Forget a key; an unknown one is passed over."""


class MemoryStore:
    """The in-process twin of a table: values are kept as bytes, which take a fifth of the memory of objects."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> Json | None:
        """Return the value under a key, or None."""
        value = self._values.get(key)
        return codec.decode_state(value) if value is not None else None

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key."""
        self._values[key] = codec.encode_state(value)

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._values.pop(key, None)

    def __len__(self) -> int:
        return len(self._values)


class PendingStore:
    """Writes over another store, kept back until `flush`: a step that fails leaves no half-written state."""

    def __init__(self, below: Store) -> None:
        self._below = below
        self._pending: dict[str, Json | None] = {}

    def get(self, key: str) -> Json | None:
        """Return the value as the writes so far have it."""
        if key in self._pending:
            return self._pending[key]
        return self._below.get(key)

    def put(self, key: str, value: Json) -> None:
        """Set the value under a key, for now only here."""
        self._pending[key] = value

    def delete(self, key: str) -> None:
        """Forget a key, for now only here."""
        self._pending[key] = None

    def flush(self) -> None:
        """Write everything to the store below, in the order in which the keys were first written."""
        for key, value in self._pending.items():
            if value is None:
                self._below.delete(key)
            else:
                self._below.put(key, value)
        self._pending.clear()
