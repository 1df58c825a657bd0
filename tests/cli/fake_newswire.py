"""The console script with small stages instead of those that need a model, for tests that need a process."""

from unittest.mock import patch

from pipeline.cli.main import main
from tests.stages.chain_stages import build_fake

if __name__ == "__main__":
    with patch("pipeline.cli.enriching.build_stage", build_fake):
        main()
