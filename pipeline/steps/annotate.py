"""Names, dates, quotations and events of an article: the costly step, where the model runs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.nlp.reader import Annotations, build_reader
from pipeline.records.article import CleanArticle, EnrichedArticle
from pipeline.steps.enriched import unannotated


class ArticleReader(Protocol):
    """Whatever finds names, dates, quotations and events; in the product `pipeline.nlp.reader.Reader`."""

    language: str
    """ISO 639-1 code of the language that it reads."""
    model: str
    """Its name and version."""
    ontology: str
    """Version of its event types."""

    def read(self, articles: Sequence[CleanArticle]) -> list[Annotations]:
        """Annotate articles together; what is found in one does not depend on the others."""


class Annotator:
    """Makes enriched articles of clean ones.

    An article in another language than the reader's, and a copy, goes on without annotations; neither is dropped.

    Args:
        reader: What finds things.
        is_annotating_copies: Annotate copies too.
    """

    def __init__(self, reader: ArticleReader, *, is_annotating_copies: bool = False) -> None:
        self._reader = reader
        self._is_annotating_copies = is_annotating_copies

    def annotate(self, articles: Sequence[CleanArticle]) -> list[EnrichedArticle]:
        """Annotate articles together, one pass of the model each; the result of one does not depend on the others."""
        wanted = [article for article in articles if self._is_wanted(article)]
        found = iter(self._reader.read(wanted) if wanted else [])
        return [self._enriched(article, next(found) if self._is_wanted(article) else None) for article in articles]

    def _is_wanted(self, article: CleanArticle) -> bool:
        is_readable = article.language == self._reader.language
        return is_readable and (article.duplicate is None or self._is_annotating_copies)

    def _enriched(self, article: CleanArticle, found: Annotations | None) -> EnrichedArticle:
        enriched = unannotated(article)
        if found is None:
            return enriched
        return replace(
            enriched,
            entities=found.entities,
            dates=found.dates,
            quotes=found.quotes,
            events=found.events,
            pipeline=replace(enriched.pipeline, model=self._reader.model, ontology=self._reader.ontology),
        )


def build_annotator_step(model: str, *, own: OwnFiles = NO_FILES, is_annotating_copies: bool = False) -> Annotator:
    """Load a spaCy pipeline and make the step.

    Raises:
        ModelError: It is missing or lacks a component.
        SourceError: One of the user's own files cannot be read or is wrong.
    """
    return Annotator(build_reader(model, own=own), is_annotating_copies=is_annotating_copies)
