"""What is known of a running worker: written by its event loop, read by whoever asks from another thread.

The loop replaces a frozen state as a whole, so that a reader never meets one that is half new, and never waits.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HEART_LIMIT_S = 60.0
"""Silence of an event loop that beats once a second at which it counts as stopped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgentState:
    """What an agent holds, and what it has worked so far."""

    agent: str
    """Its name."""
    held: int = 0
    """Messages that it has taken in and not acknowledged."""
    oldest_since: float | None = None
    """When the oldest of them was taken in, by the monotonic clock; None when it holds none."""
    worked: Mapping[str, int] = field(default_factory=dict)
    """Messages by what became of them: `published`, or the reason of their dead letter."""

    def oldest_age_s(self) -> float:
        """Return for how long the oldest message has been held by now."""
        return max(0.0, time.monotonic() - self.oldest_since) if self.oldest_since is not None else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class PartitionState:
    """A partition that this worker reads."""

    topic: str
    """As the broker knows it."""
    partition: int
    """Its number."""
    lag: int | None
    """Messages in it that are not committed; None while that is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerState:
    """A worker at one moment."""

    agents: tuple[AgentState, ...] = ()
    """Its agents."""
    partitions: tuple[PartitionState, ...] = ()
    """What its agents read."""
    is_settled: bool = False
    """The group has dealt out its partitions, and the tables are restored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """An answer to whether all is well."""

    is_good: bool
    """Yes or no."""
    said: str
    """In a line, for a person."""


class Vitals:
    """The latest state of a worker, and what follows from it.

    Args:
        limit_s: Age of the oldest message at which the worker counts as stuck.
        is_warm: Whether the pool is ready already, because there is none.
    """

    def __init__(self, *, limit_s: float, is_warm: bool = False) -> None:
        self.state = WorkerState()
        self.is_warm = is_warm
        self.silent_s: Callable[[], float] | None = None
        """For how long the event loop has not turned; None until it is watched."""
        self.is_ending: Callable[[], bool] = _no
        """Whether the worker was asked to end."""
        self._limit_s = limit_s

    def health(self) -> Verdict:
        """Judge whether the worker lives: its event loop turns, and no message is held too long."""
        if self.silent_s is None:
            return Verdict(is_good=True, said="starting")
        silent = self.silent_s()
        if silent > min(HEART_LIMIT_S, self._limit_s):
            return Verdict(is_good=False, said=f"the event loop has not turned for {silent:.0f} s")
        for agent in self.state.agents:
            if (age := agent.oldest_age_s()) > self._limit_s:
                return Verdict(is_good=False, said=f"stuck: {agent.agent} has held a message for {age:.0f} s")
        return Verdict(is_good=True, said="healthy")

    def readiness(self) -> Verdict:
        """Judge whether the worker works: it lives, has its partitions and tables, and its pool is warm."""
        health = self.health()
        if not health.is_good:
            return health
        obstacle = self._obstacle()
        if obstacle:
            return Verdict(is_good=False, said=obstacle)
        return Verdict(is_good=True, said=f"ready: {len(self.state.partitions)} partitions")

    def _obstacle(self) -> str:
        if self.is_ending():
            return "ending"
        if not self.state.is_settled:
            return "not ready: waiting for partitions, or restoring tables"
        return "" if self.is_warm else "not ready: the pool is warming up"


def _no() -> bool:
    return False
