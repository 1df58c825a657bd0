"""`newswire worker`: the agents over a broker."""

import logging

import click

from pipeline.cli.command import Command
from pipeline.cli.logs import configure_logging
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings

ALL = "cleaner,deduplicator,annotator,storyteller"


@click.command(
    cls=Command,
    examples=(
        "newswire worker",
        "newswire worker --bootstrap-servers kafka-1:9092,kafka-2:9092 --pool-processes 4",
        "newswire worker --agents cleaner,annotator --metrics-port 9100",
    ),
)
@click.option("--agents", default=ALL, show_default=True, metavar="NAMES", help="Which agents, parted by commas.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default=None, help="Default: text on a terminal.")
@click.option("--verbose", is_flag=True, help="Say what Faust and the Kafka client do.")
@takes_settings(
    "bootstrap_servers",
    "app_id",
    "topic_prefix",
    "model",
    "event_types",
    "knowledge",
    "data_dir",
    "pool_processes",
    "metrics_host",
    "metrics_port",
)
def command(agents: str, log_format: str | None, verbose: bool, settings: Settings) -> None:  # noqa: FBT001 - click's call
    """Run the agents: raw articles from Kafka in, everything else out.

    Ends by SIGTERM or Ctrl-C after finishing what it has taken in. Start as many as the topics have partitions;
    Kafka shares the work among all that have the same app id.
    """
    from pipeline.stream.worker import run_worker  # noqa: PLC0415 - loads Faust

    configure_logging(log_format, level=logging.INFO if verbose else logging.WARNING)
    run_worker(settings, agents=tuple(name.strip() for name in agents.split(",") if name.strip()))
