from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.annotation import Entity, Mention, Span
from pipeline.records.article import Duplicate, EnrichedArticle
from pipeline.records.event import Actor, Event, Trigger
from pipeline.steps.enriched import unannotated
from pipeline.steps.features import LEAD_CHARS, MAX_ENTITIES, MAX_TERMS, event_record, story_features, terms
from tests.steps.articles import NOON, clean_article


def entity(number: int, salience: float) -> Entity:
    mention = Mention(start=0, end=1, text="x")
    return Entity(id=f"e{number}", type="PERSON", name=f"Name {number}", salience=salience, mentions=(mention,))


def an_event(event_id: str = "ev-1") -> Event:
    return Event(
        id=event_id,
        type="DIPL.MEET",
        label="Meeting or talks",
        trigger=Trigger(start=12, end=15, text="met", lemma="meet"),
        sentence=Span(start=0, end=16, text="The council met."),
        source=(Actor(start=0, end=11, text="The council", name="Council of Port"), Actor(start=0, end=3, text="The")),
        factuality="happened",
        rule="test",
    )


def enriched(**fields: Any) -> EnrichedArticle:
    return replace(unannotated(clean_article("a", title="Council meets")), **fields)


def test_an_event_is_published_with_its_article() -> None:
    article = enriched(url="https://example.org/a", source="example.org", version=2)

    record = event_record(article, an_event())

    assert (
        record.id,
        record.article_id,
        record.url,
        record.source_name,
        record.published_at,
        record.article_version,
    ) == (
        "ev-1",
        "a",
        "https://example.org/a",
        "example.org",
        NOON,
        2,
    )


def test_a_published_event_keeps_all_fields() -> None:
    event = an_event()

    record = event_record(enriched(), event)

    assert all(getattr(record, name) == getattr(event, name) for name in Event.__dataclass_fields__)


def test_the_most_salient_entities_come_first() -> None:
    article = enriched(entities=tuple(entity(number, number / 100) for number in range(30)))

    found = story_features(article, received_at=NOON).entities

    assert [one.name for one in found] == [f"Name {number}" for number in range(29, 29 - MAX_ENTITIES, -1)]


def test_an_event_is_cut_to_names() -> None:
    found = story_features(enriched(events=(an_event(),)), received_at=NOON).events[0]

    assert (found.id, found.source, found.target, found.place) == ("ev-1", ("Council of Port", "The"), (), None)


def test_the_verdict_and_the_times_go_along() -> None:
    copy = Duplicate(of="b", kind="near", similarity=0.9)

    features = story_features(enriched(duplicate=copy), received_at=NOON)

    assert (features.duplicate, features.published_at, features.received_at) == (copy, NOON, NOON)


def test_terms_are_the_content_words_of_title_and_lead() -> None:
    article = enriched(
        text="The council of Port Ellery met on Macron’s plan. The council left." + " x" * LEAD_CHARS + " late"
    )

    found = story_features(article, received_at=NOON).terms

    assert found == ("council", "meets", "port", "ellery", "met", "macron", "plan", "left")


@pytest.mark.parametrize("word", ["the", "Said", "of", "it", "x"])
def test_a_word_that_says_nothing_is_no_term(word: str) -> None:
    assert terms(word) == ()


@given(st.text())
def test_terms_are_few_lower_case_and_different(text: str) -> None:
    found = terms(text)

    assert len(found) == len(set(found)) <= MAX_TERMS
    assert all(term == term.lower() for term in found)
