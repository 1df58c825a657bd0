import asyncio
import time

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
