"""The Faust app: which agents there are, what they read, where they send."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faust
from faust.types import TP, AppT, StreamT

from pipeline.config import Settings
from pipeline.stages.build import STATEFUL, STATELESS
from pipeline.stages.deduplicator import build_deduplicator
from pipeline.stages.messages import Stage
from pipeline.stages.storyteller import build_storyteller
from pipeline.stages.topics import INPUT_OF
from pipeline.steps.state import Store
from pipeline.stream.delivery import Delivery, HoldLimits
from pipeline.stream.joining import joining
from pipeline.stream.lookout import Lookout, TopicEnds
from pipeline.stream.measured import MeasuredPool, MeasuredPublisher, MeasuredStage
from pipeline.stream.metrics import WorkerMetrics
from pipeline.stream.publisher import Publisher, TopicPublisher, raw_topic
from pipeline.stream.pump import Pump, Workbench
from pipeline.stream.tables import TableAgent, TableStore, TopicChangelog, build_table, changelog_name
from pipeline.stream.trail import unbroken
from pipeline.stream.transport import mend_transport
from pipeline.stream.vitals import Vitals
from pipeline.stream.watchdog import Watchdog, end_process

AGENTS = ("cleaner", "deduplicator", "annotator", "storyteller")
"""Every agent, in the order of an article's way."""

STAGE_BUILDERS: dict[str, Callable[[Store, Settings], Stage]] = {
    "deduplicator": build_deduplicator,
    "storyteller": build_storyteller,
}
"""How the stages with a table are made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """Where the work of a worker is done."""

    pool: Workbench
    """Where the stateless stages run."""
    children: int
    """How many batches each pump keeps in the pool: one a child."""
    data_dir: Path
    """Where Faust keeps files; no other worker may use it."""
    metrics: WorkerMetrics
    """What is counted of it."""
    vitals: Vitals
    """What is known of it while it runs."""
    schema_ids: Mapping[str, int] = field(default_factory=dict)
    """Ids of schemas by the contract's topic, where values carry them."""


def group_id(settings: Settings, agents: Sequence[str]) -> str:
    """Name the consumer group: workers that run the same agents share one."""
    if set(agents) == set(AGENTS):
        return settings.app_id
    return "-".join((settings.app_id, *(name for name in AGENTS if name in agents)))


def build_app(settings: Settings, *, tables: Mapping[str, int], agents: Sequence[str], bench: Bench) -> AppT[Any]:
    """Make an app with the named agents over one pool.

    Args:
        settings: As given by flags, environment and file.
        tables: How many partitions the table of each agent has.
        agents: Which of `AGENTS` to run.
        bench: Where the work is done.
    """
    app = _bare_app(settings, agents, bench.data_dir)
    topics = TopicPublisher(app, topic_prefix=settings.topic_prefix, schema_ids=bench.schema_ids)
    publisher = MeasuredPublisher(topics, bench.metrics)
    pool = MeasuredPool(bench.pool, bench.metrics)
    deliveries = []
    for name in (agent for agent in AGENTS if agent in agents):
        delivery = _delivery(name, publisher, settings, bench.metrics)
        if name in STATELESS:
            pump = Pump(
                delivery=delivery, pool=pool, window=settings.window, batches=bench.children, chunk=settings.chunk
            )
            attach_agent(app, pump, topic=settings.topic_prefix + INPUT_OF[name])
        if name in STATEFUL:
            attach_agent(
                app,
                _table_agent(app, delivery, settings, bench.metrics, partitions=tables[name]),
                topic=settings.topic_prefix + INPUT_OF[name],
            )
        deliveries.append(delivery)
    attach_watchdog(app, deliveries, bench.vitals, limit_s=settings.stuck_after_s)
    if settings.metrics_port:
        attach_lookout(app, deliveries, bench.vitals, settings)
    return app


def attach_agent(app: AppT[Any], worker: Pump | TableAgent, *, topic: str) -> None:
    """Register an agent that reads a topic without acknowledging: its delivery does that."""

    @app.agent(raw_topic(app, topic), name=worker.delivery.stage)
    async def agent(stream: StreamT[bytes]) -> None:
        try:
            await worker.run(unbroken(stream.noack().events(), app))
        except Exception as error:  # noqa: BLE001 - an exception that leaves an agent makes Faust drop messages
            worker.delivery.fail(error)

    @app.on_partitions_revoked.connect(weak=False)
    async def revoke(_app: AppT[Any], revoked: set[TP], **_: object) -> None:
        worker.delivery.revoke(revoked)


def _delivery(name: str, publisher: Publisher, settings: Settings, metrics: WorkerMetrics) -> Delivery:
    limits = HoldLimits(messages=settings.window * 16, failures_in_a_row=settings.failures_in_a_row)
    return Delivery(
        stage=name,
        publisher=publisher,
        limits=limits,
        stop_worker=end_process,
        acknowledged=lambda item: metrics.acknowledged(name, item),
    )


def _table_agent(
    app: AppT[Any], delivery: Delivery, settings: Settings, metrics: WorkerMetrics, *, partitions: int
) -> TableAgent:
    name = delivery.stage
    table = build_table(app, name, changelog=changelog_name(settings, name), partitions=partitions)
    store = TableStore(table)
    changelog = TopicChangelog(table.changelog_topic)
    stage = MeasuredStage(STAGE_BUILDERS[name](store, settings), metrics)
    return TableAgent(stage=stage, store=store, changelog=changelog, delivery=delivery)


def attach_watchdog(app: AppT[Any], deliveries: Sequence[Delivery], vitals: Vitals, *, limit_s: float) -> None:
    """Register the task that ends the process when something is stuck."""
    held = [(f"the {delivery.stage} has held a message", delivery.oldest_age_s) for delivery in deliveries]
    watchdog = Watchdog(
        ages=[*held, ("the worker has not got into its group", joining(app).age_s)],
        limit_s=limit_s,
        has_nothing_left=lambda: app.should_stop and not any(delivery.held for delivery in deliveries),
    )

    @app.task
    async def watch() -> None:
        vitals.silent_s = watchdog.silent_s
        await watchdog.run()


def attach_lookout(app: AppT[Any], deliveries: Sequence[Delivery], vitals: Vitals, settings: Settings) -> None:
    """Register the task that keeps the worker's state up to date for those who ask for it."""
    topics = [settings.topic_prefix + INPUT_OF[delivery.stage] for delivery in deliveries]
    ends = TopicEnds(settings.bootstrap_servers, topics)
    lookout = Lookout(app, deliveries=deliveries, ends=ends, topics=topics, vitals=vitals)
    vitals.is_ending = lambda: app.should_stop

    @app.task
    async def look() -> None:
        ends.start()
        await lookout.run()


def _bare_app(settings: Settings, agents: Sequence[str], data_dir: Path) -> AppT[Any]:
    app: AppT[Any] = faust.App(
        group_id(settings, agents),
        broker=[f"kafka://{server.strip()}" for server in settings.bootstrap_servers.split(",")],
        store="memory://",
        datadir=data_dir,
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        consumer_auto_offset_reset="earliest",
        stream_wait_empty=True,
        stream_buffer_maxsize=64,
        broker_commit_interval=settings.commit_interval_s,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=min(3.0, settings.session_timeout_s / 3),
        producer_max_request_size=16_000_000,
    )
    mend_transport(app, fetch_max_wait_ms=settings.fetch_max_wait_ms)
    return app
