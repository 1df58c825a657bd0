"""Run the stack, break it, and account for every article: `deploy/prove [one|cluster]...`."""

import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.deploy.proof.stack import Stack, docker
from tests.deploy.proof.steps import StepError, Steps
from tests.deploy.proof.story import prove_cluster, prove_one

PROOFS = {"one": prove_one, "cluster": prove_cluster}


def main(names: list[str]) -> int:
    """Prove the stacks that are named, or all; 0 when every step came out as it must."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_machine()}", flush=True)
    begun_at, steps = time.monotonic(), Steps()
    for name in names or list(PROOFS):
        _prove(name, steps)
    outcome = f"{steps.failed} of {len(steps.names) + steps.failed} steps FAILED" if steps.failed else "all ok"
    print(f"{len(steps.names)} steps in {time.monotonic() - begun_at:.0f} s: {outcome}")
    return 1 if steps.failed else 0


def _prove(name: str, steps: Steps) -> None:
    stack = Stack(f"newswire-proof-{name}", *(["cluster"] if name == "cluster" else []))
    print(f"\n{'one broker' if name == 'one' else 'three brokers'}", flush=True)
    with tempfile.TemporaryDirectory(prefix="newswire-proof-") as folder:
        try:
            PROOFS[name](stack, steps, Path(folder))
        except StepError:
            print(stack.logs(), file=sys.stderr)
        finally:
            if not os.environ.get("NEWSWIRE_PROVE_KEEP"):
                steps.take("everything is taken down", lambda: _down(stack))


def _down(stack: Stack) -> str:
    stack.down()
    left = docker("volume", "ls", "--quiet", "--filter", f"label=com.docker.compose.project={stack.name}").split()
    if left or stack.containers():
        raise StepError(f"left behind: {left}")
    return "no container and no volume left"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
