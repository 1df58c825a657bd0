"""Messages are settled in order, and what the broker does not take is told apart from a broker that fails."""

import socket

import pytest
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from kafka.future import Future

from pipeline.config import Settings
from pipeline.errors import BrokerError
from pipeline.stages.topics import CLEAN, RAW
from pipeline.stream import producer as producer_module
from pipeline.stream.producer import OrderedProducer, Settled, opened_producer
from tests.brokers import skip_on_embedded


class FakeClient:
    """Answers as it is told, by the number of the message."""

    def __init__(self, answers: dict[int, Exception | None]) -> None:
        self.sent: list[Future] = []
        self._answers = answers

    def send(self, _topic: str, **_message: object) -> Future:
        number = len(self.sent)
        future = Future()
        self.sent.append(future)
        if number in self._answers:
            answer = self._answers[number]
            if isinstance(answer, Exception):
                future.failure(answer)
            else:
                future.success(None)
        return future


def producer_with(answers: dict[int, Exception | None], *, count: int) -> OrderedProducer[int]:
    producer: OrderedProducer[int] = OrderedProducer(FakeClient(answers), topic="t", bootstrap_servers="here:1")
    for number in range(count):
        producer.send(number, b"value")
    return producer


def test_nothing_is_settled_before_what_was_sent_before_it() -> None:
    producer = producer_with({1: None, 2: None}, count=3)

    assert list(producer.settled()) == []


def test_what_is_answered_is_settled_in_order() -> None:
    producer = producer_with({0: None, 1: None}, count=3)

    assert list(producer.settled()) == [Settled(token=0), Settled(token=1)]


def test_a_message_that_is_too_large_is_refused_and_others_go_on() -> None:
    producer = producer_with({0: MessageSizeTooLargeError(), 1: None}, count=2)

    assert [settled.refusal is None for settled in producer.settled()] == [False, True]


def test_a_broker_that_fails_is_an_error_that_names_it() -> None:
    producer = producer_with({0: KafkaTimeoutError()}, count=1)

    with pytest.raises(BrokerError, match="here:1"):
        list(producer.drain())


def test_too_much_on_its_way_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer_module, "PENDING_MESSAGES", 2)
    monkeypatch.setattr(producer_module, "_wait", lambda _sent: None)
    producer = producer_with({}, count=3)

    assert [settled.token for settled in producer.settled()] == [0, 1]


def test_nobody_at_the_address_is_an_error_that_says_what_to_do() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{unused.getsockname()[1]}"

        with pytest.raises(BrokerError, match="newswire broker"), opened_producer(where, "t", max_message_bytes=1):
            pass


@pytest.mark.kafka
def test_a_message_beyond_the_clients_own_limit_is_refused(deployment: Settings) -> None:
    with opened_producer(
        deployment.bootstrap_servers, deployment.topic_prefix + RAW, max_message_bytes=1_000
    ) as producer:
        producer.send("large", b"x" * 2_000_000)
        producer.send("small", b"x")

        assert [(one.token, one.refusal is None) for one in producer.drain()] == [("large", False), ("small", True)]


@pytest.mark.kafka
def test_a_message_beyond_the_topics_limit_is_refused(deployment: Settings) -> None:
    skip_on_embedded(deployment, "the embedded broker takes any size")

    with opened_producer(
        deployment.bootstrap_servers, deployment.topic_prefix + CLEAN, max_message_bytes=40_000_000
    ) as producer:
        producer.send("large", b"x" * 17_000_000)

        assert [one.refusal for one in producer.drain()] == ["larger than its topic takes"]
