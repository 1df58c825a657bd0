import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import ModelError
from pipeline.stages.messages import Incoming, Outcome
from pipeline.stages.pool import StagePool
from pipeline.stages.pool_child import Build, PoolError
from tests.stages import pool_stages

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
LIMIT_S = 20.0


def incoming(text: str) -> Incoming:
    return Incoming(value=text.encode(), timestamp=NOON)


def build_pool(*, processes: int = 1, build: Build = pool_stages.build_obedient, limit_s: float = LIMIT_S) -> StagePool:
    settings = Settings(article_timeout_s=limit_s)
    return StagePool(stages=("echo", "forgetful"), settings=settings, processes=processes, build=build)


def seen(outcome: Outcome) -> str:
    if outcome.failure is not None:
        return outcome.failure.reason
    return (outcome.messages[0].value or b"").decode()


def work(pool: StagePool, *orders: str, stage: str = "echo") -> list[str]:
    return [seen(outcome) for outcome in pool.submit(stage, [incoming(order) for order in orders]).result(120)]


@pytest.fixture(scope="module")
def shared() -> Iterator[StagePool]:
    """One child that many tests may kill."""
    pool = build_pool()
    yield pool
    pool.close()


@pytest.fixture
def pool() -> Iterator[StagePool]:
    pool = build_pool()
    yield pool
    pool.close()


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def ends(pid: int, *, within_s: float = 30) -> bool:
    """See a process end; one that does not is ended here, so that no test leaves any."""
    until = time.monotonic() + within_s
    while is_running(pid) and time.monotonic() < until:
        os.sched_yield()
    if not is_running(pid):
        return True
    os.kill(pid, signal.SIGKILL)
    return False


def test_outcomes_come_in_the_order_of_the_messages(shared: StagePool) -> None:
    assert work(shared, "a", "b", "c") == ["A", "B", "C"]


def test_a_failure_of_a_message_is_its_outcome(shared: StagePool) -> None:
    assert work(shared, "a", "fail empty_body", "c") == ["A", "empty_body", "C"]


def test_a_stage_that_raises_for_a_batch_costs_only_the_message_at_fault(shared: StagePool) -> None:
    assert work(shared, "a", "raise it", "c") == ["A", "bug", "C"]


def test_a_stage_that_loses_a_message_fails_it_instead(shared: StagePool) -> None:
    assert work(shared, "a", stage="forgetful") == ["bug"]


def test_a_message_that_kills_its_child_fails_and_its_batch_is_worked(shared: StagePool) -> None:
    assert work(shared, "a", "die", "c") == ["A", "worker_crash", "C"]


def test_a_message_alone_is_tried_again_when_its_child_dies(shared: StagePool, tmp_path: Path) -> None:
    assert work(shared, f"die-once {tmp_path / 'died'}") == [f"DIE-ONCE {tmp_path / 'died'}".upper()]


def test_the_pool_works_on_after_its_child_was_killed_while_idle(shared: StagePool) -> None:
    os.kill(int(work(shared, "pid")[0]), signal.SIGKILL)

    assert work(shared, "a") == ["A"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_child_leaves_it_to_its_parent_to_end(shared: StagePool, ending: int) -> None:
    pid = work(shared, "pid")

    os.kill(int(pid[0]), ending)

    assert work(shared, "pid") == pid


def test_a_value_larger_than_any_pipe_goes_through(shared: StagePool) -> None:
    assert work(shared, "x" * 5_000_000) == ["X" * 5_000_000]


def test_a_child_keeps_numerical_libraries_to_one_thread(shared: StagePool) -> None:
    assert work(shared, "getenv OMP_NUM_THREADS") == ["1"]


def test_a_message_over_its_time_fails_and_its_batch_is_worked() -> None:
    pool = build_pool(limit_s=1.0)
    try:
        assert work(pool, "a", "hang", "c") == ["A", "timeout", "C"]
    finally:
        pool.close()


def test_work_can_be_awaited(shared: StagePool) -> None:
    async def ask() -> list[Outcome]:
        await shared.ready()
        return await shared.work("echo", [incoming("a")])

    assert [seen(outcome) for outcome in asyncio.run(ask())] == ["A"]


def test_lanes_in_use_are_not_free(pool: StagePool) -> None:
    future = pool.submit("echo", [incoming("hang")])

    assert (pool.free, future.done()) == (0, False)


def test_lanes_are_free_again_after_the_work(shared: StagePool) -> None:
    work(shared, "a")

    assert shared.free == 1


def test_each_lane_has_a_child_of_its_own() -> None:
    pool = build_pool(processes=2)
    try:
        pool.start()

        assert len({work(pool, "pid")[0], work(pool, "pid")[0]}) == 2
    finally:
        pool.close()


def test_a_missing_model_comes_up_as_what_it_is() -> None:
    pool = build_pool(build=pool_stages.build_without_model)
    try:
        with pytest.raises(ModelError, match="no model 'en_core_web_sm"):
            pool.start()
    finally:
        pool.close()


def test_a_bug_in_building_a_stage_names_its_place() -> None:
    pool = build_pool(build=pool_stages.build_with_bug)
    try:
        with pytest.raises(PoolError, match=r"ZeroDivisionError at pool_stages\.py"):
            asyncio.run(pool.ready())
    finally:
        pool.close()


def test_children_that_die_at_every_start_are_given_up() -> None:
    pool = build_pool(build=pool_stages.build_and_die)
    try:
        with pytest.raises(PoolError, match="exit code 3"):
            work(pool, "a")
    finally:
        pool.close()


def test_closing_ends_a_child_that_works(pool: StagePool) -> None:
    pid = int(work(pool, "pid")[0])
    pool.submit("echo", [incoming("hang")])

    pool.close()

    assert not is_running(pid)


def test_closing_fails_what_is_being_worked(pool: StagePool) -> None:
    pool.start()
    future = pool.submit("echo", [incoming("hang")])

    pool.close()

    assert isinstance(future.exception(timeout=30), PoolError)


def test_closing_fails_what_still_waits(pool: StagePool) -> None:
    pool.start()
    pool.submit("echo", [incoming("hang")])
    waiting = pool.submit("echo", [incoming("a")])

    pool.close()

    assert isinstance(waiting.exception(timeout=30), PoolError)


def test_a_closed_pool_takes_no_work(pool: StagePool) -> None:
    pool.close()

    with pytest.raises(PoolError, match="closed"):
        pool.submit("echo", [incoming("a")])


PARENT = """
import sys
from datetime import UTC, datetime
from pipeline.config import Settings
from pipeline.stages.messages import Incoming
from pipeline.stages.pool import StagePool
from tests.stages.pool_stages import build_obedient

if __name__ == "__main__":
    pool = StagePool(stages=("echo",), settings=Settings(), processes=2, build=build_obedient)
    pool.start()
    ask = [Incoming(value=b"pid", timestamp=datetime.now(UTC))]
    for _ in range(2):
        print(pool.submit("echo", ask).result()[0].messages[0].value.decode(), flush=True)
    {then}
"""


def run_parent(script: Path, then: str) -> tuple["subprocess.Popen[str]", list[int]]:
    script.write_text(PARENT.replace("{then}", then))
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        start_new_session=True,
    )
    assert parent.stdout is not None
    return parent, [int(parent.stdout.readline()) for _ in range(2)]


HANGING = "[Incoming(value=b'hang', timestamp=datetime.now(UTC))]"


def test_a_killed_parent_leaves_no_child_even_at_work(tmp_path: Path) -> None:
    parent, children = run_parent(
        tmp_path / "parent.py", f"pool.submit('echo', {HANGING}); pool.submit('echo', {HANGING})"
    )
    assert parent.stdout is not None
    for _ in children:
        parent.stdout.readline()

    parent.kill()
    parent.wait()

    assert [ends(pid) for pid in children] == [True, True]


ORPHAN = """
import os, sys, time
sys.platform = "one without a death signal"
from pipeline.stages.pool_child import end_with_parent
end_with_parent(os.getppid())
print(os.getpid(), flush=True)
time.sleep(600)
"""


def test_a_child_sees_for_itself_that_its_parent_is_gone() -> None:
    waits = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ORPHAN!r}])"
    parent = subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    parent.kill()
    parent.wait()

    assert ends(child)


def test_a_parent_that_forgets_to_close_leaves_no_child(tmp_path: Path) -> None:
    parent, children = run_parent(tmp_path / "parent.py", "pass")

    parent.communicate(timeout=60)

    assert [ends(pid) for pid in children] == [True, True]


def test_an_interrupt_to_the_whole_group_leaves_children_silent(tmp_path: Path) -> None:
    parent, children = run_parent(
        tmp_path / "parent.py",
        f"\n    try: pool.submit('echo', {HANGING}).result()\n    except KeyboardInterrupt: pool.close()",
    )
    assert parent.stdout is not None
    parent.stdout.readline()

    os.killpg(parent.pid, signal.SIGINT)
    _output, complaints = parent.communicate(timeout=60)

    assert (complaints, [is_running(pid) for pid in children]) == ("", [False, False])


def test_importing_the_pool_loads_nothing_heavy() -> None:
    script = "import sys, pipeline.stages.pool; print([m for m in ('faust', 'spacy', 'kafka') if m in sys.modules])"

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


def test_each_child_is_known_by_its_process_id() -> None:
    pool = build_pool(processes=2)
    pool.start()
    pids = pool.pids()
    pool.close()

    assert (len(set(pids)), os.getpid() in pids) == (2, False)


def test_a_pool_that_has_not_started_has_no_children() -> None:
    pool = build_pool()

    assert (pool.pids(), pool.restarts) == ([], 0)


def test_a_child_in_the_place_of_a_dead_one_is_counted(tmp_path: Path) -> None:
    pool = build_pool()
    work(pool, f"die-once {tmp_path / 'flag'}")
    restarts = pool.restarts
    pool.close()

    assert restarts == 1
