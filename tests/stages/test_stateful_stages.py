from datetime import timedelta

import orjson

from pipeline import codec
from pipeline.config import Settings
from pipeline.stages.deduplicator import DeduplicatorStage, build_deduplicator
from pipeline.stages.messages import Incoming
from pipeline.stages.storyteller import build_storyteller
from pipeline.steps.deduplicate import CopyWindow
from pipeline.steps.state import Json, MemoryStore
from tests.steps.articles import NOON, clean_article, event, features


def incoming(value: bytes | None) -> Incoming:
    return Incoming(value=value, timestamp=NOON)


def test_a_judged_article_goes_out_under_its_id() -> None:
    stage = build_deduplicator(MemoryStore(), Settings())

    outcome = stage.work([incoming(codec.encode(clean_article("a")))])[0]

    assert [(message.topic, message.key) for message in outcome.messages] == [("news.articles.unique", b"a")]


def test_an_unreadable_message_is_a_failure() -> None:
    outcome = build_deduplicator(MemoryStore(), Settings()).work([incoming(b"\xff")])[0]

    assert outcome.failure is not None
    assert outcome.failure.reason == "undecodable"


def test_a_tombstone_is_a_failure() -> None:
    outcome = build_storyteller(MemoryStore(), Settings()).work([incoming(None)])[0]

    assert outcome.failure is not None
    assert outcome.failure.reason == "tombstone"


def test_a_message_that_fails_leaves_no_state() -> None:
    class FullStore(MemoryStore):
        def get(self, key: str) -> Json | None:
            if key.startswith("en/copies"):
                raise OSError("disk full")
            return super().get(key)

    store = FullStore()
    stage = DeduplicatorStage(store=store, window=CopyWindow(span=timedelta(hours=1), capacity=9))

    stage.work([incoming(codec.encode(clean_article("a")))])

    assert len(store) == 0


def test_outputs_sent_before_the_state_was_saved_are_sent_again_the_same() -> None:
    articles = [incoming(codec.encode(clean_article(name))) for name in ("a", "b")]
    before_the_crash = build_deduplicator(MemoryStore(), Settings()).work(articles)

    after_the_crash = build_deduplicator(MemoryStore(), Settings()).work(articles)

    assert after_the_crash == before_the_crash


def test_state_saved_before_the_outputs_were_sent_gives_the_same_outputs() -> None:
    store = MemoryStore()
    articles = [incoming(codec.encode(clean_article(name))) for name in ("a", "b")]
    never_sent = build_deduplicator(store, Settings()).work(articles)

    assert build_deduplicator(store, Settings()).work(articles) == never_sent


def test_a_story_and_an_assignment_go_out() -> None:
    outcome = build_storyteller(MemoryStore(), Settings()).work([incoming(codec.encode(features("a")))])[0]

    assert [message.topic for message in outcome.messages] == ["news.stories", "news.assignments"]


def test_a_withdrawn_event_goes_out_as_a_tombstone() -> None:
    stage = build_storyteller(MemoryStore(), Settings())
    old, new = features("a", events=(event("e1"),)), features("a", version=2)

    tombstone = stage.work([incoming(codec.encode(old)), incoming(codec.encode(new))])[1].messages[0]

    assert (tombstone.topic, tombstone.key, tombstone.value) == ("news.events", b"e1", None)


def test_an_assignment_names_article_version_and_story() -> None:
    outcome = build_storyteller(MemoryStore(), Settings()).work([incoming(codec.encode(features("a")))])[0]

    assert set(orjson.loads(outcome.messages[-1].value or b"")) >= {"article_id", "version", "story_id"}
