"""A console that runs in a thread of this process, and a browser to look at it with."""

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import orjson
from aiohttp import web

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.console.assets import read_assets
from pipeline.console.enriching import Answer, Enricher
from pipeline.console.pulse import Pulse
from pipeline.console.server import build_server
from pipeline.console.state import Console
from pipeline.console.store import Store
from tests.console.records import whole_article

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
"""Debian's `chromium`; another by the variable."""


class FakeEnricher:
    """Answers with an article of its own, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    def enrich(self, raw: bytes) -> Answer:
        self.asked.append(orjson.loads(raw))
        return Answer(article=encode(whole_article()), reason=None, detail=None, seconds=0.5)

    def close(self) -> None:
        """Nothing is open."""


@contextmanager
def running(
    store: Store,
    *,
    enricher: Enricher | None = None,
    is_live: bool = True,
    settings: Settings | None = None,
    pulse: Pulse | None = None,
) -> Iterator[str]:
    """Serve a store; give the address. Where a broker is followed too, `settings` and `pulse` are its follower's."""
    told = pulse or Pulse(lambda: datetime.now(UTC), state="following" if is_live else "file", said="for a test")
    console = Console(settings=settings or Settings(), store=store, pulse=told, enricher=enricher, is_live=is_live)
    ready, ports = threading.Event(), []
    loop = asyncio.new_event_loop()
    ending = asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(build_server(console, read_assets()), shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        ready.set()
        await ending.wait()
        console.is_ending.set()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(20)
        loop.close()
