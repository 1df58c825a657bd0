"""Databases: the newest of each id, withdrawals, and how far, all at once or not at all."""

from datetime import UTC, datetime

import pytest

from pipeline.codec import encode
from pipeline.errors import RefusalError, TargetError
from pipeline.records.story import Assignment
from pipeline.sinks.row_tables import ASSIGNMENTS, ENRICHED, EVENTS, STORIES, TABLES
from pipeline.sinks.sink import Place
from pipeline.sinks.sql import SqlSink
from tests.console.records import NOON, article, story
from tests.formats.exports.examples import ARTICLE, meeting
from tests.sinks.conftest import OpenDatabase
from tests.sinks.messages import Aside, arrived, place, told


def sink_on(open_database: OpenDatabase, *kinds: str, aside: Aside | None = None) -> SqlSink:
    tables = {kind: TABLES[kind] for kind in kinds or (EVENTS,)}
    return SqlSink(open_database(), tables, aside or Aside())


def rows(open_database: OpenDatabase, sql: str) -> list[tuple[object, ...]]:
    database = open_database()
    found = database.rows(sql)
    database.close()
    return found


def test_a_later_record_of_an_id_replaces_the_earlier(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([told(1, factuality="planned"), told(2, offset=1)], place(2))
    sink.take([told(1, factuality="happened", offset=2)], place(3))
    sink.close()
    asked = "SELECT event_id, factuality FROM events ORDER BY event_id"
    assert rows(open_database, asked) == [("event-1", "happened"), ("event-2", "happened")]


def test_within_a_batch_the_last_of_an_id_counts(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    batch = [told(1, factuality="planned"), told(1, offset=1), told(2, offset=2), arrived("event-2", None, offset=3)]
    sink.take(batch, place(4))
    sink.close()
    assert rows(open_database, "SELECT event_id, factuality FROM events") == [("event-1", "happened")]


def test_a_withdrawn_record_is_deleted(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([told(1), told(2, offset=1)], place(2))
    sink.take([arrived("event-1", None, offset=2)], place(3))
    sink.close()
    assert rows(open_database, "SELECT event_id FROM events") == [("event-2",)]


def test_every_topic_has_its_table(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database, *TABLES)
    batch = [
        told(1),
        arrived("article-1", encode(article(published_at=NOON)), kind=ENRICHED),
        arrived("story-1", encode(story("article-1")), kind=STORIES),
        arrived(
            "article-1", encode(Assignment(article_id="article-1", version=1, story_id="story-1")), kind=ASSIGNMENTS
        ),
    ]
    sink.take(batch, {(kind, 0): Place(topic_id="first", next_offset=1) for kind in TABLES})
    sink.close()
    joined = (
        "SELECT events.event_id, stories.title FROM events JOIN articles USING (article_id) "
        "JOIN assignments USING (article_id) JOIN stories USING (story_id)"
    )
    assert rows(open_database, joined) == [("event-1", "Talks in Lima")]


def test_a_whole_record_is_kept_beside_its_columns(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([arrived("ev-1", encode(meeting()))], place(1))
    sink.close()
    asked = "SELECT source, target_countries, lat, is_lead, killed, record -> 'trigger' ->> 'lemma' FROM events"
    assert rows(open_database, asked) == [("Ana Roe", "MLI", 48.85341, True, None, "meet")]


def test_times_are_times(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([arrived("ev-1", encode(meeting()))], place(1))
    sink.close()
    asked = "SELECT CAST(published_at AS VARCHAR), CAST(event_date AS VARCHAR) FROM events"
    ((published, day),) = rows(open_database, asked)
    moment = datetime.fromisoformat(str(published)).astimezone(UTC)
    assert (moment, day) == (ARTICLE.published_at, "2026-03-03")


def test_how_far_it_is_outlives_it(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([told(1)], place(7))
    sink.close()
    again = sink_on(open_database)
    assert again.places() == place(7)
    again.take([told(2, offset=7)], place(8, topic_id="second"))
    assert again.places() == place(8, topic_id="second")
    again.close()


def test_what_cannot_be_written_leaves_no_trace(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([told(1)], place(1))
    sink._database.rows("DROP TABLE events")
    with pytest.raises(TargetError):
        sink.take([told(2, offset=1)], place(2))
    assert sink.places() == place(1)
    sink.close()
    assert rows(open_database, "SELECT next_offset FROM newswire_places") == [(1,)]


def test_a_message_that_is_no_record_is_put_aside_and_the_others_are_taken(open_database: OpenDatabase) -> None:
    aside = Aside()
    sink = sink_on(open_database, aside=aside)
    wrong_key = arrived("another", told(3).value, offset=2)
    sink.take([told(1), arrived("event-2", b"no json", offset=1), wrong_key, told(4, offset=3)], place(4))
    sink.close()
    assert aside.reasons == [(1, "undecodable"), (2, "invalid_record")]
    assert rows(open_database, "SELECT event_id FROM events ORDER BY event_id") == [("event-1",), ("event-4",)]


def test_a_table_of_another_program_is_refused_and_left_alone(open_database: OpenDatabase) -> None:
    database = open_database()
    database.rows("CREATE TABLE events (name VARCHAR(9))")
    database.close()
    with pytest.raises(RefusalError, match="a table events that is not ours"):
        sink_on(open_database)
    assert rows(open_database, "SELECT * FROM events") == []


def test_columns_that_a_later_version_adds_are_added(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database)
    sink.take([told(1)], place(1))
    sink._database.rows("ALTER TABLE events DROP COLUMN rule")
    sink.close()
    again = sink_on(open_database)
    again.take([told(2, offset=1)], place(2))
    again.close()
    assert rows(open_database, "SELECT event_id, rule FROM events ORDER BY 1") == [
        ("event-1", None),
        ("event-2", "verb"),
    ]


def test_text_with_characters_that_databases_dislike_is_kept(open_database: OpenDatabase) -> None:
    sink = sink_on(open_database, ENRICHED)
    text = "a\0b \\u0000 'quoted' 日本 \U0001f600"
    sink.take([arrived("article-1", encode(article(text=text)), kind=ENRICHED)], place(1, topic=ENRICHED))
    sink.close()
    ((kept,),) = rows(open_database, "SELECT text FROM articles")
    assert str(kept).replace("\N{REPLACEMENT CHARACTER}", "\0") == text


@pytest.mark.parametrize("open_database", ["sqlite", "postgresql"], indirect=True)
def test_a_second_sink_on_the_same_topic_is_refused(open_database: OpenDatabase) -> None:
    first, second = sink_on(open_database), sink_on(open_database)
    first.take([told(1)], place(1))
    with pytest.raises(RefusalError, match="somebody else writes"):
        second.take([told(1)], place(1))
    first.take([told(2, offset=1)], place(2))
    first.close()
    second.close()
