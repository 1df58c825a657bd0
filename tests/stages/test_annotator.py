from collections.abc import Sequence
from dataclasses import replace

import orjson
import pytest

from pipeline import codec
from pipeline.config import Settings
from pipeline.errors import InvalidRecordError, ModelError
from pipeline.nlp.reader import Annotations
from pipeline.records.article import CleanArticle
from pipeline.stages.annotator import AnnotatorStage, build_annotator
from pipeline.stages.messages import Incoming, Outcome
from pipeline.steps.annotate import Annotator
from tests.steps.articles import NOON, clean_article

ATTACK = "Gunmen attacked Mali yesterday. Police arrested the mayor of Lyon."


class FragileReader:
    """Finds nothing; breaks at texts that say so."""

    language = "en"
    model = "none"
    ontology = "none"

    def read(self, articles: Sequence[CleanArticle]) -> list[Annotations]:
        for article in articles:
            if article.text == "bug":
                raise KeyError("bug")
            if article.text == "invalid":
                raise InvalidRecordError("too_odd", "a reader's own reason")
        return [Annotations(entities=(), dates=(), quotes=(), events=()) for _ in articles]


def worked(stage: AnnotatorStage, *values: bytes | None) -> list[Outcome]:
    return stage.work([Incoming(value=value, timestamp=NOON) for value in values])


def encoded(article_id: str, text: str = "The council met.") -> bytes:
    return codec.encode(clean_article(article_id, text))


@pytest.fixture
def fragile() -> AnnotatorStage:
    return AnnotatorStage(Annotator(FragileReader()))


@pytest.fixture(scope="session")
def stage() -> AnnotatorStage:
    return build_annotator(Settings())


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"\xff", "undecodable"),
        (b"{}", "invalid_record"),
        (None, "tombstone"),
        (encoded("x", "bug"), "bug"),
        (encoded("x", "invalid"), "too_odd"),
    ],
)
def test_a_bad_message_spares_its_neighbours(fragile: AnnotatorStage, value: bytes | None, reason: str) -> None:
    outcomes = worked(fragile, encoded("a"), value, encoded("b"))

    assert [outcome.failure.reason if outcome.failure else None for outcome in outcomes] == [None, reason, None]


def test_an_article_without_events_gives_itself_and_its_features(fragile: AnnotatorStage) -> None:
    messages = worked(fragile, encoded("a"))[0].messages

    assert [(message.topic, message.key, message.schema) for message in messages] == [
        ("news.articles.enriched", b"a", "newswire.enriched-article.v1"),
        ("news.story-features", b"en", "newswire.story-features.v1"),
    ]


def test_the_time_of_receipt_comes_from_the_article(fragile: AnnotatorStage) -> None:
    later = replace(clean_article("a"), received_at=NOON.replace(hour=18))

    features = worked(fragile, codec.encode(later))[0].messages[-1]

    assert orjson.loads(features.value or b"")["received_at"] == "2026-01-31T18:00:00Z"


def test_a_missing_model_is_an_error() -> None:
    with pytest.raises(ModelError):
        build_annotator(replace(Settings(), model="xx_no_such_model"))


@pytest.mark.model
def test_events_go_out_before_their_article(stage: AnnotatorStage) -> None:
    messages = worked(stage, encoded("a", ATTACK))[0].messages

    assert [message.topic for message in messages] == [
        "news.events",
        "news.events",
        "news.articles.enriched",
        "news.story-features",
    ]


@pytest.mark.model
def test_events_are_keyed_by_their_ids_lead_first(stage: AnnotatorStage) -> None:
    *events, enriched, _ = worked(stage, encoded("a", ATTACK))[0].messages

    assert [event.key.decode() for event in events] == [
        event["id"] for event in orjson.loads(enriched.value or b"")["events"]
    ]


@pytest.mark.model
def test_what_is_published_does_not_depend_on_the_batch(stage: AnnotatorStage) -> None:
    values = [encoded(str(number), f"{ATTACK} {number} people left Paris.") for number in range(8)]

    assert worked(stage, *values) == [worked(stage, value)[0] for value in values]


@pytest.mark.model
def test_a_bad_neighbour_changes_no_byte(stage: AnnotatorStage) -> None:
    assert worked(stage, encoded("a", ATTACK), b"\xff")[0] == worked(stage, encoded("a", ATTACK))[0]
