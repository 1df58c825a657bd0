"""Articles in, annotations out: the one way into this room for the steps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.knowledge.own_types import load_event_types
from pipeline.nlp.attributes import ARTICLE, TEXT, dates_of, entities_of, events_of, quotes_of
from pipeline.nlp.model import load_model, model_info
from pipeline.records.annotation import Entity, Quote, TimeExpression
from pipeline.records.article import CleanArticle
from pipeline.records.event import Event

MAX_CHARS = 100_000
"""Longest text that is read whole, some 16,000 words. Of a longer one the head is read, up to the last section that
ends before; what comes behind it stays in `text` and has no annotations."""
MAX_RUN = 400
"""Longest run without a blank that the tokenizer gets in one piece: its time grows with the square of the run."""
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")
PIECE = 100
"""Code points of the pieces into which a longer run is cut."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotations:
    """What was found in one text."""

    entities: tuple[Entity, ...]
    """Who and what is named."""
    dates: tuple[TimeExpression, ...]
    """Time expressions."""
    quotes: tuple[Quote, ...]
    """Who said what."""
    events: tuple[Event, ...]
    """What happened, lead first."""


class Reader:
    """A loaded pipeline that reads articles. One pass of the model an article; not for several threads at once."""

    def __init__(self, nlp: Language, *, event_types: str = "") -> None:
        self._nlp = nlp
        self.language: str = nlp.lang or "und"
        self.model = model_info(nlp)
        self.ontology = load_event_types(event_types).ontology.version

    def read(self, articles: Sequence[CleanArticle]) -> list[Annotations]:
        """Annotate articles together; what is found in one does not depend on the others."""
        with self._nlp.memory_zone():
            docs = (article_doc(self._nlp, article) for article in articles)
            return [_annotations(doc) for doc in self._nlp.pipe(docs)]


def build_reader(model: str, *, own: OwnFiles = NO_FILES) -> Reader:
    """Load a spaCy pipeline and make a reader of it.

    Raises:
        ModelError: It is missing or lacks a component.
        SourceError: One of the user's own files cannot be read or is wrong.
    """
    return Reader(load_model(model, own=own), event_types=own.event_types)


def article_doc(nlp: Language, article: CleanArticle) -> Doc:
    """Tokenize an article; the pipeline then finds the article on its doc."""
    doc = tokenized(nlp, head_of(article))
    doc._.set(ARTICLE, article)
    doc._.set(TEXT, doc.text)
    return doc


def head_of(article: CleanArticle) -> str:
    """Return the text that is read: all of it, or the sections that fit, or where none fits its first code points."""
    if len(article.text) <= MAX_CHARS:
        return article.text
    ends = [section.end for section in article.sections if section.end <= MAX_CHARS]
    return article.text[: max(ends, default=MAX_CHARS)]


def tokenized(nlp: Language, text: str) -> Doc:
    """Tokenize a text in time that grows with its length alone, whatever it holds."""
    pieces = list(_pieces(text))
    if len(pieces) == 1:
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for piece in pieces:
        for token in nlp.make_doc(piece):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[str]:
    """Cut inside runs without a blank that are too long; any other text comes in one piece."""
    start = 0
    for run in _LONG_RUN.finditer(text):
        for cut in range(run.start() + PIECE, run.end(), PIECE):
            yield text[start:cut]
            start = cut
    yield text[start:]


def _annotations(doc: Doc) -> Annotations:
    return Annotations(entities=entities_of(doc), dates=dates_of(doc), quotes=quotes_of(doc), events=events_of(doc))
