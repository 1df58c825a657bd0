"""One worker: a pool of children, a Faust app over it, signals, and a clean end."""

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faust
from faust.types import AppT
from prometheus_client import CollectorRegistry

from pipeline.config import Settings, pool_size
from pipeline.errors import NewswireError, SettingsError
from pipeline.stages.build import STATELESS, build_stage
from pipeline.stages.pool import StagePool
from pipeline.stages.pool_child import Build
from pipeline.stream.app import AGENTS, Bench, build_app
from pipeline.stream.declaration import read_declaration
from pipeline.stream.health import build_pages, health_server
from pipeline.stream.metrics import WorkerMetrics
from pipeline.stream.preflight import table_partitions
from pipeline.stream.registry import registered_schemas
from pipeline.stream.topic_watch import watch_topics
from pipeline.stream.vitals import Vitals
from pipeline.stream.watchdog import end_process

log = logging.getLogger("newswire.worker")


def run_worker(settings: Settings, *, agents: Sequence[str] = AGENTS, build: Build = build_stage) -> None:
    """Run the agents until SIGTERM or Ctrl-C; what was taken in is finished first.

    Args:
        settings: As given by flags, environment and file.
        agents: Which of `AGENTS` to run.
        build: Makes the stages in the pool's children; a function that a child can import.

    Raises:
        SettingsError: An agent that there is none of.
        HealthServerError: The port for metrics and health is taken.
        BrokerError: Nobody answers, or the topics are not there.
        TargetError: The schema registry does not answer, or refuses a schema.
        SystemExit: At the end, as Faust's worker has it: 0 after a signal.
    """
    check_agents(agents)
    stages = tuple(name for name in agents if name in STATELESS)
    vitals = Vitals(limit_s=settings.stuck_after_s, is_warm=not stages)
    metrics = WorkerMetrics(CollectorRegistry(), vitals=vitals, agents=agents)
    pages = build_pages(metrics.registry, vitals)
    with health_server(settings.metrics_host, settings.metrics_port, pages), _data_dir(settings) as data_dir:
        tables = table_partitions(settings, agents)
        watch_topics(settings.bootstrap_servers, [topic.name for topic in read_declaration(settings)])
        schema_ids = registered_schemas(settings)
        processes = pool_size(settings)
        pool = StagePool(stages=stages, settings=settings, processes=processes, build=build)
        metrics.watch_pool(pool)
        bench = Bench(
            pool=pool, children=processes, data_dir=data_dir, metrics=metrics, vitals=vitals, schema_ids=schema_ids
        )
        app = build_app(settings, tables=tables, agents=agents, bench=bench)
        logging.getLogger("faust.transport.producer").setLevel(logging.ERROR)  # a full buffer is no news: it is emptied
        logging.getLogger("faust.topics").setLevel(logging.ERROR)  # shows messages, whole, that a topic did not take
        _attach_pool(app, pool, vitals, has_work=bool(stages))
        _attach_announcement(app, agents, settings)
        try:
            faust.Worker(
                app, loop=asyncio.new_event_loop(), override_logging=False, redirect_stdouts=False, quiet=True
            ).execute_from_commandline()
        finally:
            pool.close()


def check_agents(agents: Sequence[str]) -> None:
    """Refuse names of agents that there are none of.

    Raises:
        SettingsError: With the names that there are.
    """
    unknown = [name for name in agents if name not in AGENTS]
    if unknown or not agents:
        raise SettingsError(f"there is no agent {', '.join(unknown) or 'named'}; agents are {', '.join(AGENTS)}")


@contextlib.contextmanager
def _data_dir(settings: Settings) -> Iterator[Path]:
    """Give Faust a folder that no other worker uses: as set, else one that goes with the worker."""
    if settings.data_dir:
        path = Path(settings.data_dir)
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / ".writable").touch()
        except OSError as error:
            raise SettingsError(f"NEWSWIRE_DATA_DIR {path} cannot be written: {error.strerror}") from error
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="newswire-worker-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _attach_pool(app: AppT[Any], pool: StagePool, vitals: Vitals, *, has_work: bool) -> None:
    """Warm the pool up while the worker joins its group; a pool that cannot be made ends the worker."""
    if not has_work:
        return

    @app.task
    async def warm_up() -> None:
        try:
            await pool.ready()
        except NewswireError as error:
            end_process(str(error))
        vitals.is_warm = True


def _attach_announcement(app: AppT[Any], agents: Sequence[str], settings: Settings) -> None:
    @app.on_rebalance_complete.connect(weak=False)
    async def announce(_app: AppT[Any], **_: object) -> None:
        assignment = app.consumer.assignment()
        log.info(
            "ready",
            extra={"agents": ",".join(agents), "partitions": len(assignment), "broker": settings.bootstrap_servers},
        )
