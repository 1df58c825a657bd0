"""`newswire broker`: the embedded broker alone, in the foreground."""

import sys

import click

from pipeline.cli.command import Command
from pipeline.cli.json_lines import write_json
from pipeline.cli.output import chosen_format
from pipeline.cli.signals import ended_like_ctrl_c
from pipeline.errors import BrokerError


@click.command(cls=Command, examples=("newswire broker", "newswire broker --port 9193"))
@click.option("--port", type=click.IntRange(1, 65535), default=9092, show_default=True, help="Port on 127.0.0.1.")
def command(port: int) -> None:
    """Run the embedded broker, which keeps nothing.

    A small Kafka-compatible broker in memory, for trying out and for tests; other machines cannot reach it. Ends by
    Ctrl-C or SIGTERM, and its topics and messages end with it.
    """
    from pipeline.stream.broker import EmbeddedBroker  # noqa: PLC0415 - what a command needs is loaded when it runs

    broker = EmbeddedBroker(port=port)
    try:
        with ended_like_ctrl_c(), broker:
            _announce(broker.bootstrap_servers)
            broker.wait()
            raise BrokerError(f"the embedded broker ended by itself: {broker.log_tail() or 'it said nothing'}")
    except KeyboardInterrupt:
        return


def _announce(bootstrap_servers: str) -> None:
    if chosen_format(None) == "json":
        write_json({"bootstrap_servers": bootstrap_servers})
    else:
        sys.stdout.write(f"Broker ready at {bootstrap_servers}. It keeps nothing: Ctrl-C ends it and all it holds.\n")
    sys.stdout.flush()
