"""Faults drawn by chance: six runs of those that `make test-faults` does fifty of."""

from pathlib import Path

import pytest

from tests.faults.conftest import Servers
from tests.faults.faults import schedule
from tests.faults.run import run

ARTICLES = 200


@pytest.mark.parametrize("servers", [1, 3], indirect=True)
@pytest.mark.parametrize("seed", [1000, 1001, 1002])
def test_every_article_comes_out_once_or_is_a_dead_letter(servers: Servers, seed: int, tmp_path: Path) -> None:
    report = run(schedule(seed, brokers=len(servers)), servers, tmp_path, articles=ARTICLES)

    assert report.is_well, f"{report}\n{report.account}\n{report.log}"


def test_a_schedule_is_the_same_for_the_same_seed() -> None:
    assert schedule(7, brokers=3) == schedule(7, brokers=3)


def test_faults_of_clusters_are_for_clusters() -> None:
    names = {fault.__name__ for seed in range(50) for _pause, fault in schedule(seed, brokers=1).faults}

    assert names & {"kill_leader", "kill_two_brokers"} == set()
