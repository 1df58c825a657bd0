"""Small articles for tests of the components."""

from datetime import UTC, datetime

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.reader import article_doc
from pipeline.records.article import CleanArticle, Section, SectionRole
from pipeline.records.event import Actor, Event

THURSDAY = datetime(2025, 9, 4, 18, tzinfo=UTC)


def article(
    text: str,
    *,
    heading: str = "",
    title: str | None = None,
    article_id: str = "a",
    published_at: datetime | None = THURSDAY,
) -> CleanArticle:
    """An article whose paragraphs are its lines; a line equal to `heading` is one."""
    return CleanArticle(
        id=article_id,
        title=title,
        text=text,
        sections=tuple(_sections(text, heading)),
        language="en",
        published_at=published_at,
        received_at=THURSDAY,
        fingerprint="",
    )


def read(nlp: Language, text: str, *, heading: str = "", title: str | None = None) -> Doc:
    """Run the whole pipeline over a text, published on Thursday, 4 September 2025."""
    return nlp(article_doc(nlp, article(text, heading=heading, title=title)))


def events(nlp: Language, text: str) -> tuple[Event, ...]:
    """The events of a text."""
    return tuple(read(nlp, text)._.news_events)


def event(nlp: Language, text: str, trigger: str) -> Event:
    """The event of a text that has a certain trigger."""
    return next(found for found in events(nlp, text) if found.trigger.text == trigger)


def words(actors: tuple[Actor, ...]) -> list[str]:
    """The words of actors."""
    return [actor.text for actor in actors]


def _sections(text: str, heading: str) -> list[Section]:
    found = []
    start = 0
    for line in text.split("\n"):
        role: SectionRole = "heading" if heading and line == heading else "paragraph"
        if line.strip():
            found.append(Section(start=start, end=start + len(line), role=role))
        start += len(line) + 1
    return found
