"""What every test may use: see `tests/brokers.py` for those that need a broker."""

import signal

import hypothesis  # noqa: F401 - its plugin would import it after the tests, where CPython 3.11.7 may trip over it

pytest_plugins = ["tests.brokers"]


def pytest_configure() -> None:
    """Take Ctrl-C as a program in the foreground does: one that a shell began in its background ignores it.

    What tests start would ignore it too, and those that send it would wait.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
