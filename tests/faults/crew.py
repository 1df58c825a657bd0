"""Workers that are started again when they end, as docker or Kubernetes would, and what is done to them."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.config import Settings
from tests.benchmarks.processes import tree

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("-m", "tests.faults.quick_worker")
LOOK_EVERY_S = 0.2
END_S = 60.0
TELLING_S = 1.0


@dataclass
class Hand:
    """One worker's place: a process, and another when that ends."""

    process: "subprocess.Popen[bytes]"
    is_leaving: bool = False
    """Not started again."""


class Crew:
    """Some workers of one deployment.

    Args:
        settings: How they are set.
        folder: Where what they log is kept.
        program: What Python is to run.
    """

    def __init__(self, settings: Settings, folder: Path, *, program: tuple[str, ...] = PROGRAM) -> None:
        self.restarts = 0
        """Workers that ended unasked and were started again."""
        self.unclean_ends: list[int] = []
        """Exit codes, not 0, of workers that were asked to end."""
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWIRE_")}
        self._environment |= {
            f"NEWSWIRE_{one.name.upper()}": str(getattr(settings, one.name)) for one in fields(Settings)
        }
        self._program = program
        self._folder = folder
        self._started = 0
        self._hands: list[Hand] = []
        self._lock = threading.RLock()
        self._is_over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def add(self) -> None:
        """Let one more join."""
        with self._lock:
            self._hands.append(Hand(self._start()))

    def leave(self, rng: random.Random) -> None:
        """Ask one to end for good, if another is left."""
        with self._lock:
            if len(self._hands) < 2:
                return
            hand = rng.choice(self._hands)
            hand.is_leaving = True
        self._end(hand)
        with self._lock:
            self._hands.remove(hand)

    def end(self, rng: random.Random) -> None:
        """Ask one to end; another takes its place."""
        self._end(self._one(rng))

    def kill(self, rng: random.Random) -> None:
        """Kill one; another takes its place."""
        self._one(rng).process.kill()

    def kill_child(self, rng: random.Random) -> None:
        """Kill one of a worker's pool; the worker lives on."""
        children = [pid for pid in tree(self._one(rng).process.pid)[1:] if _is_of_pool(pid)]
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(rng.choice(children), signal.SIGKILL)

    def stall(self, rng: random.Random, seconds: float, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Hold one still, its children too, for so long that its group gives it up; then let it go on."""
        stalled = tree(self._one(rng).process.pid)
        _signal(stalled, signal.SIGSTOP)
        meanwhile()
        time.sleep(seconds)
        _signal(stalled, signal.SIGCONT)

    def close(self) -> None:
        """Kill all; nothing is started again."""
        self._is_over.set()
        self._keeper.join()
        for hand in self._hands:
            _signal(tree(hand.process.pid), signal.SIGCONT)
            hand.process.kill()
            hand.process.wait()

    def log_tails(self, size: int = 20_000) -> str:
        """The ends of what the workers logged."""
        logs = sorted(self._folder.glob("worker-*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-size:]}" for log in logs)

    def _one(self, rng: random.Random) -> Hand:
        with self._lock:
            return rng.choice(self._hands)

    def _end(self, hand: Hand) -> None:
        process = hand.process
        # While it starts it has nothing yet that it could finish, and SIGTERM ends it as it ends any program.
        is_starting = not catches(process.pid, signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(END_S)
        except subprocess.TimeoutExpired:
            code = _ended_by_force(process)
        if code != 0 and not (code == -signal.SIGTERM and is_starting):
            self.unclean_ends.append(code)

    def _start(self) -> "subprocess.Popen[bytes]":
        self._started += 1
        with (self._folder / f"worker-{self._started:02d}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *self._program], env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )

    def _keep(self) -> None:
        while not self._is_over.wait(LOOK_EVERY_S):
            with self._lock:
                for hand in self._hands:
                    if hand.process.poll() is not None and not hand.is_leaving:
                        self.restarts += hand.process.returncode != 0
                        hand.process = self._start()


@contextlib.contextmanager
def working(settings: Settings, folder: Path, *, workers: int, program: tuple[str, ...] = PROGRAM) -> Iterator[Crew]:
    """Run workers; at the end they are gone, whatever happened."""
    crew = Crew(settings, folder, program=program)
    try:
        for _ in range(workers):
            crew.add()
        yield crew
    finally:
        crew.close()


def catches(pid: int, number: int) -> bool:
    """Tell whether a process has a handler of its own for a signal: proc(5), SigCgt."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (number - 1) & 1)


def _ended_by_force(process: "subprocess.Popen[bytes]") -> int:
    """Kill a worker that does not end, after it has told in its log where it waits: Faust does so on SIGUSR1."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGUSR1)
    time.sleep(TELLING_S)
    process.kill()
    return process.wait()


def _is_of_pool(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
