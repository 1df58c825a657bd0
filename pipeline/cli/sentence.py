"""A single sentence, read as an article of its own."""

from datetime import UTC, datetime

from pipeline.nlp.reader import build_reader
from pipeline.records.article import CleanArticle, Section
from pipeline.records.event import Event


def events_in(text: str, *, model: str, event_types: str = "") -> tuple[Event, ...]:
    """Return the events that a text tells, lead first.

    Raises:
        ModelError: The spaCy pipeline is missing or lacks a component.
        SourceError: The file with event types cannot be read or is wrong.
    """
    now = datetime.now(UTC)
    article = CleanArticle(
        id="sentence",
        text=text,
        sections=(Section(start=0, end=len(text), role="paragraph"),),
        language="en",
        published_at=now,
        received_at=now,
        fingerprint="",
    )
    return build_reader(model, event_types=event_types).read([article])[0].events
