"""The feeder counts, remembers in order, and stops only where nothing is half done."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from pipeline.errors import BrokerError, SourceError
from pipeline.formats.found import Found, Refused
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle
from pipeline.stream.feed_source import Item, Place
from pipeline.stream.feed_state import FeedState
from pipeline.stream.feeding import Feeder, Pace, Report, key_of
from pipeline.stream.producer import Settled

FILE = Path("a.jsonl")


class FakeProducer:
    """Settles everything when it is drained, and fails at a message when it is told so."""

    def __init__(self, *, fails_at: int | None = None, refuses: frozenset[int] = frozenset()) -> None:
        self.sent: list[tuple[bytes | None, bytes | None]] = []
        self._pending: list[Item] = []
        self._fails_at = fails_at
        self._refuses = refuses

    def send(self, token: Item, value: bytes | None, *, key: bytes | None = None) -> None:
        if len(self.sent) == self._fails_at:
            raise BrokerError("it is down")
        self.sent.append((key, value))
        self._pending.append(token)

    def settled(self) -> Iterator[Settled[Item]]:
        return iter(())

    def drain(self) -> Iterator[Settled[Item]]:
        while self._pending:
            item = self._pending.pop(0)
            yield Settled(token=item, refusal="too large" if item.place.items in self._refuses else None)


class FakeState(FeedState):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.noted: list[int] = []
        self.saved: list[int] = []

    def confirm(self, path: Path, place: Place) -> None:
        self.noted.append(place.items)

    def save(self) -> None:
        self.saved = list(self.noted)


class NoStop:
    is_asked = False

    def waiting(self) -> "nullcontext[None]":
        return nullcontext()


class StopAfter:
    """Asks to stop after so many articles."""

    def __init__(self, producer: FakeProducer, count: int) -> None:
        self._producer = producer
        self._count = count

    @property
    def is_asked(self) -> bool:
        return len(self._producer.sent) >= self._count

    def waiting(self) -> "nullcontext[None]":
        return nullcontext()


class Feeding:
    """A feeder with all that it needs, none of it real."""

    def __init__(self, producer: FakeProducer | None = None) -> None:
        self.producer = producer or FakeProducer()
        self.state = FakeState()
        self.refused: list[str] = []
        self.read: list[int] = []
        report = Report(advance=self.read.append, refused=self.refused.append)
        self.feeder = Feeder(self.producer, state=self.state, report=report, max_message_bytes=100)  # type: ignore[arg-type] # a fake

    def run(self, *items: Item, stop: object = None) -> None:
        self.feeder.run(iter([list(items)]), Pace(None), stop or NoStop())  # type: ignore[arg-type] # a fake


def item(number: int, content: bytes | RawArticle | Refused = b"{}") -> Item:
    found = Found(origin=Origin(file="a.jsonl", line=number), content=content, read_bytes=7)
    return Item(path=FILE, place=Place(items=number), found=found)


def test_values_are_sent_under_their_ids() -> None:
    feeding = Feeding()

    feeding.run(item(1, b'{"id": "x"}'), item(2, b"not json"))

    assert feeding.producer.sent == [(b"x", b'{"id": "x"}'), (None, b"not json")]


def test_an_article_made_of_a_file_is_encoded() -> None:
    feeding = Feeding(FakeProducer())
    article = RawArticle(id="x", body="b")
    feeding.feeder._max_bytes = 10_000

    feeding.run(item(1, article))

    assert feeding.producer.sent[0][0] == b"x"


def test_all_that_is_sent_is_counted_and_remembered() -> None:
    feeding = Feeding()

    feeding.run(item(1), item(2))

    assert (feeding.feeder.counts.sent, feeding.state.saved, feeding.read) == (2, [1, 2], [7, 7])


@pytest.mark.parametrize(
    "content",
    [Refused(detail="9 bytes", head=b"", size=9, sha256=""), b"x" * 101, RawArticle(body="\ud800")],
    ids=["refused by its reader", "too large as a message", "not to be encoded"],
)
def test_what_cannot_be_sent_is_named_and_the_others_go_on(content: bytes | RawArticle | Refused) -> None:
    feeding = Feeding()

    feeding.run(item(1), item(2, content), item(3))

    assert (feeding.feeder.counts.sent, feeding.feeder.counts.refused, feeding.refused[0][:22]) == (
        2,
        1,
        "a.jsonl:2 is refused: ",
    )


def test_what_the_broker_refuses_is_named() -> None:
    feeding = Feeding(FakeProducer(refuses=frozenset({2})))

    feeding.run(item(1), item(2), item(3))

    assert feeding.refused == ["a.jsonl:2 is refused: too large"]


def test_what_is_refused_is_not_tried_again() -> None:
    feeding = Feeding()

    feeding.run(item(1), item(2, b"x" * 101))

    assert feeding.state.saved == [1, 2]


def test_nothing_unconfirmed_is_remembered_when_the_broker_fails() -> None:
    feeding = Feeding(FakeProducer(fails_at=2))

    with pytest.raises(BrokerError):
        feeding.run(item(1), item(2), item(3))

    assert feeding.state.saved == []


def test_a_feed_that_is_stopped_settles_what_it_sent() -> None:
    producer = FakeProducer()
    feeding = Feeding(producer)

    with pytest.raises(KeyboardInterrupt):
        feeding.run(item(1), item(2), item(3), stop=StopAfter(producer, 2))

    assert (feeding.state.saved, feeding.feeder.counts.sent) == ([1, 2], 2)


def test_a_source_that_breaks_leaves_what_came_before_settled() -> None:
    feeding = Feeding()

    def chunks() -> Iterator[list[Item]]:
        yield [item(1)]
        raise SourceError("it is torn")

    with pytest.raises(SourceError):
        feeding.feeder.run(chunks(), Pace(None), NoStop())

    assert feeding.state.saved == [1]


def test_a_silent_source_has_everything_settled_meanwhile() -> None:
    feeding = Feeding()
    saved: list[list[int]] = []

    def chunks() -> Iterator[list[Item]]:
        yield [item(1)]
        yield []
        saved.append(feeding.state.saved)

    feeding.feeder.run(chunks(), Pace(None), NoStop())

    assert saved == [[1]]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (b'{"id": "x"}', b"x"),
        (b'{"id": ""}', None),
        (b'{"id": 3}', None),
        (b'{"id": null}', None),
        (b"[]", None),
        (b"{", None),
        (b"\xff", None),
        ('{"id": "é"}'.encode(), "é".encode()),
    ],
)
def test_the_key_is_the_id_where_there_is_one(value: bytes, key: bytes | None) -> None:
    assert key_of(value) == key


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_pace_lets_so_many_through_a_second() -> None:
    clock = Clock()
    pace = Pace(10.0, clock=clock, sleep=clock.sleep)

    for _ in range(21):
        pace.wait()

    assert clock.now == pytest.approx(102.0)


def test_a_pace_does_not_make_up_for_silence() -> None:
    clock = Clock()
    pace = Pace(10.0, clock=clock, sleep=clock.sleep)
    pace.wait()
    clock.now += 50

    for _ in range(11):
        pace.wait()

    assert clock.now == pytest.approx(151.0)


def test_no_pace_never_waits() -> None:
    clock = Clock()
    pace = Pace(None, clock=clock, sleep=clock.sleep)

    for _ in range(5):
        pace.wait()

    assert clock.slept == []
