"""What our components read and write on a spaCy Doc, with types; `doc._.news_…` is touched nowhere else.

A component names what it writes in the `assigns` of its factory and what it reads in `requires`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Span, Token

from pipeline.nlp.findings import Finding, NamedSpan
from pipeline.nlp.word_lists import WordLists, word_lists
from pipeline.records.annotation import Entity, Quote, TimeExpression
from pipeline.records.article import CleanArticle, SectionRole
from pipeline.records.event import Event

ARTICLE = "news_article"
TEXT = "news_text"
WORDS = "news_words"
SECTIONS = "news_sections"
ENTITIES = "news_entities"
NAMED = "news_named"
DATES = "news_dates"
QUOTES = "news_quotes"
FINDINGS = "news_findings"
EVENTS = "news_events"

_WORDS_KEY: Any = ("._.", WORDS, None, None)
_ATTRIBUTES = (ARTICLE, TEXT, WORDS, SECTIONS, ENTITIES, NAMED, DATES, QUOTES, FINDINGS, EVENTS)
MAX_SENTENCE = 300
"""Tokens of the longest sentence that is read for events; what is longer is no sentence but a list or rubbish."""

_EVENTLESS: frozenset[SectionRole] = frozenset({"heading", "table"})


def _get(doc: Doc, name: str) -> Any:
    """Return what `doc._` holds under a name, from where spaCy keeps it: building `doc._` costs more than this."""
    key: Any = ("._.", name, None, None)  # the stub takes words for keys only
    return doc.user_data.get(key)


def declare_attributes() -> None:
    """Register our attributes on Doc; again is harmless."""
    for name in _ATTRIBUTES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def article_of(doc: Doc) -> CleanArticle | None:
    """Return the article that a doc was made of; None for a doc that the pipeline was given as bare text."""
    article: CleanArticle | None = _get(doc, ARTICLE)
    return article


def text_of(doc: Doc) -> str:
    """Return the text of a doc; spaCy puts `doc.text` together anew each time."""
    text: str | None = _get(doc, TEXT)
    if text is None:
        text = doc.text
        doc._.set(TEXT, text)
    return text


def words_of(doc: Doc) -> WordLists:
    """Return the words of a doc as lists; read once."""
    words: WordLists | None = doc.user_data.get(_WORDS_KEY)  # as in _get(), which this is called too often for
    if words is None:
        words = word_lists(doc)
        doc._.set(WORDS, words)
    return words


def entities_of(doc: Doc) -> tuple[Entity, ...]:
    """Return the entities found."""
    found: tuple[Entity, ...] | None = _get(doc, ENTITIES)
    return found or ()


def named_at(doc: Doc) -> Mapping[int, NamedSpan]:
    """Return the name that each token is part of, by the token's index."""
    found: Mapping[int, NamedSpan] | None = _get(doc, NAMED)
    return found or {}


def dates_of(doc: Doc) -> tuple[TimeExpression, ...]:
    """Return the time expressions found."""
    found: tuple[TimeExpression, ...] | None = _get(doc, DATES)
    return found or ()


def quotes_of(doc: Doc) -> tuple[Quote, ...]:
    """Return the quotations found."""
    found: tuple[Quote, ...] | None = _get(doc, QUOTES)
    return found or ()


def findings_of(doc: Doc) -> tuple[Finding, ...]:
    """Return the triggers found so far, with what is known of them."""
    found: tuple[Finding, ...] | None = _get(doc, FINDINGS)
    return found or ()


def events_of(doc: Doc) -> tuple[Event, ...]:
    """Return the events found."""
    found: tuple[Event, ...] | None = _get(doc, EVENTS)
    return found or ()


def section_index(token: Token) -> int:
    """Return the index of the section that a token stands in; -1 where there is none."""
    sections: Sequence[int] | None = _get(token.doc, SECTIONS)
    return int(sections[token.i]) if sections else -1


def is_in_heading(token: Token) -> bool:
    """Tell whether a token stands in a heading."""
    article = article_of(token.doc)
    index = section_index(token)
    return article is not None and index >= 0 and article.sections[index].role == "heading"


def has_events(sentence: Span) -> bool:
    """Tell whether a sentence can tell an event: headings, tables and endless runs of words do not."""
    if len(sentence) > MAX_SENTENCE:
        return False
    article = article_of(sentence.doc)
    index = section_index(sentence[0])
    return article is None or index < 0 or article.sections[index].role not in _EVENTLESS
