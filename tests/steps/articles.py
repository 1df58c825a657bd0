"""Small articles for tests of the steps."""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.records.article import CleanArticle, Duplicate
from pipeline.records.story import FeatureEvent, StoryFeatures

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def invented_text(seed: int, *, words: int = 300) -> str:
    """A text of words that do not exist; another seed has none of its shingles."""
    letters = random.Random(seed)
    return " ".join("".join(letters.choices("aeioulnrstmk", k=letters.randint(3, 9))) for _word in range(words))


def clean_article(
    article_id: str, text: str = "The council met.", *, hours: float = 0, title: str | None = None
) -> CleanArticle:
    """An article whose fingerprint is its text, received at noon plus so many hours."""
    return CleanArticle(
        id=article_id,
        title=title,
        text=text,
        language="en",
        published_at=NOON + timedelta(hours=hours),
        received_at=NOON,
        fingerprint=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def features(
    article_id: str,
    *,
    version: int = 1,
    copy_of: str | None = None,
    events: tuple[FeatureEvent, ...] = (),
    source: str = "example.org",
) -> StoryFeatures:
    """What the storyteller gets of an article."""
    duplicate = Duplicate(of=copy_of, kind="exact", similarity=1.0) if copy_of else None
    return StoryFeatures(
        article_id=article_id,
        version=version,
        language="en",
        source=source,
        title=f"Title of {article_id}",
        published_at=NOON,
        received_at=NOON,
        events=events,
        duplicate=duplicate,
    )


def event(event_id: str, factuality: str = "happened", **fields: Any) -> FeatureEvent:
    """An event as a story gets it."""
    return FeatureEvent(id=event_id, type="DIPL.MEET", label="Meeting", factuality=factuality, **fields)  # type: ignore[arg-type]
