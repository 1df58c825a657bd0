"""The whole way of an article in one process and without a broker: the stages of the agents, one after the other."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pipeline.codec import decode, encode
from pipeline.config import Settings
from pipeline.records.article import CleanArticle
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.stages.bench import LocalBench, Workbench
from pipeline.stages.build import STATELESS
from pipeline.stages.dead_letters import dead_letter
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.storyteller import build_storyteller
from pipeline.stages.topics import ASSIGNMENTS, CLEAN, ENRICHED, EVENTS, STORIES, STORY_FEATURES, UNIQUE
from pipeline.steps.enriched import unannotated
from pipeline.steps.state import MemoryStore

Until = Literal["clean", "deduplicate", "annotate"]
Clock = Callable[[], datetime]

WAY = ("cleaner", "deduplicator", "annotator", "storyteller")
LAST: Mapping[Until | None, str] = {
    "clean": "cleaner",
    "deduplicate": "deduplicator",
    "annotate": "annotator",
    None: "storyteller",
}
"""The stage that each `until` ends with."""
ONWARD = {"cleaner": CLEAN, "deduplicator": UNIQUE, "annotator": STORY_FEATURES}
"""The topic by which a stage hands an article on."""
GATHERED = (EVENTS, STORIES, ASSIGNMENTS)
"""Topics of which a chain can keep the newest value of each key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fed:
    """A raw article's message, and where it comes from."""

    incoming: Incoming
    """The message."""
    origin: Origin
    """File and line, for its dead letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Worked:
    """What became of one message that was fed."""

    origin: Origin
    """Where it came from."""
    enriched: tuple[bytes, ...] = ()
    """Enriched articles as the annotator publishes them: one, or none where it failed."""
    dead_letters: tuple[DeadLetter, ...] = ()
    """What could not be worked; an enriched article can still fail to find its story."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Traveller:
    """One fed message on its way."""

    worked: Worked
    timestamp: datetime
    waiting: tuple[Incoming, ...]
    published: tuple[Outgoing, ...] = ()


Chunk = Sequence[_Traveller]


class Chain:
    """Stages in a row. Everything comes out in the order in which it was fed, whatever benches the stages run on.

    Args:
        benches: Where each stage is run, in the order of the way.
        clock: Gives the time for dead letters.
        gather: Topics whose newest values are kept in `published`, by key.
    """

    def __init__(self, benches: Mapping[str, Workbench], *, clock: Clock, gather: Collection[str] = GATHERED) -> None:
        self._benches = benches
        self._way = tuple(benches)
        self._clock = clock
        self.published: dict[str, dict[bytes, bytes]] = {topic: {} for topic in gather}

    def run(self, chunks: Iterable[Sequence[Fed]]) -> Iterator[Worked]:
        """Work articles as they are fed. A chunk of none asks for everything that is still on its way."""
        travellers: Iterator[Chunk] = ([_set_out(fed) for fed in chunk] for chunk in chunks)
        for name in self._way:
            travellers = self._through(name, travellers)
        for chunk in travellers:
            for traveller in chunk:
                self._gather(traveller.published)
                yield traveller.worked

    def _through(self, name: str, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        bench = self._benches[name]
        pending: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
        for chunk in chunks:
            if chunk:
                batch = [incoming for traveller in chunk for incoming in traveller.waiting]
                pending.append((chunk, bench.submit(name, batch)))
            while pending and (len(pending) > bench.look_ahead or not chunk):
                yield self._moved(name, *pending.popleft())
            if not chunk:
                yield chunk
        while pending:
            yield self._moved(name, *pending.popleft())

    def _moved(self, name: str, chunk: Chunk, future: Future[list[Outcome]]) -> Chunk:
        outcomes = iter(future.result())
        moved = []
        for traveller in chunk:
            onward = replace(traveller, waiting=())
            for incoming in traveller.waiting:
                onward = self._with_outcome(name, onward, incoming, next(outcomes))
            moved.append(onward)
        return moved

    def _with_outcome(self, name: str, traveller: _Traveller, incoming: Incoming, outcome: Outcome) -> _Traveller:
        if outcome.failure is not None:
            letter = dead_letter(
                incoming, outcome.failure, stage=name, origin=traveller.worked.origin, failed_at=self._clock()
            )
            letters = (*traveller.worked.dead_letters, letter)
            return replace(traveller, worked=replace(traveller.worked, dead_letters=letters))
        for message in outcome.messages:
            traveller = self._with_message(name, traveller, message)
        return traveller

    def _with_message(self, name: str, traveller: _Traveller, message: Outgoing) -> _Traveller:
        if message.topic == ENRICHED:
            return _with_enriched(traveller, message.value)
        if message.topic != ONWARD.get(name):
            return replace(traveller, published=(*traveller.published, message))
        if name != self._way[-1]:
            incoming = Incoming(value=message.value, key=message.key, timestamp=traveller.timestamp)
            return replace(traveller, waiting=(*traveller.waiting, incoming))
        if message.topic == STORY_FEATURES:
            return traveller
        return _with_enriched(traveller, encode(unannotated(decode(message.value or b"", CleanArticle))))

    def _gather(self, messages: Sequence[Outgoing]) -> None:
        for message in messages:
            newest = self.published.get(message.topic)
            if newest is None:
                continue
            if message.value is None:
                newest.pop(message.key, None)
            else:
                newest[message.key] = message.value


def build_way(until: Until | None, *, is_deduplicating: bool = True) -> tuple[str, ...]:
    """Name the stages of a chain that stops early, or leaves copies alone."""
    way = WAY[: WAY.index(LAST[until]) + 1]
    return way if is_deduplicating else tuple(name for name in way if name != "deduplicator")


def build_chain(
    way: Sequence[str], settings: Settings, *, bench: Workbench, clock: Clock, gather: Collection[str] = GATHERED
) -> Chain:
    """Make a chain with fresh state; `bench` runs the stages that keep none."""
    stateful = LocalBench(
        {
            "deduplicator": build_deduplicator(MemoryStore(), settings),
            "storyteller": build_storyteller(MemoryStore(), settings),
        }
    )
    return Chain({name: bench if name in STATELESS else stateful for name in way}, clock=clock, gather=gather)


def _set_out(fed: Fed) -> _Traveller:
    return _Traveller(worked=Worked(origin=fed.origin), timestamp=fed.incoming.timestamp, waiting=(fed.incoming,))


def _with_enriched(traveller: _Traveller, value: bytes | None) -> _Traveller:
    if value is None:
        return traveller
    return replace(traveller, worked=replace(traveller.worked, enriched=(*traveller.worked.enriched, value)))
