from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.records.article import Duplicate
from pipeline.records.story import FeatureFigure, StoryFeatures
from pipeline.steps.state import MemoryStore
from pipeline.steps.story_index import StoryIndexes
from pipeline.steps.tell import StoryWindow, Telling, tell_story
from tests.steps.articles import NOON, event, features
from tests.steps.cut_store import CutStore

WINDOW = StoryWindow(span=timedelta(days=7), capacity=100)


def tell(*told: StoryFeatures, store: MemoryStore | None = None, window: StoryWindow = WINDOW) -> list[Telling]:
    store, indexes = store if store is not None else MemoryStore(), StoryIndexes()
    return [tell_story(one, store=store, window=window, indexes=indexes) for one in told]


def test_an_article_begins_a_story() -> None:
    assert [article.id for article in tell(features("a"))[0].story.articles] == ["a"]


def test_a_copy_joins_the_story_of_its_original() -> None:
    original, copy = tell(features("a"), features("b", copy_of="a"))

    assert copy.story.id == original.story.id


def test_another_original_begins_another_story() -> None:
    first, second = tell(features("a"), features("b"))

    assert first.story.id != second.story.id


def test_copies_are_no_independent_sources() -> None:
    story = tell(features("a", source="one.example"), features("b", copy_of="a", source="two.example"))[1].story

    assert (story.source_count, story.independent_source_count) == (2, 1)


def test_a_copy_that_comes_before_its_original_is_joined_by_it() -> None:
    story = tell(features("b", copy_of="a"), features("a"))[1].story

    assert (story.title, story.article_count) == ("Title of a", 2)


def test_an_article_that_comes_again_changes_nothing() -> None:
    first, again = tell(features("a"), features("a"))

    assert again == first


def test_a_story_read_again_from_an_earlier_article_stays_as_it_is() -> None:
    told = tell(features("a"), features("b", copy_of="a"), features("a"))

    assert told[2].story == told[1].story


def test_events_that_a_correction_lost_are_withdrawn() -> None:
    old, new = features("a", events=(event("e1"), event("e2"))), features("a", version=2, events=(event("e1"),))

    assert tell(old, new)[1].withdrawn == ("e2",)


def test_what_was_withdrawn_is_withdrawn_again_when_the_correction_comes_again() -> None:
    old, new = features("a", events=(event("e1"),)), features("a", version=2)

    assert tell(old, new, new)[2].withdrawn == ("e1",)


def test_an_event_that_a_later_correction_brings_back_is_not_withdrawn() -> None:
    told = tell(
        features("a", events=(event("e1"),)), features("a", version=2), features("a", version=3, events=(event("e1"),))
    )

    assert told[2].withdrawn == ()


def test_a_withdrawn_event_leaves_its_story() -> None:
    told = tell(features("a", events=(event("e1"),)), features("a", version=2))

    assert told[1].story.events == ()


def test_an_older_version_that_comes_late_changes_nothing() -> None:
    told = tell(features("a", version=2, events=(event("e1"),)), features("a", version=1))

    assert (told[1].story, told[1].assignment.version) == (told[0].story, 2)


def test_a_change_of_factuality_stays_in_the_history() -> None:
    planned, done = features("a", events=(event("e1", "planned"),)), features("a", version=2, events=(event("e1"),))

    history = tell(planned, done)[1].story.events[0].history

    assert [(change.was, change.article_id) for change in history] == [("planned", "a")]


def test_memory_is_bounded_by_the_capacity() -> None:
    store = MemoryStore()

    numbers = range(100)
    tell(*(features(f"a{n}") for n in numbers), store=store, window=StoryWindow(span=WINDOW.span, capacity=5))

    assert len(store) <= 5 * 4 + 1


def told(name: str, words: str, *, hours: float = 0, source: str = "", **fields: Any) -> StoryFeatures:
    """An article of those words, published at noon plus so many hours."""
    made = features(name, source=source or f"{name}.example")
    vector = dict.fromkeys(words.split(), 2.0)
    return replace(made, vector=vector, published_at=NOON + timedelta(hours=hours), **fields)


FLOOD = "flood river dam village rescue boats helicopter"
TRIAL = "trial court judge verdict appeal lawyer defendant"


def groups(tellings: list[Telling]) -> list[set[str]]:
    """Articles that are together at the end."""
    place = {one.article_id: one.story_id for telling in tellings for one in (*telling.moved, telling.assignment)}
    return sorted(({a for a in place if place[a] == story} for story in set(place.values())), key=min)


def test_another_telling_of_the_same_joins() -> None:
    assert groups(tell(told("a", FLOOD), told("b", FLOOD + " minister"), told("c", TRIAL))) == [{"a", "b"}, {"c"}]


def test_a_follow_up_within_the_window_joins() -> None:
    assert groups(tell(told("a", FLOOD), told("b", FLOOD, hours=24 * 6))) == [{"a", "b"}]


def test_the_same_words_after_the_window_begin_another_story() -> None:
    assert groups(tell(told("a", FLOOD), told("b", FLOOD, hours=24 * 7 + 1))) == [{"a"}, {"b"}]


def test_a_late_article_joins_by_its_own_time() -> None:
    assert groups(tell(told("a", FLOOD, hours=48), told("b", FLOOD))) == [{"a", "b"}]


def test_an_article_between_two_stories_makes_them_one() -> None:
    *before, _last = tellings = _merging()

    assert ([{"a"}, {"b"}], [{"a", "b", "c"}]) == (groups(before)[:2], groups(tellings)[:1])


def test_a_merged_story_points_to_the_one_that_it_became_part_of() -> None:
    tellings = _merging()

    assert [one.absorbed.merged_into for one in tellings if one.absorbed] == [tellings[-1].story.id]


def test_an_absorbed_story_lists_nothing() -> None:
    assert [one.absorbed.articles for one in _merging() if one.absorbed] == [()]


def test_articles_of_an_absorbed_story_are_placed_anew() -> None:
    assert [[place.article_id for place in one.moved] for one in _merging() if one.absorbed] == [["b"]]


def test_a_later_version_of_a_moved_article_stays_where_it_was_moved() -> None:
    store = MemoryStore()
    last = _merging(store)[-1]

    again = tell(replace(told("b", TRIAL), version=2), store=store)[0]

    assert again.story.id == last.story.id


def _merging(store: MemoryStore | None = None) -> list[Telling]:
    """Two tellings that are far apart in time, and one between them that comes late."""
    padding = [told(f"p{n}", f"u{n} v{n} w{n}") for n in range(9)]
    early, late = (
        told("a", "dam river village boats x1 x2 x3"),
        told("b", "dam river village boats y1 y2 y3", hours=156),
    )
    between = told("c", "dam river village boats x1 y1", hours=78)
    return tell(*padding, early, late, between, store=store)


def test_two_reports_of_one_event_become_one_with_both_sources() -> None:
    met = event("e1", "happened", source=("Ida Holm",), target=("Port Ellery",))
    again = replace(met, id="e2", source=("Mayor Holm",))

    events = tell(told("a", FLOOD, events=(met,)), told("b", FLOOD, events=(again,)))[1].story.events

    assert [(one.mentions, one.sources, one.corroboration) for one in events] == [
        (("e1", "e2"), ("a.example", "b.example"), 2)
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"type": "CRIME.ARREST"},
        {"source": ("Otto Lund",)},
        {"time": "2026-03-05"},
        {"place": "Lagos"},
    ],
)
def test_what_differs_in_kind_actor_time_or_place_is_another_event(other: dict[str, Any]) -> None:
    met = event("e1", "happened", source=("Ida Holm",), time="2026-03-04", place="Oslo")

    told_events = (replace(met, id="e2", **other),)

    assert len(tell(told("a", FLOOD, events=(met,)), told("b", FLOOD, events=told_events))[1].story.events) == 2


def test_planned_then_done_is_one_event_with_its_history() -> None:
    planned, done = event("e1", "planned", source=("Ida Holm",)), event("e2", "happened", source=("Ida Holm",))

    story = tell(told("a", FLOOD, events=(planned,)), told("b", FLOOD, hours=30, events=(done,)))[1].story

    assert [(one.factuality, [(h.was, h.article_id) for h in one.history]) for one in story.events] == [
        ("happened", [("planned", "b")])
    ]


def test_a_report_that_names_nobody_is_known_by_its_place() -> None:
    planned = event("e1", "planned", source=("Ida Holm",), place="Oslo", time="2026-03-06")
    done = event("e2", "happened", place="Oslo")

    story = tell(told("a", FLOOD, events=(planned,)), told("b", FLOOD, hours=30, events=(done,)))[1].story

    assert [(one.factuality, [h.was for h in one.history]) for one in story.events] == [("happened", ["planned"])]


def test_a_report_that_names_neither_person_nor_place_is_an_event_of_its_own() -> None:
    planned, done = event("e1", "planned", source=("Ida Holm",)), event("e2", "happened")

    assert len(tell(told("a", FLOOD, events=(planned,)), told("b", FLOOD, events=(done,)))[1].story.events) == 2


def test_history_goes_by_the_time_of_the_reports_and_not_of_their_arrival() -> None:
    planned, done = event("e1", "planned", source=("Ida Holm",)), event("e2", "happened", source=("Ida Holm",))

    story = tell(told("b", FLOOD, hours=30, events=(done,)), told("a", FLOOD, events=(planned,)))[1].story

    assert (story.events[0].factuality, story.events[0].first_report) == ("happened", "a")


def test_figures_that_disagree_stand_side_by_side_with_their_sources() -> None:
    twelve, nine = (FeatureFigure(kind="killed", value=value, unit="people") for value in (12, 9))
    first = event("e1", "happened", source=("Cyclone",), figures=(twelve,))
    second = event("e2", "happened", source=("Cyclone",), figures=(nine,))

    found = tell(told("a", FLOOD, events=(first,)), told("b", FLOOD, events=(second,)))[1].story.events[0]

    assert [(figure.value, figure.sources) for figure in found.figures] == [(12, ("a.example",)), (9, ("b.example",))]
    assert found.is_disputed


def test_the_first_report_is_told_from_repeats() -> None:
    met = event("e1", "happened", source=("Ida Holm",))
    tellings = tell(told("a", FLOOD, events=(met,)), told("b", FLOOD, hours=1, events=(replace(met, id="e2"),)))

    assert [(one.article_id, one.novelty) for one in tellings[1].story.events[0].reports] == [
        ("a", "first"),
        ("b", "repeat"),
    ]


def test_articles_that_credit_one_agency_are_one_independent_source() -> None:
    tellings = tell(*(told(name, FLOOD, credits=("AFP",)) for name in "ab"), told("c", FLOOD))

    assert (tellings[2].story.source_count, tellings[2].story.independent_source_count) == (3, 2)


def test_the_agency_itself_and_who_credits_it_are_one() -> None:
    story = tell(told("a", FLOOD, source="www.afp.com"), told("b", FLOOD, credits=("AFP",)))[1].story

    assert story.independent_source_count == 1


def test_the_earliest_published_of_a_group_of_copies_is_its_original() -> None:
    copy = Duplicate(of="late", kind="near", similarity=0.9)

    story = tell(told("late", FLOOD, hours=5), told("early", FLOOD, duplicate=copy))[1].story

    assert {article.id: article.copy_of for article in story.articles} == {"late": "early", "early": None}


def test_the_agencys_own_article_is_the_original_of_its_copies() -> None:
    copy = Duplicate(of="first", kind="near", similarity=0.9)
    own = told("own", FLOOD, hours=1, source="afp.com", credits=("AFP",), duplicate=copy)

    story = tell(told("first", FLOOD, credits=("AFP",)), own)[1].story

    assert {article.id: article.copy_of for article in story.articles} == {"first": "own", "own": None}


def test_a_version_says_what_it_brought() -> None:
    planned, done = event("e1", "planned", source=("Ida Holm",)), event("e2", "happened", source=("Ida Holm",))

    story = tell(told("a", FLOOD, events=(planned,)), told("b", FLOOD, hours=30, events=(done,)))[1].story

    assert [(change.kind, change.detail) for change in story.changes] == [
        ("article", "Title of b"),
        ("factuality", "planned → happened"),
        ("corroborated", "1 → 2 sources"),
    ]


def test_an_archive_pushes_nothing_out_of_the_live_window() -> None:
    archive = [told(f"old{n}", f"x{n} y{n} z{n}", hours=-9000) for n in range(20)]
    small = StoryWindow(span=WINDOW.span, capacity=3)

    assert {"a", "b"} in groups(tell(told("a", FLOOD), *archive, told("b", FLOOD), window=small))


WORDS = [f"word{n}" for n in range(14)]
ARTICLE = st.builds(
    lambda name, words, hours, version, copy: (f"a{name}", " ".join(words), hours, version, copy),
    st.integers(0, 8),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True),
    st.integers(0, 200),
    st.integers(1, 2),
    st.one_of(st.none(), st.integers(0, 8)),
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(ARTICLE, min_size=1, max_size=25), st.dictionaries(st.integers(0, 24), st.integers(0, 9)))
def test_kills_at_any_moment_leave_the_same_stories(stream: list[tuple], cuts: dict[int, int]) -> None:  # type: ignore[type-arg]
    """The worker dies after so many writes of a message; another starts with what was kept and gets it again."""
    whole, cut, indexes = MemoryStore(), CutStore(), StoryIndexes()
    window = StoryWindow(span=timedelta(days=7), capacity=6)
    for place, (name, words, hours, version, copy) in enumerate(stream):
        duplicate = Duplicate(of=f"a{copy}", kind="near", similarity=0.9) if copy is not None else None
        duplicate = None if duplicate and duplicate.of == name else duplicate
        met = event(f"{name}-{version}", "planned" if hours % 2 else "happened", source=(words,))
        article = replace(told(name, words, hours=hours, duplicate=duplicate, events=(met,)), version=version)
        expected = tell(article, store=whole, window=window)
        if place in cuts:
            cut.writes_left = cuts[place]
            tell_story(article, store=cut, window=window, indexes=indexes)
            cut.writes_left, indexes = None, StoryIndexes()
        found = tell_story(article, store=cut, window=window, indexes=indexes)

        assert [found] == expected
