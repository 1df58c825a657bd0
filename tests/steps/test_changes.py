"""What another version tells of an article: gained, lost, altered, or as before."""

from dataclasses import replace

import pytest

from pipeline.records.article import Duplicate, EnrichedArticle
from pipeline.records.event import Event
from pipeline.steps.changes import compare_articles
from tests.formats.exports.examples import ARTICLE, ATTACK, MEETING


def told(*events: Event, **fields: object) -> EnrichedArticle:
    return replace(ARTICLE, events=events, **fields)


def test_the_same_is_unchanged() -> None:
    change = compare_articles(ARTICLE, ARTICLE)
    assert (change.events, change.unchanged, change.has_other_text) == ((), 2, False)


@pytest.mark.parametrize(
    ("before", "after", "kind"), [((MEETING,), (MEETING, ATTACK), "gained"), ((MEETING, ATTACK), (MEETING,), "lost")]
)
def test_an_event_is_gained_or_lost(before: tuple[Event, ...], after: tuple[Event, ...], kind: str) -> None:
    change = compare_articles(told(*before), told(*after))
    assert [(one.change, one.type) for one in change.events] == [(kind, "CONF.ATTACK")]
    assert change.unchanged == 1


@pytest.mark.parametrize(
    ("fields", "aspects"),
    [
        ({"factuality": "denied"}, ("factuality",)),
        ({"source": (), "id": "another"}, ("source",)),
        ({"type": "DIPL.VISIT", "cameo": "042", "id": "another"}, ("type", "cameo")),
        ({"place": None, "time": None}, ("place", "time")),
    ],
)
def test_an_event_is_altered_also_where_its_id_is_another(fields: dict[str, object], aspects: tuple[str, ...]) -> None:
    (change,) = compare_articles(told(MEETING), told(replace(MEETING, **fields))).events
    assert (change.change, change.aspects) == ("altered", aspects)


def test_weights_offsets_and_rules_are_no_change() -> None:
    moved = replace(MEETING, confidence=0.1, salience=0.1, rule="another", trigger=replace(MEETING.trigger, start=1))
    assert compare_articles(told(MEETING), told(moved)).events == ()


def test_events_of_a_copy_are_not_compared() -> None:
    change = compare_articles(ARTICLE, told(duplicate=Duplicate(of="a0", kind="near", similarity=0.9)))
    assert (change.is_judged_otherwise, change.events, change.unchanged) == (True, (), 0)
