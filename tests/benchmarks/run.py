"""`make bench`: see `chain.py`. Threads are limited before anything loads numpy, here and in every child."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> int:
    """Measure."""
    from pipeline.threads import take_one_thread  # noqa: PLC0415 - the path is set above

    take_one_thread()
    from tests.benchmarks.chain import main as measure  # noqa: PLC0415 - loads numpy

    return measure()


if __name__ == "__main__":
    sys.exit(main())
