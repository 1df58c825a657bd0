"""One child process of the pool: if it dies or hangs, its lane starts another, and the other lanes never notice."""

import contextlib
import signal
import threading
from collections.abc import Iterator, Sequence
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from os import getpid

from pipeline.errors import NewswireError
from pipeline.stages.messages import Failure, Incoming, Outcome
from pipeline.stages.pool_child import ENDINGS, PoolError, Recipe, Task, serve

START_ATTEMPTS = 3
"""How often a child is started before the pool gives up."""
START_LIMIT_S = 300.0
"""Longest that a child may take to build its stages."""
ALONE_ATTEMPTS = 2
"""How many children one message may take with it before it is given up."""

_spawning = threading.Lock()


class ChildDeathError(Exception):
    """A child ended while it worked."""


class ChildTimeoutError(Exception):
    """A child worked for too long, and was ended."""


class Lane:
    """A child that works one batch at a time. All methods block; `end` may be called from any thread.

    Linux ends a child when the thread that started it ends, so lanes are for threads that live as long as the pool.
    """

    def __init__(self, recipe: Recipe) -> None:
        self.starts = 0
        """How many children it has started so far."""
        self._recipe = recipe
        self._turn = threading.Lock()
        self._child: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._is_ended = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None when there is none. It may have ended unnoticed."""
        child = self._child
        return child.pid if child is not None else None

    def start(self) -> None:
        """Start the child, and wait until it has built its stages.

        Raises:
            PoolError: It ends or hangs every time, or the pool was closed.
            ModelError: It has no model to work with.
        """
        with self._turn:
            self._connected()

    def work(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work a batch; one outcome each, whatever becomes of the child.

        Raises:
            PoolError: No child can be started, or the pool was closed.
        """
        with self._turn:
            if len(batch) > 1:
                with contextlib.suppress(ChildDeathError, ChildTimeoutError):
                    return self._exchange(stage, batch)
            # alone, the one that was at fault shows
            return [self._work_alone(stage, incoming) for incoming in batch]

    def end(self) -> None:
        """End the child at once and for good."""
        with _spawning:
            self._is_ended = True
            child = self._child
        if child is not None:
            child.kill()
            child.join()

    def _work_alone(self, stage: str, incoming: Incoming) -> Outcome:
        for _attempt in range(ALONE_ATTEMPTS):
            try:
                return self._exchange(stage, (incoming,))[0]
            except ChildTimeoutError as error:
                return Outcome(failure=Failure(reason="timeout", detail=str(error)))
            except ChildDeathError as error:
                detail = f"{error}, {ALONE_ATTEMPTS} times out of {ALONE_ATTEMPTS}"
        return Outcome(failure=Failure(reason="worker_crash", detail=detail))

    def _exchange(self, stage: str, batch: Sequence[Incoming]) -> list[Outcome]:
        connection = self._connected()
        limit_s = self._recipe.settings.article_timeout_s * len(batch)
        try:
            connection.send(Task(stage=stage, batch=tuple(batch)))
            if connection.poll(limit_s):
                outcomes: list[Outcome] = connection.recv()
                return outcomes
        except (EOFError, OSError) as error:
            raise ChildDeathError(f"the process that worked it ended ({self._dropped()})") from error
        self._dropped()
        raise ChildTimeoutError(f"not done after {limit_s:g} s")

    def _connected(self) -> Connection:
        if self._connection is not None and self._child is not None and self._child.is_alive():
            return self._connection
        how = ""
        for _attempt in range(START_ATTEMPTS):
            self._dropped()
            try:
                return self._ready(self._spawned())
            except (EOFError, ConnectionError):
                how = self._dropped()
        raise PoolError(f"the pool's processes end while they start ({how}): is there enough memory for the model?")

    def _ready(self, connection: Connection) -> Connection:
        if not connection.poll(START_LIMIT_S):
            self._dropped()
            raise PoolError(
                f"a process of the pool was not ready after {START_LIMIT_S:g} s: is the machine overloaded?"
            )
        refusal: NewswireError | None = connection.recv()
        if refusal is not None:
            self._dropped()
            raise refusal
        return connection

    def _spawned(self) -> Connection:
        context = get_context("spawn")
        with _spawning, _endings_blocked():
            if self._is_ended:
                raise PoolError("the pool is closed")
            self._connection, theirs = context.Pipe()
            self._child = context.Process(
                target=serve, args=(theirs, self._recipe, getpid()), name="newswire-pool", daemon=True
            )
            try:
                self._child.start()
                self.starts += 1
            except OSError as error:
                self._child = None
                raise PoolError(f"no process can be started for the pool: {error.strerror}") from error
            finally:
                theirs.close()
        return self._connection

    def _dropped(self) -> str:
        """End what is left of the child; say how it ended."""
        child, connection = self._child, self._connection
        self._child = self._connection = None
        if connection is not None:
            connection.close()
        if child is None:
            return "never started"
        child.kill()
        child.join()
        code = child.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@contextlib.contextmanager
def _endings_blocked() -> Iterator[None]:
    """Start a child deaf to Ctrl-C and SIGTERM, which are for its parent, until it can see to that itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else it would start inside, and unblock the signals again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
