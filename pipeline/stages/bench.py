"""Where stages are run: a Protocol with two forms, in this process (here) and in child processes (`StagePool`)."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

from pipeline.config import Settings
from pipeline.stages.build import build_stage
from pipeline.stages.messages import Incoming, Outcome, Stage
from pipeline.stages.pool_child import Build, work_all


class Workbench(Protocol):
    """Runs stages by name."""

    @property
    def look_ahead(self) -> int:
        """Batches that are worth submitting before the first is asked for."""

    def submit(self, stage: str, batch: Sequence[Incoming]) -> Future[list[Outcome]]:
        """Have a batch worked; the future gives one outcome each, in order."""


class LocalBench:
    """Runs stages right here: what is submitted is worked before the call returns."""

    look_ahead = 0

    def __init__(self, stages: Mapping[str, Stage]) -> None:
        self._stages = stages

    def submit(self, stage: str, batch: Sequence[Incoming]) -> Future[list[Outcome]]:
        """Work a batch."""
        future: Future[list[Outcome]] = Future()
        future.set_result(work_all(self._stages[stage], batch) if batch else [])
        return future


def build_local_bench(stages: Sequence[str], settings: Settings, *, build: Build = build_stage) -> LocalBench:
    """Make a bench for stateless stages in this process.

    Raises:
        ModelError: There is no model to work with.
    """
    return LocalBench({name: build(name, settings) for name in stages})
