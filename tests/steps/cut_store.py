"""A store for tests of what a crash leaves behind."""

from pipeline.steps.state import Json, MemoryStore


class CutStore(MemoryStore):
    """Loses all writes after the first so many of a message, as a changelog that was cut does."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left: int | None = None

    def put(self, key: str, value: Json) -> None:
        if self._takes_one():
            super().put(key, value)

    def delete(self, key: str) -> None:
        if self._takes_one():
            super().delete(key)

    def _takes_one(self) -> bool:
        if self.writes_left is None:
            return True
        self.writes_left -= 1
        return self.writes_left >= 0
