"""Reads ahead in a thread, so that what was read is worked even while a slow source has nothing more."""

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

HELD = 32
"""Items that are read ahead."""
SILENCE_S = 0.05
"""How long a source says nothing before it counts as slow."""
CLOSE_CHECK_S = 0.2


class _End:
    """Comes after the last item, with the error that ended the source, if one did."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def read_ahead(source: Iterable[T], *, chunk: int) -> Generator[list[T], None, None]:
    """Give the items of a source in chunks: as many as are there, at most `chunk`.

    A chunk of none means that the source is silent just now: one such chunk comes for each silence.

    Raises:
        SourceError: Or whatever else ended the source early, after the items that came before.
    """
    held: queue.Queue[T | _End] = queue.Queue(HELD)
    closed = threading.Event()
    threading.Thread(target=_fill, args=(source, held, closed), name="read-ahead", daemon=True).start()
    try:
        yield from _chunks(held, chunk)
    finally:
        closed.set()


def _chunks(held: "queue.Queue[T | _End]", chunk: int) -> Iterator[list[T]]:
    patience_s: float | None = SILENCE_S
    while True:
        try:
            items, end = _gathered(held, chunk, held.get(timeout=patience_s))
        except queue.Empty:
            yield []
            patience_s = None
            continue
        patience_s = SILENCE_S
        if items:
            yield items
        if end is not None:
            if end.error is not None:
                raise end.error
            return


def _gathered(held: "queue.Queue[T | _End]", chunk: int, first: T | _End) -> tuple[list[T], _End | None]:
    items: list[T] = []
    item = first
    while not isinstance(item, _End):
        items.append(item)
        if len(items) == chunk or held.empty():
            return items, None
        item = held.get_nowait()
    return items, item


def _fill(source: Iterable[T], held: "queue.Queue[T | _End]", closed: threading.Event) -> None:
    end = _End()
    try:
        for item in source:
            if not _put(held, item, closed):
                return
    except Exception as error:  # noqa: BLE001 - raised again where the items are taken
        end = _End(error)
    _put(held, end, closed)


def _put(held: "queue.Queue[T | _End]", item: T | _End, closed: threading.Event) -> bool:
    while not closed.is_set():
        try:
            held.put(item, timeout=CLOSE_CHECK_S)
        except queue.Full:
            continue
        return True
    return False
