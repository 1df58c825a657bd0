"""From a clean article to the record that goes out."""

from dataclasses import fields

from pipeline import __version__
from pipeline.records.article import Article, CleanArticle, EnrichedArticle, PipelineInfo

_COMMON = tuple(field.name for field in fields(Article))


def unannotated(article: CleanArticle) -> EnrichedArticle:
    """Make the enriched record of an article in which nothing was looked for: a copy, or one stopped on its way."""
    common = {name: getattr(article, name) for name in _COMMON}
    return EnrichedArticle(**common, pipeline=PipelineInfo(version=__version__))
