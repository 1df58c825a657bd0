"""A line a step, with its seconds, and a stop at the first that fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

WIDTH = 58


class StepError(Exception):
    """A step did not come out as it must; the text says what was found."""


@dataclass
class Steps:
    """Steps in their order; each returns what it found, in a few words."""

    names: list[str] = field(default_factory=list)
    failed: int = 0

    def take(self, name: str, action: Callable[[], str | None]) -> None:
        """Take a step and print its line.

        Raises:
            StepError: It failed, as its line says.
        """
        begun_at = time.monotonic()
        try:
            found = action() or ""
        except Exception as error:
            self.failed += 1
            _say(name, begun_at, f"FAILED: {error}")
            raise StepError(name) from error
        self.names.append(name)
        _say(name, begun_at, f"ok  {found}")


def wait_until(is_so: Callable[[], bool], *, timeout_s: float, what: Callable[[], str], pause_s: float = 1.0) -> None:
    """Look again and again until something is so, also where looking itself fails for a while: a broker may be gone.

    Raises:
        StepError: It is not within the time; `what` says how it is.
    """
    deadline = time.monotonic() + timeout_s
    failures = []
    while True:
        try:
            if is_so():
                return
            failures = []
        except StepError as error:
            failures.append(str(error))
        if time.monotonic() > deadline:
            raise StepError(f"after {timeout_s:.0f} s: {failures[-1] if failures else what()}")
        time.sleep(pause_s)


def _say(name: str, begun_at: float, found: str) -> None:
    print(f"{name:<{WIDTH}} {time.monotonic() - begun_at:6.1f} s  {found}".rstrip(), flush=True)
