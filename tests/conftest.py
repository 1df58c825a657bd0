"""What every test may use: see `tests/brokers.py` for those that need a broker."""

pytest_plugins = ["tests.brokers"]
