"""A PostgreSQL server of its own for a test, from the Debian package, on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = Path("/usr/lib/postgresql")
USER = "postgres"
WAIT_S = 60.0


def why_unavailable() -> str | None:
    """Say why there can be no server, and what to install."""
    if _programs() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    if os.geteuid() == 0 and not any(entry.pw_name == USER for entry in pwd.getpwall()):
        return f"PostgreSQL does not run as root, and there is no user {USER}"
    return None


@contextmanager
def postgresql(port: int | None = None) -> Iterator[str]:
    """Run a server, and give the connection string of its empty database.

    Args:
        port: Of loopback, where it listens as well; its socket has the same number.
    """
    programs = _programs()
    assert programs is not None, why_unavailable()
    # Not under pytest's own folder, which other users may not enter; and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        _run(user, programs / "initdb", "-D", folder / "db", "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8")
        addresses = f"127.0.0.1 -p {port}" if port else ""
        options = f"-k {folder} -c fsync=off -c listen_addresses={addresses}"
        control = (programs / "pg_ctl", "-D", folder / "db", "-w", "-t", int(WAIT_S))
        _run(user, *control, "-o", options, "-l", folder / "log", "start")
        try:
            yield f"host={folder} user={USER} dbname={USER}" + (f" port={port}" if port else "")
        finally:
            _run(user, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    versions = sorted(PLACES.glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(4))
    return versions[-1].parent if versions else None


def _run(user: str | None, *words: object) -> None:
    subprocess.run([str(word) for word in words], user=user, cwd="/", check=True, capture_output=True, timeout=WAIT_S)
