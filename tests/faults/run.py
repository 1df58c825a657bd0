"""One run under faults: feed, do what the schedule says, wait, and settle the account.

    python -m tests.faults.run --seeds 50 [--brokers 1|3] [--first 0] [--articles 300]

prints one line of figures a run, and ends with 1 when anything was lost or wrong in any of them.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from kafka import KafkaProducer

from pipeline.config import Settings
from pipeline.stages.topics import RAW
from pipeline.stream.admin import create_topics
from pipeline.stream.connection import addresses
from pipeline.stream.declaration import read_declaration
from tests.faults.accounts import Account, Bookkeeper
from tests.faults.crew import Crew, working
from tests.faults.faults import Scene, Schedule, schedule
from tests.faults.mix import MAX_MESSAGE_BYTES, Message, mixed
from tests.kafka_server import KafkaServer, kafka_cluster, why_unavailable

PARTITIONS = 3
RATE_PER_S = 40.0
PATIENCE_S = 180.0
"""Longest that a run may take to come to its end after the last fault."""


@dataclass(frozen=True)
class Report:
    """A run and its account."""

    schedule: Schedule
    account: Account
    restarts: int
    unclean_ends: int
    """Workers that did not end with 0 when they were asked to."""
    seconds: float
    recovery_s: float
    """From the end of the last fault, and of the feed, to the end of the last article's way."""
    log: str = ""
    """Ends of the workers' logs, where the account is not even."""

    @property
    def is_well(self) -> bool:
        """Whether nothing is lost, nothing wrong, and every end clean."""
        return self.account.is_even and not self.unclean_ends

    def __str__(self) -> str:
        account = self.account
        figures = (
            f"{account.fed} fed, {account.published} published, {account.dead_lettered} dead-lettered, "
            f"{len(account.lost)} lost, {len(account.wrong)} wrong, {account.repeated} written again, "
            f"{self.restarts} restarts, done {self.recovery_s:.0f} s after the last fault"
        )
        return f"{'ok  ' if self.is_well else 'FAIL'} {self.schedule}: {figures}, {self.seconds:.0f} s in all"


def settings_for(servers: Sequence[KafkaServer], name: str) -> Settings:
    """Settings of a deployment of its own."""
    return Settings(
        bootstrap_servers=",".join(server.bootstrap_servers for server in servers), topic_prefix=f"{name}.",
        app_id=name, partitions=PARTITIONS, replication=min(3, len(servers)), session_timeout_s=6.0,
        commit_interval_s=0.5, fetch_max_wait_ms=50, pool_processes=1, max_message_bytes=MAX_MESSAGE_BYTES,
        stuck_after_s=60.0, article_timeout_s=20.0,
    )  # fmt: skip


def run(plan: Schedule, servers: Sequence[KafkaServer], folder: Path, *, articles: int) -> Report:
    """Do one run."""
    settings = settings_for(servers, f"faults-{plan.brokers}-{plan.seed}")
    create_topics(settings.bootstrap_servers, read_declaration(settings), replication=settings.replication)
    messages = mixed(seed=plan.seed, count=articles, partitions=PARTITIONS)
    begun = time.monotonic()
    with closing(Bookkeeper(settings)) as keeper, working(settings, folder, workers=plan.workers) as crew:
        feeder = Feeder(settings, messages)
        _do(plan, Scene(settings, crew, servers, random.Random(plan.seed)))
        feeder.join()
        healed = time.monotonic()
        keys = {message.key for message in messages}
        keeper.read_until(lambda books: keys <= books.ended(), timeout_s=PATIENCE_S)
        ended = time.monotonic()
        account = keeper.account(messages)
        return _report(plan, account, crew, seconds=ended - begun, recovery_s=ended - healed)


class Feeder:
    """Feeds at a steady rate from a thread of its own; every message is confirmed, whatever happens to the brokers."""

    def __init__(self, settings: Settings, messages: Sequence[Message]) -> None:
        self._producer = KafkaProducer(
            bootstrap_servers=addresses(settings.bootstrap_servers), acks="all", enable_idempotence=True,
            max_request_size=20_000_000, request_timeout_ms=5_000, delivery_timeout_ms=120_000, max_block_ms=120_000,
        )  # fmt: skip
        self._topic = settings.topic_prefix + RAW
        self._messages = messages
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until the brokers have everything.

        Raises:
            KafkaError: They do not take it.
        """
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            sent = []
            for message in self._messages:
                sent.append(
                    self._producer.send(
                        self._topic, key=message.key.encode(), value=message.value, partition=message.partition
                    )
                )
                time.sleep(1 / RATE_PER_S)
            for confirmation in sent:
                confirmation.get(timeout=120)
            self._producer.close()
        except Exception as error:
            self._error = error


def _do(plan: Schedule, scene: Scene) -> None:
    for pause, fault in plan.faults:
        time.sleep(pause)
        fault(scene)


def _report(plan: Schedule, account: Account, crew: Crew, *, seconds: float, recovery_s: float) -> Report:
    report = Report(
        schedule=plan,
        account=account,
        restarts=crew.restarts,
        unclean_ends=len(crew.unclean_ends),
        seconds=seconds,
        recovery_s=recovery_s,
    )
    return report if report.is_well else replace(report, log=crew.log_tails())


def main() -> int:
    """Run schedules by seed, each on a cluster that the ones before it have used."""
    options = _options()
    if reason := why_unavailable():
        print(reason, file=sys.stderr)
        return 1
    is_well = True
    for brokers in options.brokers:
        with kafka_cluster(brokers) as servers:
            for seed in range(options.first, options.first + options.seeds):
                with tempfile.TemporaryDirectory(prefix="newswire-faults-") as folder:
                    report = run(schedule(seed, brokers=brokers), servers, Path(folder), articles=options.articles)
                print(report, flush=True)
                if not report.is_well:
                    print(report.account.lost, report.account.wrong, report.log, sep="\n", flush=True)
                    is_well = False
    return 0 if is_well else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Runs under faults drawn by chance.")
    parser.add_argument("--seeds", type=int, default=25, help="runs on each cluster")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--brokers", type=int, nargs="+", default=[1, 3], help="sizes of clusters")
    parser.add_argument("--articles", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
