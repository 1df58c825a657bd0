"""A single sentence, read as an article of its own."""

from datetime import UTC, datetime

from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.nlp.reader import build_reader
from pipeline.records.article import CleanArticle, Section
from pipeline.records.event import Event


def events_in(text: str, *, model: str, own: OwnFiles = NO_FILES) -> tuple[Event, ...]:
    """Return the events that a text tells, lead first.

    Raises:
        ModelError: The spaCy pipeline is missing or lacks a component.
        SourceError: One of the user's own files cannot be read or is wrong.
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
    return build_reader(model, own=own).read([article])[0].events
