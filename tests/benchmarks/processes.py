"""CPU seconds and memory of a process with all its children, read from /proc."""

import os
import threading
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """List a process and all below it."""
    found = [pid]
    for one in found:
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            found.extend(int(child) for task in tasks for child in (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """Return user and system seconds of a process tree so far, with children that have ended."""
    total = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return total / TICKS_A_SECOND


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process tree; pages that several share are counted for each."""
    total = 0
    for one in tree(pid):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


class PeakMemory:
    """Watches the memory of a process tree, five times a second, until it is stopped."""

    def __init__(self, pid: int) -> None:
        self.peak_bytes = 0
        self._pid = pid
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """End the watch and return the highest reading."""
        self._stopped.set()
        self._thread.join()
        return self.peak_bytes

    def _watch(self) -> None:
        while not self._stopped.wait(0.2):
            self.peak_bytes = max(self.peak_bytes, resident_bytes(self._pid))
