"""A worker sends only while its partitions are surely its own, and ends when its group has given it up."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.produce import ProduceRequest

from pipeline.stream import membership as module
from pipeline.stream.membership import Membership, guard_client, watch_coordinator

SESSION_S = 10.0
REBALANCE_S = 60.0


def in_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a test in an event loop of its own."""

    @functools.wraps(test)
    def run(**fixtures: Any) -> None:
        async def body() -> None:
            await test(**fixtures)

        asyncio.run(body())

    return run


class Group:
    """A membership under a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.ends: list[str] = []
        self.membership = Membership(
            session_s=SESSION_S, rebalance_s=REBALANCE_S, end=self.ends.append, clock=lambda: self.now
        )

    def pass_s(self, seconds: float) -> bool:
        """Let time pass, and tell whether the membership is sure then."""
        self.now += seconds
        return self.membership.is_sure


@pytest.fixture
def group() -> Group:
    return Group()


def test_it_is_not_sure_before_it_has_joined(group: Group) -> None:
    assert not group.membership.is_sure


def test_it_is_sure_for_one_session_after_joining(group: Group) -> None:
    group.membership.join()
    assert (group.pass_s(9.9), group.pass_s(0.2)) == (True, False)


def test_a_heartbeat_counts_from_when_it_was_sent(group: Group) -> None:
    group.membership.join()
    sent = group.now
    group.pass_s(8)
    group.membership.renew(sent + 3, is_rebalancing=False)
    assert (group.pass_s(4.9), group.pass_s(0.2)) == (True, False)


def test_heartbeats_in_a_rebalance_count_until_its_time_is_up(group: Group) -> None:
    group.membership.join()
    sure = []
    for _second in range(65):
        group.membership.renew(group.now, is_rebalancing=True)
        sure.append(group.pass_s(1))
    assert sure == [True] * 59 + [False] * 6


def test_it_is_not_sure_while_it_joins_again(group: Group) -> None:
    group.membership.join()
    group.membership.give_back()
    assert not group.membership.is_sure


def test_one_that_was_given_up_with_partitions_ends(group: Group) -> None:
    group.membership.join()
    group.membership.lose()
    assert (len(group.ends), group.membership.is_sure) == (1, False)


@pytest.mark.parametrize("step", ["give_back", "leave"])
def test_one_that_has_nothing_any_more_may_be_given_up(group: Group, step: str) -> None:
    group.membership.join()
    getattr(group.membership, step)()
    group.membership.lose()
    assert group.ends == []


class Coordinator:
    """What aiokafka's has and the membership looks at."""

    def __init__(self) -> None:
        self._subscription = SimpleNamespace(subscription=object())
        self.is_rejoin_needed = False
        self.answers = True
        self.close_s = 0.0
        self.done: list[str] = []

    def need_rejoin(self, _subscription: object) -> bool:
        return self.is_rejoin_needed

    async def _do_heartbeat(self) -> bool:
        return self.answers

    async def _do_rejoin_group(self, _subscription: object) -> bool:
        return True

    async def _on_join_complete(self, *_args: Any) -> None:
        self.done.append("joined")

    async def _stop_heartbeat_task(self) -> None:
        self.done.append("heart stopped")

    def reset_generation(self) -> None:
        self.done.append("reset")

    async def close(self) -> None:
        await asyncio.sleep(self.close_s)
        self.done.append("closed")


@pytest.fixture
def coordinator(group: Group) -> Any:
    made = Coordinator()
    watch_coordinator(made, group.membership)
    return made


@in_loop
async def test_a_coordinators_heartbeats_keep_it_sure(group: Group, coordinator: Any) -> None:
    await coordinator._on_join_complete()
    group.pass_s(8)
    await coordinator._do_heartbeat()
    assert (group.pass_s(8), coordinator.done) == (True, ["joined"])


@in_loop
async def test_a_heartbeat_that_fails_does_not(group: Group, coordinator: Any) -> None:
    await coordinator._on_join_complete()
    coordinator.answers = False
    group.pass_s(8)
    await coordinator._do_heartbeat()
    assert not group.pass_s(8)


@in_loop
async def test_a_coordinator_that_is_not_known_any_more_ends_it(group: Group, coordinator: Any) -> None:
    await coordinator._on_join_complete()
    coordinator.reset_generation()
    assert (len(group.ends), coordinator.done) == (1, ["joined", "reset"])


@in_loop
async def test_one_that_is_forgotten_while_it_joins_again_does_not_end(group: Group, coordinator: Any) -> None:
    await coordinator._on_join_complete()
    await coordinator._do_rejoin_group(None)
    coordinator.reset_generation()
    assert group.ends == []


@in_loop
async def test_a_goodbye_that_nobody_hears_takes_no_longer_than_it_may(
    group: Group, coordinator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEAVE_S", 0.05)
    coordinator.close_s = 60.0
    await asyncio.wait_for(coordinator.close(), 5)
    assert (coordinator.done, group.ends) == (["heart stopped"], [])


class Client:
    """Remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[object] = []

    async def ready(self, _node: int) -> bool:
        return True

    async def send(self, _node: int, request: object) -> object:
        self.sent.append(request)
        return request


def produced() -> ProduceRequest:
    return ProduceRequest(transactional_id=None, required_acks=-1, timeout=1, topics=[])


@in_loop
async def test_messages_wait_until_it_is_sure_and_everything_else_passes(group: Group) -> None:
    client: Any = Client()
    guard_client(client, group.membership)
    asked: Awaitable[object] = asyncio.ensure_future(client.send(0, produced()))
    fetch = FetchRequest(max_wait_time=1, min_bytes=1, max_bytes=1, isolation_level=0, topics=[])
    await client.send(0, fetch)
    await asyncio.sleep(3 * module.LOOK_EVERY_S)
    before = list(client.sent)
    group.membership.join()
    await asked
    assert (before, len(client.sent)) == ([fetch], 2)
