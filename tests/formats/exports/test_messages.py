"""CloudEvents by the CNCF's own SDK; ninjs by the reader that `newswire feed` has for it."""

import orjson
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from pipeline import codec
from pipeline.formats.exports.cloud_events import cloud_event_lines
from pipeline.formats.exports.ninjs_item import ninjs_lines
from pipeline.formats.ninjs import is_ninjs, ninjs_article
from tests.formats.exports.examples import ARTICLE, ATTACK_TOLD, MEETING_TOLD, NOON

RECORDS = [codec.decode_object(codec.encode(record)) for record in (MEETING_TOLD.event, ATTACK_TOLD.event, ARTICLE)]


def read(line: bytes) -> CloudEvent:
    """What the SDK makes of a line; it refuses an event that is not as the specification says."""
    event = JSONFormat().read(CloudEvent, line)
    assert isinstance(event, CloudEvent)
    return event


def test_every_record_is_an_event_that_the_sdk_reads() -> None:
    events = [read(line) for line in cloud_event_lines(RECORDS)]
    assert [event.get_type() for event in events] == ["newswire.event.v1"] * 2 + ["newswire.enriched-article.v1"]
    assert [event.get_subject() for event in events] == ["ev-1", "ev-2", "a1"]
    assert {event.get_time() for event in events} == {NOON}
    assert {event.get_source() for event in events} == {"urn:newswire:example.org"}


def test_the_data_are_the_record() -> None:
    assert [read(line).get_data() for line in cloud_event_lines(RECORDS)] == RECORDS


def test_the_same_record_is_the_same_event_and_a_changed_one_another() -> None:
    changed = {**RECORDS[0], "factuality": "denied"}
    first, again, other = (read(line).get_id() for line in cloud_event_lines([RECORDS[0], RECORDS[0], changed]))
    assert first == again != other


def item() -> dict[str, object]:
    (line,) = ninjs_lines([ARTICLE])
    made = orjson.loads(line)
    assert isinstance(made, dict)
    return made


def test_an_item_is_known_and_read_as_ninjs() -> None:
    assert is_ninjs(item())
    article = ninjs_article(item())
    assert (article.body, article.title, article.url) == (ARTICLE.text, ARTICLE.title, ARTICLE.url)
    assert article.published_at == "2026-03-05T12:00:00Z"


def test_subjects_name_their_scheme() -> None:
    subjects = item()["subjects"]
    assert isinstance(subjects, list)
    assert {one["creator"] for one in subjects} >= {"newswire", "plover"}
    assert all(0 <= one["relevance"] <= 100 and 0 <= one["confidence"] <= 100 for one in subjects)


def test_entities_have_addresses_only_where_they_are_known() -> None:
    made = item()
    assert made["people"] == [
        {"name": "Ana Roe", "rel": "mentions", "literal": "e1", "uri": "http://www.wikidata.org/entity/Q1"}
    ]
    places = made["places"]
    assert isinstance(places, list)
    assert places[1]["uri"] == "https://sws.geonames.org/2988507/"
    assert places[1]["geoJSON"] == {"type": "Point", "coordinates": [2.3488, 48.85341]}


def test_events_carry_their_factuality() -> None:
    events = item()["events"]
    assert isinstance(events, list)
    assert [(one["id"], one["rel"]) for one in events] == [("ev-1", "happened"), ("ev-2", "alleged")]
