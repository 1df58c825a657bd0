"""A worker whose stages do to certain articles what no real stage should: be slow, or end their own process."""

import os
import time
from collections.abc import Sequence

from pipeline.config import Settings, settings_from
from pipeline.stages.build import build_stage
from pipeline.stages.messages import Incoming, Outcome, Stage
from pipeline.stream.worker import run_worker

SLOW_S = 90.0


class FaultyStage:
    """Works as the stage that it is put before, but for articles with a mark."""

    def __init__(self, below: Stage) -> None:
        self.name = below.name
        self._below = below

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        values = [incoming.value or b"" for incoming in batch]
        if any(b"[[KILLS ITS CHILD]]" in value for value in values):
            os._exit(9)
        if any(b"[[SLOW]]" in value for value in values):
            time.sleep(SLOW_S)
        return self._below.work(batch)


def build_faulty_stage(name: str, settings: Settings) -> Stage:
    return FaultyStage(build_stage(name, settings))


if __name__ == "__main__":
    run_worker(settings_from(os.environ), build=build_faulty_stage)
