"""Threads of numerical libraries: they read these variables when they are loaded, and take a thread a core otherwise.

The matrices of a small pipeline are too small to share: two threads cost two thirds more CPU for a tenth less time.
"""

import os

ONE_THREAD = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip
"""What the libraries under numpy and spaCy read."""


def take_one_thread() -> None:
    """Have one thread only; to be called before numpy is loaded."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
