"""How the stream is: whether the broker answers, how much comes a minute, and how far the agents are behind."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTES = 60
"""How far back the rates go."""

State = str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lag:
    """How far an agent is behind."""

    agent: str
    """Its name."""
    topic: str
    """What it reads."""
    lag: int
    """Messages that it has not committed."""
    has_committed: bool
    """False when it has never committed anything there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Connection:
    """Where the records come from, and how that is."""

    state: str
    """`connecting`, `following`, `away` or `file`."""
    said: str
    """In a line, for a person."""
    since: datetime
    """When that began."""


class Pulse:
    """Counts what comes, by the minute of its message. Safe to use from several threads.

    Args:
        clock: Gives the time.
        said: What is said of the source before anything is known.
    """

    def __init__(self, clock: Callable[[], datetime], *, said: str, state: str = "connecting") -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minutes: dict[datetime, Counter[str]] = {}
        self.connection = Connection(state=state, said=said, since=clock())
        self.lags: tuple[Lag, ...] = ()
        self.unreadable = 0
        """Messages that were no record of their topic."""

    def tell(self, state: str, said: str) -> None:
        """Note how the source is; `since` changes with the state alone."""
        before = self.connection
        since = before.since if before.state == state else self._clock()
        self.connection = Connection(state=state, said=said, since=since)

    def count(self, kind: str, at: datetime) -> None:
        """Count a record of a kind; what is older than the window is left out."""
        oldest = _minute(self._clock()) - timedelta(minutes=MINUTES)
        minute = _minute(at)
        if minute <= oldest:
            return
        with self._lock:
            self._minutes.setdefault(minute, Counter())[kind] += 1
            for old in [one for one in self._minutes if one <= oldest]:
                del self._minutes[old]

    def series(self, kind: str) -> list[int]:
        """Give the counts of the last sixty minutes, oldest first; the last is of the minute that is not over."""
        now = _minute(self._clock())
        with self._lock:
            return [
                self._minutes.get(now - timedelta(minutes=back), _NONE)[kind] for back in range(MINUTES - 1, -1, -1)
            ]


_NONE: Counter[str] = Counter()


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def total(series: Mapping[str, list[int]]) -> dict[str, int]:
    """Sum each series."""
    return {name: sum(counts) for name, counts in series.items()}
