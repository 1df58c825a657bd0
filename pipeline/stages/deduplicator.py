"""The stage that finds copies: clean articles in, the same articles with their verdict out."""

from collections.abc import Sequence
from datetime import timedelta

from pipeline import codec
from pipeline.config import Settings
from pipeline.records.article import CleanArticle
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import UNIQUE
from pipeline.steps.copies import CopyIndexes
from pipeline.steps.deduplicate import CopyWindow, deduplicate_article
from pipeline.steps.state import PendingStore, Store


class DeduplicatorStage:
    """Works one message at a time; its state changes only when the message could be worked."""

    name = "deduplicator"

    def __init__(self, *, store: Store, window: CopyWindow) -> None:
        self._store = store
        self._window = window
        self._indexes = CopyIndexes()

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages in order."""
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        article = codec.decode(incoming.value or b"", CleanArticle)
        pending = PendingStore(self._store)
        judged = deduplicate_article(article, store=pending, window=self._window, indexes=self._indexes)
        value = codec.encode(judged)
        pending.flush()
        return (Outgoing(topic=UNIQUE, key=judged.id.encode(), value=value, schema=judged.schema),)


def build_deduplicator(store: Store, settings: Settings) -> DeduplicatorStage:
    """Make the stage over a store: a Faust table, or its in-process twin."""
    window = CopyWindow(span=timedelta(hours=settings.copies_window_h), capacity=settings.copies_capacity)
    return DeduplicatorStage(store=store, window=window)
