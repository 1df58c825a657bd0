"""Small stages that route as the real ones do, without a model."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pipeline.codec import decode, decode_raw_article, encode
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError, ModelError
from pipeline.records.article import CleanArticle, EnrichedArticle
from pipeline.records.story import StoryFeatures
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing, Stage
from pipeline.stages.topics import CLEAN, ENRICHED, EVENTS, STORY_FEATURES
from pipeline.steps.enriched import unannotated

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


class FunctionStage:
    def __init__(self, name: str, work: Callable[[Incoming], tuple[Outgoing, ...]]) -> None:
        self.name = name
        self._work = work

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [guarded(self._work, incoming) for incoming in batch]


def clean(incoming: Incoming) -> tuple[Outgoing, ...]:
    raw = decode_raw_article(incoming.value or b"")
    if not raw.body and not raw.body_b64:
        raise InvalidRecordError("empty_body", "nothing left")
    text = raw.body or str(raw.body_b64)
    article = CleanArticle(
        id=raw.id or f"id of {text[:20]}",
        title=raw.title,
        source=raw.source,
        url=raw.url,
        language="en",
        published_at=None if raw.published_at is None else datetime.fromisoformat(raw.published_at).replace(tzinfo=UTC),
        text=text,
        received_at=incoming.timestamp,
        fingerprint=text,
        metadata=raw.metadata,
    )
    return (Outgoing(topic=CLEAN, key=b"en", value=encode(article), schema=article.schema),)


def annotate(incoming: Incoming) -> tuple[Outgoing, ...]:
    article = decode(incoming.value or b"", CleanArticle)
    if article.text == "no parse":
        raise InvalidRecordError("unparsable", "as told")
    enriched: EnrichedArticle = unannotated(article)
    features = StoryFeatures(
        article_id=article.id,
        version=article.version,
        language="en",
        title=article.title,
        received_at=article.received_at,
        published_at=article.published_at,
        duplicate=article.duplicate,
    )
    return (
        Outgoing(topic=ENRICHED, key=article.id.encode(), value=encode(enriched), schema=enriched.schema),
        Outgoing(topic=EVENTS, key=b"event of " + article.id.encode(), value=b"{}", schema="newswire.event.v1"),
        Outgoing(topic=STORY_FEATURES, key=b"en", value=encode(features), schema=features.schema),
    )


STAGES = {"cleaner": FunctionStage("cleaner", clean), "annotator": FunctionStage("annotator", annotate)}


def build_fake(name: str, settings: Settings) -> Stage:
    return STAGES[name]


def build_modelless(name: str, settings: Settings) -> Stage:
    if name == "annotator":
        raise ModelError(f"spaCy pipeline {settings.model!r} is not installed")
    return STAGES[name]
