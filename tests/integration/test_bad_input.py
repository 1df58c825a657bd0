"""Whatever is put on the topic: each bad message gets its own dead letter, and nothing else is lost."""

import json

import pytest

from tests.brokers import clean_up, new_deployment
from tests.integration.workers import Seen, article, feed, topics, worker

pytestmark = [pytest.mark.kafka, pytest.mark.model, pytest.mark.slow]

ASSIGNMENTS, DEAD = "news.assignments", "news.dead-letters"
NESTED = "<div>" * 100_000 + "deep" + "</div>" * 100_000
BAD: dict[str, tuple[bytes | None, str]] = {
    "not JSON": (b"this is no JSON", "undecodable"),
    "JSON, but no object": (b"[1, 2, 3]", "invalid_record"),
    "wrong types": (b'{"title": 5, "body": "Some text."}', "invalid_record"),
    "no body": (b'{"title": "Without a body"}', "empty_body"),
    "empty body": (b'{"body": " \\n "}', "empty_body"),
    "invalid UTF-8": (b'{"body": "caf\xe9 \xff\xfe"}', "undecodable"),
    "lone surrogate": (b'{"body": "half \\ud83d a face"}', "undecodable"),
    "NUL bytes": (b'{"body": "a\x00b"}', "undecodable"),
    "bytes that are no Base64": (b'{"body_b64": "%%%"}', "invalid_record"),
    "tombstone": (None, "tombstone"),
    "nested tags": (json.dumps({"body": NESTED, "body_format": "html"}).encode(), "html_too_deep"),
    "30 MB": (json.dumps({"body": "word " * 6_000_000}).encode(), "too_large"),
}


@pytest.fixture(scope="module")
def outcome(broker: str) -> dict[str, Seen]:
    """Run every bad message between good ones through one worker."""
    settings = new_deployment(broker)
    messages: list[tuple[str, bytes | None]] = []
    for number, (key, (value, _reason)) in enumerate(BAD.items()):
        messages += [(key, value), article(number)]
    feed(settings, messages)
    with topics(settings, ASSIGNMENTS, DEAD) as reader, worker(settings):
        reader.read_until(
            lambda seen: seen[ASSIGNMENTS].messages >= len(BAD) and seen[DEAD].messages >= len(BAD), timeout_s=120
        )
    clean_up(settings)
    return reader.seen


@pytest.mark.parametrize("key", list(BAD))
def test_a_bad_message_gets_its_own_dead_letter(outcome: dict[str, Seen], key: str) -> None:
    assert outcome[DEAD].records()[key]["reason"] == BAD[key][1]


def test_every_good_article_between_them_comes_out(outcome: dict[str, Seen]) -> None:
    assert set(outcome[ASSIGNMENTS].values) == {f"article-{number}" for number in range(len(BAD))}


def test_the_dead_letter_of_a_large_message_holds_its_head_and_its_size(outcome: dict[str, Seen]) -> None:
    letter = outcome[DEAD].records()["30 MB"]

    assert (letter["value_truncated"], letter["value_size"]) == (True, len(BAD["30 MB"][0] or b""))
