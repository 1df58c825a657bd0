"""What failed can go back as it was, or it is said why not."""

from dataclasses import replace

import pytest

from pipeline.codec import decode
from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.stages.topics import DEAD_LETTERS
from pipeline.stream.letters import Return, read_letter, read_letters, returned, send_back
from tests.stream.dead import bury, letter
from tests.stream.messages import put

SETTINGS = Settings(topic_prefix="mine.")


def record(**changes: object) -> DeadLetter:
    _key, value = letter(SETTINGS, 1)
    return replace(decode(value or b"", DeadLetter), **changes)  # type: ignore[arg-type] # a test's own words


def test_what_is_whole_goes_back_as_it_was() -> None:
    assert returned(record(attempts=2), topic_prefix="mine.") == Return(
        topic="mine.news.articles.raw", key=b"the key", value=b"{broken", attempts=2
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"value_truncated": True}, "only its first part was kept"),
        ({"value_b64": None}, "it has no value"),
        ({"value_b64": "e30="}, "their hash differs"),
        ({"value_b64": "!"}, "their hash differs"),
        ({"origin": Origin(file="a.jsonl", line=3)}, "it came from a.jsonl: feed that again"),
        ({"origin": Origin(topic="yours.news.articles.raw", partition=0, offset=0)}, "no topic of this deployment"),
        ({"origin": Origin(topic="mine.something", partition=0, offset=0)}, "no topic of this deployment"),
    ],
)
def test_what_cannot_go_back_says_why(changes: dict[str, object], why: str) -> None:
    back = returned(record(**changes), topic_prefix="mine.")

    assert isinstance(back, str)
    assert why in back


def test_a_message_without_a_key_goes_back_without_one() -> None:
    back = returned(record(key_b64=None), topic_prefix="mine.")

    assert isinstance(back, Return)
    assert back.key is None


@pytest.mark.kafka
def test_what_is_no_dead_letter_is_passed_over(deployment: Settings) -> None:
    put(deployment, [("a", b"{}"), ("b", None), ("c", b"\xff")], topic=DEAD_LETTERS)
    bury(deployment, letter(deployment, 1))

    assert [one.record.detail for one in read_letters(deployment)] == ["detail 1"]


@pytest.mark.kafka
def test_values_are_left_out_where_they_are_not_needed(deployment: Settings) -> None:
    bury(deployment, letter(deployment, 1))

    assert [one.record.value_b64 for one in read_letters(deployment)] == [None]


@pytest.mark.kafka
def test_a_letter_is_read_with_its_value(deployment: Settings) -> None:
    bury(deployment, letter(deployment, 1))
    place = next(read_letters(deployment))

    assert read_letter(deployment, place.partition, place.offset).record.value_b64 == "e2Jyb2tlbg=="


@pytest.mark.kafka
def test_where_there_is_no_letter_is_an_error(deployment: Settings) -> None:
    with pytest.raises(BrokerError, match="there is no dead letter at 0/5"):
        read_letter(deployment, 0, 5)


@pytest.mark.kafka
def test_sending_back_nothing_does_nothing(deployment: Settings) -> None:
    assert send_back(deployment, []) == []
