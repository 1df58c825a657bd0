"""Bounded memory: the newest so many entries are remembered, the oldest are forgotten, at a flat cost."""

from pipeline.steps.state import Store


class Ring:
    """Slots filled in order and used again: the entry that held a slot before is forgotten.

    All state is in the store, so that what is remembered depends on the messages alone and not on when
    a worker was started.
    """

    def __init__(self, store: Store, *, name: str, capacity: int) -> None:
        self._store = store
        self._name = name
        self._capacity = capacity

    def next_number(self) -> int:
        """Return the number that the next new entry will get, from 0."""
        value = self._store.get(f"{self._name}/next")
        number = value["number"] if value else 0
        return number if isinstance(number, int) else 0

    def remember(self, number: int, keys: tuple[str, ...]) -> None:
        """Give an entry its slot and forget the keys of the entry that held it.

        Doing it again for the same number and keys changes nothing: a crash may cut it anywhere.
        """
        slot = f"{self._name}/slot/{number % self._capacity}"
        held = self._store.get(slot)
        if held and held["number"] != number:
            self._forget(held["keys"])
        self._store.put(slot, {"number": number, "keys": list(keys)})
        if number >= self.next_number():
            self._store.put(f"{self._name}/next", {"number": number + 1})

    def _forget(self, keys: object) -> None:
        for key in keys if isinstance(keys, list) else []:
            self._store.delete(str(key))
