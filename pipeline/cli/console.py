"""`newswire console`: the live page."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import click

from pipeline.cli.command import Command
from pipeline.cli.output import note
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings
from pipeline.console.enriching import ChainEnricher
from pipeline.console.follower import Follower
from pipeline.console.intake import Intake, load_file, now
from pipeline.console.pulse import Pulse
from pipeline.console.server import serve
from pipeline.console.state import Console
from pipeline.console.store import Limits, Store

LIMITS = Limits()


@click.command(
    cls=Command,
    examples=(
        "newswire console",
        "newswire console --file enriched.jsonl --file stories.jsonl",
        "newswire console --port 8090 --store window.sqlite",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 is any free one.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A further name to answer to.")
@click.option(
    "--file", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Show JSON lines of newswire enrich instead of a broker's topics.",
)  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path), metavar="FILE", help="Keep the window there; else in memory.")
@click.option("--events", type=click.IntRange(min=1), default=LIMITS.events, show_default=True, help="Events kept.")
@click.option(
    "--articles", type=click.IntRange(min=1), default=LIMITS.articles, show_default=True, help="Articles kept."
)
@click.option(
    "--enrich/--no-enrich", "is_enriching", default=True, show_default=True, help="Let people try an article."
)
@takes_settings("bootstrap_servers", "topic_prefix", "app_id", "model")
def command(
    *, settings: Settings, files: tuple[Path, ...], store: Path | None, is_enriching: bool, **options: object
) -> None:
    """Serve the live page: events as they come, their map, stories, articles with the reasons, and the stream's health.

    Reads the topics without a consumer group, keeps the newest records, and waits for a broker that is away. There is
    no password: it is for this machine, unless --host says otherwise.
    """
    limits = Limits(events=_whole(options.pop("events")), articles=_whole(options.pop("articles")))
    with ExitStack() as stack:
        window = Store(store, limits=limits)
        stack.callback(window.close)
        pulse = _loaded(window, files) if files else Pulse(now, said=f"connecting to {settings.bootstrap_servers}")
        enricher = ChainEnricher(settings, clock=now) if is_enriching else None
        if enricher is not None:
            stack.callback(enricher.close)
        if not files:
            intake = Intake(window, pulse, topic_prefix=settings.topic_prefix)
            follower = Follower(settings, intake, pulse, window=max(limits.events, limits.articles))
            follower.start()
            stack.callback(follower.stop)
        console = Console(settings=settings, store=window, pulse=pulse, enricher=enricher, is_live=not files)
        asyncio.run(_served(console, options))


async def _served(console: Console, options: dict[str, object]) -> None:
    host, port, hosts = str(options["host"]), _whole(options["port"]), options["hosts"]
    names = [str(name) for name in hosts] if isinstance(hosts, tuple) else []
    await serve(console, host=host, port=port, hosts=names, announce=_announce)


def _announce(address: str) -> None:
    note(f"Newswire console at {address}  (Ctrl-C ends it)")


def _loaded(window: Store, files: tuple[Path, ...]) -> Pulse:
    count = sum(load_file(window, path) for path in files)
    names = ", ".join(path.name for path in files)
    return Pulse(now, state="file", said=f"{count} records of {names}")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
