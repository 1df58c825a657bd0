"""How much memory processes use, as far as the system tells."""

import os
from pathlib import Path

PROC = Path("/proc")


def resident_bytes(pid: int) -> int | None:
    """Return the resident memory of a process: 0 for one that has ended, None where the system does not tell."""
    if not PROC.is_dir():
        return None
    try:
        pages = int((PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
