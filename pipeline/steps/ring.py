"""Bounded memory: the newest so many entries are remembered, the oldest are forgotten, at a flat cost."""

import hashlib
from collections.abc import Callable

from pipeline.steps.state import Json, Store

START = 0
"""The mark of a ring that holds nothing yet."""


class Ring:
    """Slots filled in order and used again: the entry that held a slot before is forgotten.

    All state is in the store, so that what is remembered depends on the messages alone and not on when
    a worker was started.

    Args:
        store: Where the slots are.
        name: What their keys begin with.
        capacity: How many slots there are.
        forget: Told of each entry that loses its slot.
    """

    def __init__(self, store: Store, *, name: str, capacity: int, forget: Callable[[Json], None] | None = None) -> None:
        self._store = store
        self._name = name
        self._forget = forget
        self.capacity = capacity
        """Entries that are remembered."""

    def next_number(self) -> int:
        """Return the number that the next new entry will get, from 0."""
        return self.position()[0]

    def position(self) -> tuple[int, int]:
        """Return the next number, and a mark that tells what all entries before were."""
        value = self._store.get(f"{self._name}/next")
        return (_whole(value["number"]), _whole(value["mark"])) if value else (0, START)

    def oldest_number(self) -> int:
        """Return the number of the oldest entry that is still remembered when the next one has come."""
        return max(0, self.next_number() - self.capacity + 1)

    def entry(self, number: int) -> Json | None:
        """Return what was remembered under a number, if it is still there."""
        held = self._store.get(self._slot(number))
        return held if held and held["number"] == number else None

    def remember(self, number: int, entry: Json) -> None:
        """Give an entry, known by its `id`, its slot, and forget the one that held it.

        Doing it again for the same number and entry changes nothing: a crash may cut it anywhere.
        """
        held = self._store.get(self._slot(number))
        if held and held["number"] != number and self._forget:
            self._forget(held)
        next_number, mark = self.position()
        if number >= next_number:
            mark = _mark(mark, str(entry["id"]))
        elif held:
            mark = _whole(held["mark"])
        self._store.put(self._slot(number), {**entry, "number": number, "mark": mark})
        if number >= next_number:
            self._store.put(f"{self._name}/next", {"number": number + 1, "mark": mark})

    def _slot(self, number: int) -> str:
        return f"{self._name}/slot/{number % self.capacity}"


def forget_key(store: Store, key: str, *, number: object, ring: str) -> bool:
    """Delete a key whose value was written with that place in that ring: what came again has a later one."""
    value = store.get(key)
    if value is None or value["number"] != number or value["ring"] != ring:
        return False
    store.delete(key)
    return True


class Follower:
    """Keeps something in memory that is made of a ring's entries alone, and so is the same on every worker.

    It reads what was added since it looked last; a worker that has just been given a partition reads the whole ring.
    """

    def __init__(self, *, reset: Callable[[int], None], add: Callable[[int, Json], None]) -> None:
        self._reset = reset
        self._add = add
        self._seen: tuple[int, int] | None = None
        self._made_for = 0

    def follow(self, ring: Ring) -> None:
        """Catch up with a ring. `reset` is given the number of entries to make room for."""
        position = ring.position()
        if position == self._seen:
            return
        room = _room(position[0], ring.capacity)
        if not self._is_continued(ring, position[0]) or room != self._made_for:
            self._reset(room)
            self._made_for = room
            self._seen = None
        first = max(self._seen[0] if self._seen else 0, position[0] - ring.capacity)
        for number in range(first, position[0]):
            entry = ring.entry(number)
            if entry is not None:
                self._add(number, entry)
        self._seen = position

    def _is_continued(self, ring: Ring, next_number: int) -> bool:
        """Whether what was seen is what the ring held then."""
        if self._seen is None or self._seen[0] > next_number:
            return False
        number, mark = self._seen
        if number == 0:
            return True
        last = ring.entry(number - 1)
        return last is not None and last["mark"] == mark


def _room(count: int, capacity: int) -> int:
    """Grow fourfold, and a step ahead, up to the capacity: what is made anew has been read a few times at most."""
    room = 4096
    while room < count:
        room *= 4
    return min(room, capacity)


def _mark(before: int, entry_id: str) -> int:
    told = f"{before}\0{entry_id}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=6).digest(), "little")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
