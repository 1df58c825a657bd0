"""What every test may use: see `tests/brokers.py` for those that need a broker."""

import pytest

pytest_plugins = ["tests.brokers"]


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what the Kafka client does to itself on import, which nobody here can mend."""
    config.addinivalue_line("filterwarnings", "ignore:(read|open)_text is deprecated:DeprecationWarning")
