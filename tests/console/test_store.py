"""The window keeps the newest, gives what is asked for, and no more than it may hold."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from pipeline.codec import encode
from pipeline.console import reading
from pipeline.console.filters import EventFilter, FilterError, parse_filter
from pipeline.console.intake import load_file
from pipeline.console.store import Limits, Store, put_events
from pipeline.errors import SourceError
from pipeline.records.event import EventRecord
from tests.console.records import article, event, letter, story


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store(limits=Limits(events=3, articles=2, stories=2, letters=2))
    yield opened
    opened.close()


def put(store: Store, *events: EventRecord) -> None:
    with store.writing():
        put_events(store, events)


def ids(store: Store, **conditions: str) -> list[str]:
    found = reading.newest_events(store, EventFilter(**conditions), limit=50)
    return [orjson.loads(row)["id"] for row in found.rows]


def test_events_come_newest_first_and_the_oldest_go(store: Store) -> None:
    put(store, *(event(number) for number in range(5)))

    assert ids(store) == ["event-4", "event-3", "event-2"]


def test_event_that_is_the_same_keeps_its_number(store: Store) -> None:
    put(store, event(1), event(2))
    put(store, event(1))

    assert ids(store) == ["event-2", "event-1"]


def test_event_that_changed_comes_anew(store: Store) -> None:
    put(store, event(1), event(2))
    put(store, event(1, factuality="denied"))

    assert ids(store) == ["event-1", "event-2"]


@pytest.mark.parametrize(
    ("conditions", "is_met"),
    [
        ({"type": "DIPL.MEET"}, True), ({"type": "DIPL"}, True), ({"type": "DIP"}, False), ({"actor": "berg"}, True),
        ({"actor": "lima"}, False), ({"country": "per"}, True), ({"country": "PE"}, False),
        ({"factuality": "denied,happened"}, True), ({"factuality": "denied"}, False), ({"source": "one.example"}, True),
        ({"source": "one"}, False), ({"q": "LIMA talks"}, True), ({"q": "lima strike"}, False),
        ({"q": "' OR 1 --"}, False), ({"actor": "%"}, False), ({"article": "article-1"}, True),
        ({"confidence": "0.75"}, True), ({"confidence": "0.76"}, False), ({"confidence": "0"}, True),
    ],
)  # fmt: skip
def test_condition_chooses(store: Store, conditions: dict[str, str], is_met: bool) -> None:
    put(store, event(confidence=0.75))

    assert bool(ids(store, **conditions)) is is_met


def test_condition_has_a_length() -> None:
    with pytest.raises(FilterError, match="actor takes at most"):
        parse_filter({"actor": "a" * 201})


@pytest.mark.parametrize("confidence", ["sure", "nan", "-0.1", "1.1", "0.5,0.6"])
def test_least_confidence_is_a_share(confidence: str) -> None:
    with pytest.raises(FilterError, match="confidence takes a number from 0 to 1"):
        parse_filter({"confidence": confidence})


def test_file_of_an_older_version_is_begun_anew(tmp_path: Path) -> None:
    first = Store(tmp_path / "window.sqlite")
    put(first, event())
    first.close()
    with sqlite3.connect(tmp_path / "window.sqlite") as old:
        old.executescript("ALTER TABLE events DROP COLUMN confidence; PRAGMA user_version = 1")
    old.close()

    again = Store(tmp_path / "window.sqlite")
    put(again, event(2))

    assert ids(again, confidence="0") == ["event-2"]
    again.close()


def test_events_after_a_number_come_in_order(store: Store) -> None:
    put(store, event(1), event(2), event(3))

    assert reading.events_after(store, EventFilter(), after=1, limit=5).numbers == (2, 3)


def test_places_are_counted(store: Store) -> None:
    put(store, event(1), event(2), event(3, place=None))

    assert [(one["place"], one["count"]) for one in reading.places(store, EventFilter())] == [("Lima", 2)]


def test_articles_are_bounded(store: Store) -> None:
    for number in range(4):
        with store.writing():
            store.put_article(article(f"article-{number}"))

    assert [reading.article(store, f"article-{number}") is None for number in range(4)] == [True, True, False, False]


def test_article_comes_back_as_it_was(store: Store) -> None:
    with store.writing():
        store.put_article(article(title="<b>\u202e\U0001f600"))

    assert reading.article(store, "article-1") == encode(article(title="<b>\u202e\U0001f600"))


def test_story_that_became_part_of_another_is_not_listed(store: Store) -> None:
    with store.writing():
        store.put_story(story("article-1"))
        store.put_story(story("article-2", id="story-2", merged_into="story-1"))

    assert [orjson.loads(row)["id"] for row in reading.stories(store, words="lima", limit=9)] == ["story-1"]


def test_article_knows_its_story(store: Store) -> None:
    with store.writing():
        store.put_story(story("article-1"))

    assert reading.story_of(store, "article-1") == "story-1"


def test_letters_are_counted_by_reason_and_bounded(store: Store) -> None:
    with store.writing():
        for offset in range(4):
            store.put_letter(letter(), partition=0, offset=offset)

    assert [(one["reason"], one["count"]) for one in reading.letter_reasons(store)] == [("undecodable", 2)]


def test_file_keeps_the_window(tmp_path: Path) -> None:
    first = Store(tmp_path / "window.sqlite")
    put(first, event())
    first.close()

    again = Store(tmp_path / "window.sqlite")

    assert (ids(again), again.epoch) == (["event-1"], first.epoch)
    again.close()


def test_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 90)

    with pytest.raises(SourceError, match="cannot be used as a store"):
        Store(tmp_path / "notes.txt")


def test_database_of_another_program_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text TEXT)")
    other.close()
    before = path.read_bytes()

    with pytest.raises(SourceError, match="another program"):
        Store(path)
    assert path.read_bytes() == before


def test_events_taken_away_are_named_to_those_who_have_not_heard(store: Store) -> None:
    with store.writing():
        store.put_event(event(1))
        store.drop_event("event-1")
        store.drop_event("never there")

    assert (store.withdrawals, store.withdrawn_after(0), store.withdrawn_after(1)) == (1, ["event-1"], [])


def test_events_told_anew_are_named_and_those_told_again_are_not(store: Store) -> None:
    with store.writing():
        put_events(store, [event(1), event(2)])
        put_events(store, [event(1, factuality="denied"), event(2)])

    assert store.withdrawn_after(0) == ["event-1"]


def test_only_events_outside_the_conditions_have_gone(store: Store) -> None:
    with store.writing():
        put_events(store, [event(1, factuality="denied"), event(2)])

    ids = ["event-1", "event-2", "never there", "event-1"]

    assert reading.events_outside(store, EventFilter(factuality="happened"), ids) == ["event-1", "never there"]
    assert reading.events_outside(store, EventFilter(), []) == []


def test_lines_of_enrich_are_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    own = event()
    path.write_bytes(b"\n".join(encode(one) for one in (article(events=(own,)), story("article-1"), letter())))

    assert (load_file(store, path), ids(store)) == (3, ["event-1"])


def test_line_that_is_no_record_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "raw.jsonl").write_text('{"body": "raw"}\n')

    with pytest.raises(SourceError, match=r"line 1: it takes lines as newswire enrich writes them"):
        load_file(store, tmp_path / "raw.jsonl")
