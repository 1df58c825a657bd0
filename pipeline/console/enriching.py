"""One article at a time through the chain, in a child process: a page that hangs or crashes the work costs nobody."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.config import Settings
from pipeline.errors import NewswireError
from pipeline.records.dead_letter import Origin
from pipeline.stages.build import STATELESS
from pipeline.stages.chain import Fed, build_chain, build_way
from pipeline.stages.messages import Incoming
from pipeline.stages.pool import StagePool

ORIGIN = Origin(file="console")


class BusyError(NewswireError):
    """Another article is being worked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What became of an article: its record, or why there is none."""

    article: bytes | None
    """The enriched article as JSON."""
    reason: str | None
    """The fixed word of a failure."""
    detail: str | None
    """The failure in words."""
    seconds: float
    """How long that took; the first time with the loading of the model."""


class Enricher(Protocol):
    """Works one article."""

    def enrich(self, raw: bytes) -> Answer:
        """Work a raw article's JSON."""

    def close(self) -> None:
        """End whatever works."""


class ChainEnricher:
    """Works articles with the stages of the pipeline in one child process, started when the first article comes.

    Args:
        settings: Of the stages.
        clock: Gives the time of an article that says none.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._turn = threading.Lock()
        self._pool: StagePool | None = None

    def enrich(self, raw: bytes) -> Answer:
        """Work a raw article's JSON; blocks.

        Raises:
            BusyError: Another article is being worked.
            NewswireError: There is no model, or the child cannot be started.
        """
        if not self._turn.acquire(blocking=False):
            raise BusyError("another article is being worked: try again in a moment")
        try:
            return self._worked(raw)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the child."""
        if self._pool is not None:
            self._pool.close()

    def _worked(self, raw: bytes) -> Answer:
        began = time.monotonic()
        way = build_way("annotate", is_deduplicating=False)
        chain = build_chain(way, self._settings, bench=self._started(), clock=self._clock, gather=())
        fed = Fed(incoming=Incoming(value=raw, timestamp=self._clock()), origin=ORIGIN)
        worked = next(chain.run([[fed]]))
        letter = worked.dead_letters[0] if worked.dead_letters else None
        return Answer(
            article=worked.enriched[0] if worked.enriched else None,
            reason=letter.reason if letter else None,
            detail=letter.detail if letter else None,
            seconds=round(time.monotonic() - began, 2),
        )

    def _started(self) -> StagePool:
        if self._pool is None:
            pool = StagePool(stages=STATELESS, settings=self._settings, processes=1)
            try:
                pool.start()
            except BaseException:
                pool.close()
                raise
            self._pool = pool
        return self._pool
