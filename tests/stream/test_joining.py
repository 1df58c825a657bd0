"""A worker that does not get into its group is noticed, one that gets on is left alone."""

from collections.abc import Hashable, Sequence

import pytest

from pipeline.stream.joining import Joining


def ages(states: Sequence[Hashable | None]) -> list[float]:
    """What is measured when the state is asked for once a second."""
    seconds = iter(range(len(states) + 1))
    left = iter(states)
    joining = Joining(lambda: next(left), clock=lambda: float(next(seconds)))
    return [joining.age_s() for _ in states]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["joining", "joining", "joining"], [0, 1, 2]),
        (["joining", None, None], [0, 0, 0]),
        ([3, 2, 1], [0, 0, 0]),
        (["joining", "joining", None, "joining", "joining"], [0, 1, 0, 0, 1]),
    ],
    ids=["stands still", "has arrived", "gets on", "joins again"],
)
def test_age_is_counted_since_the_worker_got_on_last(states: Sequence[Hashable | None], expected: list[int]) -> None:
    assert ages(states) == expected
