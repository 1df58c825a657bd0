from pipeline.records.story import StoryFeatures
from pipeline.steps.state import MemoryStore
from pipeline.steps.tell import Telling, tell_story
from tests.steps.articles import event, features


def tell(*told: StoryFeatures, store: MemoryStore | None = None) -> list[Telling]:
    store = store or MemoryStore()
    return [tell_story(one, store=store, capacity=100) for one in told]


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

    for number in range(100):
        tell_story(features(f"a{number}"), store=store, capacity=5)

    assert len(store) <= 5 * 3 + 1
