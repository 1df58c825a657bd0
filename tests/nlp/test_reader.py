from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.reader import MAX_CHARS, MAX_RUN, Annotations, Reader, head_of, tokenized
from pipeline.records.article import Section
from tests.nlp.reading import article

pytestmark = pytest.mark.model

TEXTS = (
    "Emmanuel Macron met Vladimir Putin in Paris on Monday.",
    '"We will go home now," said Olaf Scholz. He left.',
    "",
    "Gunmen attacked a convoy in Mali, killing nine people. The attack lasted an hour.",
    "Police arrested the mayor of Lyon.\nThe United Nations urged calm.",
    "Nothing here",
    "France pledged troops to Ukraine last week.",
    "\n\n\n",
)

WORDS = (
    "Macron",
    "met Putin",
    "in Paris",
    "said",
    ",",
    ".",
    "on Monday",
    "26 killed",
    "the attack",
    "will",
    "President",
    "who",
)
MARKS = ('"', "“", "”", "’s", "\n", "\n\n", "\u200b", "\x00")
any_text = st.text(max_size=80) | st.lists(st.sampled_from((*WORDS, *MARKS)), max_size=25).map(" ".join)


@pytest.fixture(scope="session")
def reader(nlp: Language) -> Reader:
    return Reader(nlp)


def test_what_is_found_does_not_depend_on_the_batch(reader: Reader) -> None:
    articles = [article(text) for text in TEXTS]

    assert reader.read(articles) == [reader.read([one])[0] for one in articles]


def test_a_second_reading_finds_the_same(reader: Reader) -> None:
    articles = [article(text) for text in TEXTS]

    assert reader.read(articles) == reader.read(articles)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=any_text)
def test_offsets_hold_in_any_text(reader: Reader, text: str) -> None:
    found = reader.read([article(text)])[0]

    assert [(text[start:end], words) for start, end, words in _spans(found) if text[start:end] != words] == []


@settings(max_examples=100, deadline=None)
@given(text=st.text() | st.text(alphabet=st.sampled_from("ab()\"'., \n"), min_size=MAX_RUN, max_size=3 * MAX_RUN))
def test_tokens_make_up_the_text(nlp: Language, text: str) -> None:
    assert tokenized(nlp, text).text == text


def test_a_run_without_a_blank_is_tokenized_in_bounded_time(nlp: Language) -> None:
    assert tokenized(nlp, ")" * 50_000).text == ")" * 50_000


def test_of_a_long_text_the_sections_that_fit_are_read() -> None:
    text = "a" * (MAX_CHARS - 10) + "\n" + "b" * 100
    sections = (
        Section(start=0, end=MAX_CHARS - 10, role="paragraph"),
        Section(start=MAX_CHARS - 9, end=len(text), role="paragraph"),
    )
    long = replace(article(text), sections=sections)

    assert head_of(long) == "a" * (MAX_CHARS - 10)


def test_a_long_text_of_one_section_is_cut() -> None:
    assert len(head_of(article("a" * (MAX_CHARS + 1)))) == MAX_CHARS


def _spans(found: Annotations) -> list[tuple[int, int, str]]:
    spans = [(one.start, one.end, one.text) for entity in found.entities for one in entity.mentions]
    spans += [(one.start, one.end, one.text) for one in found.dates]
    for quote in found.quotes:
        spans += [
            (one.start, one.end, one.text) for one in (quote, quote.speaker_mention, quote.cue) if one is not None
        ]
    for event in found.events:
        parts = (event.trigger, event.sentence, event.place, event.time)
        actors = (*event.source, *event.target, *event.factuality_cues, *event.mentions)
        spans += [(one.start, one.end, one.text) for one in (*parts, *actors) if one is not None]
    return spans
