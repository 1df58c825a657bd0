"""The scorer of labelled articles is right: articles made by hand, each with one thing that must show."""

from typing import Any

import labelled_scores
import pytest
from labelled_scores import figures_of

TEXT = "Police arrested two men in Oslo. The firm Borealis denied a leak."


def label(**fields: Any) -> dict[str, Any]:
    mention = {"sentence": "Police arrested two men in Oslo.", "trigger": "arrested"}
    plain = {"type": "JUS.ARREST", "also_acceptable": [], "source": ["Police"], "factuality": "happened"}
    return {"mentions": [mention], "essential": True, "lead": True, **plain, **fields}


def found(**fields: Any) -> dict[str, Any]:
    plain = {"type": "JUS.ARREST", "source": [{"text": "Police"}], "factuality": "happened", "lead": True}
    spans = {
        "trigger": {"start": 7, "end": 15, "text": "arrested"},
        "sentence": {"start": 0, "end": 32, "text": TEXT[:32]},
    }
    return {**plain, **spans, **fields}


def figures(*labels: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, float]:
    articles = [{"id": "a", "text": TEXT, "events": list(labels)}]
    made = figures_of("open", articles, {"a": {"events": events}})
    return {name.removeprefix("labelled_open."): value for name, value in made.items()}


def test_a_right_event_counts_on_both_sides() -> None:
    assert figures(label(), events=[found()])["events_f1"] == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "STMT.DENY"},
        {"source": [{"text": "Borealis"}]},
        {"source": []},
        {
            "trigger": {"start": 51, "end": 57, "text": "denied"},
            "sentence": {"start": 33, "end": 65, "text": TEXT[33:]},
        },
    ],
)
def test_another_family_source_or_place_is_wrong(wrong: dict[str, Any]) -> None:
    made = figures(label(), events=[found(**wrong)])

    assert (made["events_precision"], made["events_recall"]) == (0.0, 0.0)


def test_a_name_of_the_source_is_enough() -> None:
    event = found(source=[{"text": "they", "name": "Oslo Police"}])

    assert figures(label(), events=[event])["events_precision"] == 1.0


def test_another_acceptable_family_is_right() -> None:
    event = found(type="UNR.REPRESS")

    assert figures(label(also_acceptable=["UNR.REPRESS"]), events=[event])["events_f1"] == 1.0


def test_a_borderline_event_that_is_missed_costs_nothing() -> None:
    borderline = label(essential=False, lead=False, type="STMT.DENY", source=["Borealis"])

    assert figures(label(), borderline, events=[found()])["events_recall"] == 1.0


def test_a_mention_at_the_trigger_counts() -> None:
    event = found(
        trigger={"start": 16, "end": 19, "text": "two"}, mentions=[{"start": 7, "end": 15, "text": "arrested"}]
    )

    assert figures(label(), events=[event])["events_recall"] == 1.0


def test_the_wrong_lead_shows() -> None:
    assert figures(label(), events=[found(lead=False)])["lead"] == 0.0


def test_the_wrong_factuality_shows() -> None:
    assert figures(label(), events=[found(factuality="denied")])["factuality"] == 0.0


def test_a_labelled_article_is_fed_as_prepared_text() -> None:
    article = {"id": "a", "title": "T", "source": "s", "published_at": "2026-03-02", "language": "en", "text": TEXT}

    assert labelled_scores.raw_article({**article, "events": []}) == {
        "id": "a", "title": "T", "source": "s", "published_at": "2026-03-02", "language": "en", "body": TEXT,
        "body_format": "clean",
    }  # fmt: skip
