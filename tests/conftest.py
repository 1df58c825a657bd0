"""What every test may use: see `tests/brokers.py` for those that need a broker."""

import hypothesis  # noqa: F401 - its plugin would import it after the tests, where CPython 3.11.7 may trip over it

pytest_plugins = ["tests.brokers"]
