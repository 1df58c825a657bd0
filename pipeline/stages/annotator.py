"""The stage where the model runs: unique articles in; events, enriched articles and story features out."""

from collections.abc import Sequence

from pipeline import codec
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError
from pipeline.knowledge.own_files import OwnFiles
from pipeline.records.article import CleanArticle, EnrichedArticle
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import ENRICHED, EVENTS, STORY_FEATURES
from pipeline.steps.annotate import Annotator, build_annotator_step
from pipeline.steps.features import event_record, story_features


class AnnotatorStage:
    """Annotates a batch together; where that fails, one at a time, so that one bad article spares its neighbours."""

    name = "annotator"

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order. What comes of one does not depend on the others."""
        if len(batch) > 1:
            together = self._together(batch)
            if together is not None:
                return together
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _together(self, batch: Sequence[Incoming]) -> list[Outcome] | None:
        """Work a batch in one go; None where any message of it fails, and then nothing of it is kept."""
        try:
            articles = [_decoded(incoming) for incoming in batch]
            enriched = self._annotator.annotate(articles)
            pairs = zip(articles, enriched, strict=True)
            return [Outcome(messages=_messages(article, record)) for article, record in pairs]
        except Exception:  # noqa: BLE001 - one at a time, each failure is told apart by the guard
            return None

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        article = _decoded(incoming)
        return _messages(article, self._annotator.annotate([article])[0])


def build_annotator(settings: Settings) -> AnnotatorStage:
    """Load the model and make the stage.

    Raises:
        ModelError: The spaCy pipeline is missing or lacks a component.
        SourceError: The knowledge file cannot be read.
    """
    own = OwnFiles(event_types=settings.event_types, knowledge=settings.knowledge)
    return AnnotatorStage(
        build_annotator_step(settings.model, own=own, is_annotating_copies=settings.annotate_duplicates)
    )


def _decoded(incoming: Incoming) -> CleanArticle:
    if incoming.value is None:
        raise InvalidRecordError("tombstone", "a message without a value has nothing to work")
    return codec.decode(incoming.value, CleanArticle)


def _messages(article: CleanArticle, enriched: EnrichedArticle) -> tuple[Outgoing, ...]:
    """Publish the events first: whoever sees an enriched article finds its events there already."""
    records = [event_record(enriched, event) for event in enriched.events]
    features = story_features(enriched, received_at=article.received_at)
    return (
        *(_outgoing(EVENTS, record.id, record, record.schema) for record in records),
        _outgoing(ENRICHED, enriched.id, enriched, enriched.schema),
        _outgoing(STORY_FEATURES, enriched.language, features, features.schema),
    )


def _outgoing(topic: str, key: str, record: object, schema: str) -> Outgoing:
    return Outgoing(topic=topic, key=key.encode(), value=codec.encode(record), schema=schema)
