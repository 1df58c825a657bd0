"""What a run does to workers and brokers, and in which order: drawn by chance from a seed."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kafka.admin import KafkaAdminClient

from pipeline.config import Settings
from pipeline.stages.topics import RAW
from pipeline.stream.connection import addresses
from tests.faults.crew import Crew
from tests.kafka_server import KafkaServer

MOST_WORKERS = 3
FAULTS_A_RUN = (2, 4)


@dataclass(frozen=True)
class Scene:
    """What faults are done to."""

    settings: Settings
    crew: Crew
    servers: Sequence[KafkaServer]
    rng: random.Random


def kill_worker(scene: Scene) -> None:
    """kill -9 of a worker at a random moment."""
    scene.crew.kill(scene.rng)


def kill_child(scene: Scene) -> None:
    """kill -9 of a child of a pool."""
    scene.crew.kill_child(scene.rng)


def end_worker(scene: Scene) -> None:
    """SIGTERM in mid-batch."""
    scene.crew.end(scene.rng)


def join(scene: Scene) -> None:
    """One more worker during load."""
    scene.crew.add()


def leave(scene: Scene) -> None:
    """One worker less during load."""
    scene.crew.leave(scene.rng)


def stall_worker(scene: Scene) -> None:
    """SIGSTOP for longer than the session."""
    scene.crew.stall(scene.rng, scene.settings.session_timeout_s + 3)


def kill_broker(scene: Scene) -> None:
    """kill -9 of a broker, which is started again."""
    _killed_for_a_while(scene, [scene.rng.choice(scene.servers)])


def kill_leader(scene: Scene) -> None:
    """kill -9 of the broker that leads a partition of the raw articles."""
    leader = leader_of(scene.settings, scene.settings.topic_prefix + RAW, 0)
    _killed_for_a_while(scene, [server for server in scene.servers if server.node == leader])


def kill_two_brokers(scene: Scene) -> None:
    """kill -9 of two brokers of three: no message can be confirmed until one of them is back."""
    _killed_for_a_while(scene, scene.rng.sample(list(scene.servers), 2))


Fault = Callable[[Scene], None]

ON_ANY: tuple[Fault, ...] = (kill_worker, kill_child, end_worker, join, leave, stall_worker, kill_broker)
ON_CLUSTER: tuple[Fault, ...] = (*ON_ANY, kill_leader, kill_two_brokers)


@dataclass(frozen=True)
class Schedule:
    """One run's brokers, workers and faults."""

    seed: int
    brokers: int
    workers: int
    faults: tuple[tuple[float, Fault], ...]
    """Seconds after the one before, and what is done then."""

    def __str__(self) -> str:
        names = ", ".join(fault.__name__ for _pause, fault in self.faults)
        return f"seed {self.seed}: {self.brokers} brokers, {self.workers} workers; {names}"


def schedule(seed: int, *, brokers: int) -> Schedule:
    """Draw a run from its seed."""
    rng = random.Random(f"schedule {seed}")
    choice = ON_CLUSTER if brokers > 1 else ON_ANY
    faults = rng.sample(choice, rng.randint(*FAULTS_A_RUN))
    return Schedule(
        seed=seed,
        brokers=brokers,
        workers=rng.randint(1, MOST_WORKERS),
        faults=tuple((rng.uniform(0.5, 4.0), fault) for fault in faults),
    )


def leader_of(settings: Settings, topic: str, partition: int) -> int:
    """Tell which server leads a partition."""
    admin = KafkaAdminClient(bootstrap_servers=addresses(settings.bootstrap_servers))
    try:
        described = admin.describe_topics([topic])[0]["partitions"]
        return next(int(one["leader_id"]) for one in described if one["partition_index"] == partition)
    finally:
        admin.close()


def _killed_for_a_while(scene: Scene, servers: Sequence[KafkaServer]) -> None:
    for server in servers:
        server.kill()
    time.sleep(scene.rng.uniform(1.0, 4.0))
    for server in servers:
        server.launch()
    for server in servers:
        server.wait_until_ready()
