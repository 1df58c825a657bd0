"""What runs in a child process of the pool: builds its stages once, then works batches until its parent is gone."""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from pipeline.config import Settings
from pipeline.errors import InvalidRecordError, NewswireError
from pipeline.stages.guard import where
from pipeline.stages.messages import Failure, Incoming, Outcome, Stage
from pipeline.threads import take_one_thread

Build = Callable[[str, Settings], Stage]

PARENT_CHECK_S = 1.0
PR_SET_PDEATHSIG = 1
ENDINGS = frozenset({signal.SIGINT, signal.SIGTERM})
"""Signals that reach a whole process group or control group when somebody ends a run."""


class PoolError(NewswireError):
    """A pool whose children cannot be started, or that was closed while it worked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What a child needs to make its stages."""

    stages: tuple[str, ...]
    """Names of the stages that it works."""
    settings: Settings
    """Their settings."""
    build: Build
    """Makes a stage by its name; a function of a module, so that it can be pickled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A batch for one stage."""

    stage: str
    """Which."""
    batch: tuple[Incoming, ...]
    """What."""


def serve(connection: Connection, recipe: Recipe, parent: int) -> None:
    """Be a child: report None when the stages stand (or the error, and end), then answer every task."""
    end_with_parent(parent)
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)  # they are for the parent, which may want to finish first
    take_one_thread()  # there is a child for each core
    try:
        stages = {name: recipe.build(name, recipe.settings) for name in recipe.stages}
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        connection.send(_sendable_error(error))
        return
    gc.collect()
    gc.freeze()
    try:
        connection.send(None)
        while True:
            task: Task = connection.recv()
            connection.send(work_all(stages[task.stage], task.batch))
    except (EOFError, ConnectionError):
        return  # the parent has let go


def work_all(stage: Stage, batch: Sequence[Incoming]) -> list[Outcome]:
    """Work a batch; where the stage raises for a batch, each message is worked alone, and the one at fault fails."""
    try:
        return _one_each(stage.work(batch), batch)
    except Exception as error:  # noqa: BLE001 - a stage's bug costs one message, never the pool
        if len(batch) == 1:
            return [Outcome(failure=Failure(reason="bug", detail=where(error)))]
        return [outcome for incoming in batch for outcome in work_all(stage, (incoming,))]


def _one_each(outcomes: list[Outcome], batch: Sequence[Incoming]) -> list[Outcome]:
    if len(outcomes) != len(batch):
        raise RuntimeError(f"{len(outcomes)} outcomes for {len(batch)} messages")
    return outcomes


def end_with_parent(parent: int) -> None:
    """See to it that this process never outlives its parent, however the parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_S)
    os._exit(1)


def _sendable_error(error: Exception) -> NewswireError:
    if isinstance(error, NewswireError) and not isinstance(error, InvalidRecordError):
        return error
    return PoolError(f"a stage cannot be built: {where(error)}")
