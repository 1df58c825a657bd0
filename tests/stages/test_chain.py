import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.records.dead_letter import Origin
from pipeline.stages.bench import LocalBench, Workbench
from pipeline.stages.chain import Chain, Fed, Until, Worked, build_chain, build_way
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.pool import StagePool
from pipeline.stages.topics import ASSIGNMENTS, EVENTS, STORIES
from pipeline.steps.state import MemoryStore
from tests.stages.chain_stages import NOON, STAGES, FunctionStage, build_fake


def fed(number: int, **fields: object) -> Fed:
    value = json.dumps({"id": f"a{number}", "body": f"text of {number}", **fields}).encode()
    return Fed(incoming=Incoming(value=value, timestamp=NOON), origin=Origin(file="f", line=number))


def bad(number: int, value: bytes | None) -> Fed:
    return Fed(incoming=Incoming(value=value, timestamp=NOON), origin=Origin(file="f", line=number))


def chain(until: Until | None = None, *, is_deduplicating: bool = True, bench: Workbench | None = None) -> Chain:
    way = build_way(until, is_deduplicating=is_deduplicating)
    return build_chain(way, Settings(), bench=bench or LocalBench(STAGES), clock=lambda: NOON)


def enriched(worked: Iterable[Worked]) -> list[dict[str, Any]]:
    return [json.loads(value) for one in worked for value in one.enriched]


def reasons(worked: Iterable[Worked]) -> list[tuple[str, str, int | None]]:
    return [(letter.reason, letter.stage, letter.origin.line) for one in worked for letter in one.dead_letters]


class LazyBench:
    """Works nothing until it is asked for, as a slow pool would."""

    look_ahead = 3

    def __init__(self) -> None:
        self.submitted: list[tuple[str, int]] = []

    def submit(self, stage: str, batch: Sequence[Incoming]) -> Future[list[Outcome]]:
        self.submitted.append((stage, len(batch)))
        return LocalBench(STAGES).submit(stage, batch)


@pytest.mark.parametrize("until", ["clean", "deduplicate", "annotate", None])
def test_articles_come_out_as_they_went_in(until: Until | None) -> None:
    worked = chain(until).run([[fed(3), fed(1)], [fed(2)]])

    assert [article["id"] for article in enriched(worked)] == ["a3", "a1", "a2"]


@pytest.mark.parametrize("until", ["clean", "deduplicate", "annotate", None])
def test_wherever_it_stops_an_enriched_article_comes_out(until: Until | None) -> None:
    (article,) = enriched(chain(until).run([[fed(1)]]))

    assert (article["schema"], article["text"]) == ("newswire.enriched-article.v1", "text of 1")


def test_an_article_says_where_it_came_from() -> None:
    assert [one.origin.line for one in chain().run([[fed(4), fed(5)]])] == [4, 5]


def test_a_copy_is_told() -> None:
    worked = chain("deduplicate").run([[fed(1, body="The same text."), fed(2, body="The same text.")]])

    assert [(article["duplicate"] or {}).get("of") for article in enriched(worked)] == [None, "a1"]


def test_copies_are_left_alone_when_asked() -> None:
    worked = chain(is_deduplicating=False).run([[fed(1, body="The same text."), fed(2, body="The same text.")]])

    assert [article["duplicate"] for article in enriched(worked)] == [None, None]


def test_each_failure_names_its_stage_and_line() -> None:
    worked = chain().run([[bad(1, b"no JSON"), fed(2, body=""), fed(3), bad(4, None), fed(5, body="no parse")]])

    assert reasons(worked) == [
        ("undecodable", "cleaner", 1),
        ("empty_body", "cleaner", 2),
        ("tombstone", "cleaner", 4),
        ("unparsable", "annotator", 5),
    ]


def test_what_fails_costs_no_other_article() -> None:
    worked = chain().run([[bad(1, b"no JSON"), fed(2), bad(3, b"\xff"), fed(4)]])

    assert [article["id"] for article in enriched(worked)] == ["a2", "a4"]


def test_what_failed_goes_no_further() -> None:
    bench = LazyBench()

    list(chain("annotate", bench=bench).run([[bad(1, b"no JSON"), fed(2)]]))

    assert bench.submitted == [("cleaner", 2), ("annotator", 1)]


@pytest.mark.parametrize(
    ("until", "gathered"),
    [
        ("clean", (0, 0, 0)),
        ("deduplicate", (0, 0, 0)),
        ("annotate", (2, 0, 0)),
        (None, (2, 2, 2)),
    ],
)
def test_the_newest_values_of_the_other_topics_are_kept(until: Until | None, gathered: tuple[int, int, int]) -> None:
    whole = chain(until)

    list(whole.run([[fed(1, title="One thing"), fed(2, title="Another")]]))

    assert tuple(len(whole.published[topic]) for topic in (EVENTS, STORIES, ASSIGNMENTS)) == gathered


def test_only_what_is_asked_for_is_gathered() -> None:
    whole = build_chain(build_way(None), Settings(), bench=LocalBench(STAGES), clock=lambda: NOON, gather=(STORIES,))

    list(whole.run([[fed(1)]]))

    assert list(whole.published) == [STORIES]


def test_a_tombstone_deletes_what_was_kept() -> None:
    def withdraw(incoming: Incoming) -> tuple[Outgoing, ...]:
        return (Outgoing(topic=EVENTS, key=b"event of a1", value=None, schema="newswire.event.v1"),)

    local = LocalBench({**STAGES, "storyteller": FunctionStage("storyteller", withdraw)})
    whole = Chain({"cleaner": local, "annotator": local, "storyteller": local}, clock=lambda: NOON)

    list(whole.run([[fed(1), fed(2)]]))

    assert list(whole.published[EVENTS]) == [b"event of a2"]


def test_an_event_that_comes_back_is_kept_however_articles_are_chunked() -> None:
    def withdraw_second(incoming: Incoming) -> tuple[Outgoing, ...]:
        is_second = b'"version":2' in (incoming.value or b"")
        tombstone = Outgoing(topic=EVENTS, key=b"event of a1", value=None, schema="newswire.event.v1")
        return (tombstone,) if is_second else ()

    local = LocalBench({**STAGES, "storyteller": FunctionStage("storyteller", withdraw_second)})
    versions = build_deduplicator(MemoryStore(), Settings())
    benches = {"cleaner": local, "deduplicator": LocalBench({"deduplicator": versions})}
    whole = Chain({**benches, "annotator": local, "storyteller": local}, clock=lambda: NOON)

    list(whole.run([[fed(1, body="a b c d"), fed(1, body="e f g h"), fed(1, body="i j k l")]]))

    assert list(whole.published[EVENTS]) == [b"event of a1"]


def test_a_bench_is_kept_busy_ahead_of_what_is_taken() -> None:
    bench = LazyBench()
    worked = chain("clean", bench=bench).run([fed(number)] for number in range(10))

    next(worked)

    assert len(bench.submitted) == bench.look_ahead + 1


def test_no_more_is_read_than_the_bench_looks_ahead() -> None:
    read: list[int] = []

    def source() -> Iterator[list[Fed]]:
        for number in range(100):
            read.append(number)
            yield [fed(number)]

    next(chain("annotate", bench=LazyBench()).run(source()))

    assert len(read) <= 2 * (LazyBench.look_ahead + 1)


def test_a_chunk_of_none_brings_out_what_is_on_its_way() -> None:
    seen: list[int] = []
    worked: list[Worked] = []

    def source() -> Iterator[list[Fed]]:
        yield [fed(1)]
        yield [fed(2)]
        yield []
        seen.append(len(worked))
        yield [fed(3)]

    for one in chain("annotate", bench=LazyBench()).run(source()):
        worked.append(one)  # noqa: PERF402 - the source looks at it meanwhile

    assert seen == [2]


def test_a_pool_gives_the_same_as_this_process() -> None:
    chunks = [
        [fed(number, body=f"text {number % 5}") for number in range(start, start + 4)] for start in range(0, 40, 4)
    ]
    chunks[3][1] = bad(13, b"no JSON")
    pool = StagePool(stages=("cleaner", "annotator"), settings=Settings(), processes=2, build=build_fake)
    try:
        pooled = list(chain(bench=pool).run(chunks))
    finally:
        pool.close()

    assert pooled == list(chain().run(chunks))


def test_an_article_is_the_same_alone_and_among_others() -> None:
    together = [one.enriched for one in chain().run([[fed(number) for number in range(6)]])]

    assert together == [one.enriched for number in range(6) for one in chain().run([[fed(number)]])]
