"""SIGTERM ends a command the way Ctrl-C does, and some commands only where it hurts nobody."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Within the block, SIGTERM raises KeyboardInterrupt, so that whatever is open is closed in order."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def ended_softly(end: Callable[[], None]) -> Iterator[None]:
    """Within the block the first Ctrl-C or SIGTERM calls `end`, and any further one raises KeyboardInterrupt."""
    before = {number: signal.getsignal(number) for number in ENDING}

    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in ENDING:
            signal.signal(number, _interrupt)
        end()

    for number in ENDING:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class PatientStop:
    """Ctrl-C and SIGTERM, remembered until the work can be interrupted; asked twice, they break in at once."""

    def __init__(self) -> None:
        self.is_asked = False
        self._is_waiting = False

    @contextmanager
    def listening(self) -> Iterator["PatientStop"]:
        """Within the block, signals are ours."""
        before = [(number, signal.signal(number, self._ask)) for number in ENDING]
        try:
            yield self
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Within the block nothing is half done: a signal, also one that came before, raises KeyboardInterrupt."""
        self._is_waiting = True
        try:
            if self.is_asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_waiting = False

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        is_second, self.is_asked = self.is_asked, True
        if self._is_waiting or is_second:
            raise KeyboardInterrupt


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
