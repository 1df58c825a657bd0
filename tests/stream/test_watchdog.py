import asyncio
import time

import pytest

from pipeline.stream import watchdog as module
from pipeline.stream.watchdog import Watchdog


def test_a_message_held_too_long_stops_the_worker() -> None:
    stopped: list[str] = []
    watchdog = Watchdog(
        ages=[("one waits", lambda: 0.0), ("another waits", lambda: 9.0)], limit_s=5.0, stop_worker=stopped.append
    )

    asyncio.run(watchdog.run())

    assert stopped == ["another waits for 9 s"]


def test_a_loop_that_does_not_turn_stops_the_worker() -> None:
    stopped: list[str] = []
    watchdog = Watchdog(ages=[], limit_s=0.5, stop_worker=stopped.append)

    async def blocked() -> None:
        task = asyncio.get_running_loop().create_task(watchdog.run())
        await asyncio.sleep(0)
        deadline = time.monotonic() + 10
        while not stopped and time.monotonic() < deadline:
            time.sleep(0.05)
        task.cancel()

    asyncio.run(blocked())

    assert stopped


def test_young_messages_leave_the_worker_alone() -> None:
    stopped: list[str] = []
    watchdog = Watchdog(ages=[("one waits", lambda: 1.0)], limit_s=5.0, stop_worker=stopped.append)

    async def look_once() -> None:
        task = asyncio.get_running_loop().create_task(watchdog.run())
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(look_once())

    assert stopped == []


@pytest.mark.parametrize(("nothing_left", "ends"), [(True, [0]), (False, [])], ids=["all is done", "work is left"])
def test_a_goodbye_that_takes_too_long_is_cut_short_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch, nothing_left: bool, ends: list[int]
) -> None:
    monkeypatch.setattr(module, "FAREWELL_S", 0.2)
    monkeypatch.setattr(module, "TICK_S", 0.02)
    codes: list[int] = []
    watchdog = Watchdog(
        ages=[],
        limit_s=5.0,
        has_nothing_left=lambda: nothing_left,
        stop_worker=lambda _reason, code=1: codes.append(code),
    )

    async def wait() -> None:
        task = asyncio.get_running_loop().create_task(watchdog.run())
        await asyncio.sleep(1.0)
        task.cancel()

    asyncio.run(wait())

    assert codes == ends
