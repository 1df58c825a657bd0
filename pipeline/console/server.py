"""The addresses of the console, and the server that answers them."""

import asyncio
import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence

from aiohttp import web

from pipeline.codec import decode_object, encode_value
from pipeline.console import reading
from pipeline.console.assets import Asset, asset_response, read_assets
from pipeline.console.enriching import BusyError
from pipeline.console.filters import EventFilter, FilterError, parse_filter
from pipeline.console.guard import allowed_names, build_guard, problem
from pipeline.console.live import live
from pipeline.console.replaying import MOST, replay
from pipeline.console.state import Console, about, health_of
from pipeline.errors import BrokerError, InvalidRecordError, NewswireError

REQUEST_BYTES = 2_000_000
"""Largest request: an article, in Base64 where it is a file."""
PAGE = 5_000
"""Most events of one answer."""
LISTENERS = 32
"""Browsers that are told of events at a time."""


class ConsoleError(NewswireError):
    """A page that cannot be served; the message says what to do."""


class Routes:
    """Answers requests.

    Args:
        console: What is asked of.
        assets: The files of the page.
    """

    def __init__(self, console: Console, assets: Mapping[str, Asset]) -> None:
        self._console = console
        self._assets = assets
        self._listeners = 0

    def table(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/", self.page),
            web.get("/healthz", self.healthz),
            web.get("/page/{name}", self.asset),
            web.get("/api/about", self.about),
            web.get("/api/events", self.events),
            web.get("/api/facets", self.facets),
            web.get("/api/places", self.places),
            web.get("/api/live", self.live),
            web.get("/api/article", self.article),
            web.get("/api/stories", self.stories),
            web.get("/api/story", self.story),
            web.get("/api/health", self.health),
            web.post("/api/replay", self.replay),
            web.post("/api/enrich", self.enrich),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """Give the page."""
        return asset_response(request, self._assets["index.html"])

    async def asset(self, request: web.Request) -> web.Response:
        """Give a file of the page."""
        asset = self._assets.get(request.match_info["name"])
        return asset_response(request, asset) if asset else problem(404, "not_found", "there is no such file")

    async def healthz(self, _request: web.Request) -> web.Response:
        """Say that the server answers, whatever the broker does."""
        return web.Response(text="ok\n")

    async def about(self, _request: web.Request) -> web.Response:
        """Give what a page must know once."""
        return _json(encode_value(await asyncio.to_thread(about, self._console)))

    async def health(self, _request: web.Request) -> web.Response:
        """Give the figures of the stream, and its dead letters."""
        store = self._console.store
        figures = await asyncio.to_thread(health_of, self._console)
        reasons = await asyncio.to_thread(reading.letter_reasons, store)
        letters = await asyncio.to_thread(reading.letters, store, limit=200)
        head = encode_value({**figures, "reasons": reasons})
        return _json(head[:-1] + b',"letters":' + reading.joined(letters) + b"}")

    async def events(self, request: web.Request) -> web.Response:
        """Give the newest events that meet the conditions."""
        wanted, store = _filter(request), self._console.store
        limit = _whole(request.query.get("limit"), default=500, most=PAGE)
        before = _whole(request.query.get("before"), default=0, most=2**53) or None
        newest = await asyncio.to_thread(reading.last_number, store)
        events = await asyncio.to_thread(reading.newest_events, store, wanted, limit=limit, before=before)
        total = await asyncio.to_thread(reading.count_events, store, wanted)
        head = encode_value({"total": total, "at": f"{store.epoch}:{newest}"})
        return _json(head[:-1] + b',"rows":' + reading.joined(events.rows) + b"}")

    async def facets(self, _request: web.Request) -> web.Response:
        """Name what can be filtered by."""
        return _json(encode_value(await asyncio.to_thread(reading.facets, self._console.store)))

    async def places(self, request: web.Request) -> web.Response:
        """Count the events of each place."""
        found = await asyncio.to_thread(reading.places, self._console.store, _filter(request))
        return _json(encode_value(found))

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Tell of events as they come."""
        if self._listeners >= LISTENERS:
            return problem(503, "too_many", f"{LISTENERS} pages are open already: close one")
        self._listeners += 1
        try:
            return await live(request, self._console, _filter(request))
        finally:
            self._listeners -= 1

    async def article(self, request: web.Request) -> web.Response:
        """Give an article's record, and the story that it belongs to."""
        article_id, store = request.query.get("id", ""), self._console.store
        record = await asyncio.to_thread(reading.article, store, article_id)
        if record is None:
            return problem(404, "not_found", "this article is not, or no longer, in the window that is kept here")
        story = await asyncio.to_thread(reading.story_of, store, article_id)
        return _json(b'{"story":' + encode_value(story) + b',"article":' + record + b"}")

    async def stories(self, request: web.Request) -> web.Response:
        """Give the stories with the latest news first."""
        limit = _whole(request.query.get("limit"), default=200, most=2_000)
        words = request.query.get("q", "")[:200]
        rows = await asyncio.to_thread(reading.stories, self._console.store, words=words, limit=limit)
        return _json(reading.joined(rows))

    async def story(self, request: web.Request) -> web.Response:
        """Give a story's record."""
        record = await asyncio.to_thread(reading.story, self._console.store, request.query.get("id", ""))
        missing = "this story is not, or no longer, in the window that is kept here"
        return problem(404, "not_found", missing) if record is None else _json(record)

    async def replay(self, request: web.Request) -> web.Response:
        """Send dead letters round again: those at the named places, or those of a reason."""
        console = self._console
        if not console.is_live:
            return problem(409, "no_broker", "these records come from a file: there is no broker to send them to")
        try:
            places = _letter_places(console, decode_object(await request.read()))
        except InvalidRecordError as error:
            return problem(400, error.reason, error.detail)
        try:
            done = await asyncio.to_thread(replay, console.settings, places[:MOST])
        except BrokerError as error:
            return problem(502, "broker_away", str(error))
        left = max(0, len(places) - MOST)
        return _json(encode_value({"sent": done.sent, "kept": list(done.kept), "left": left}))

    async def enrich(self, request: web.Request) -> web.Response:
        """Work one article, and give its record or why there is none."""
        enricher = self._console.enricher
        if enricher is None:
            return problem(409, "turned_off", "this console was started with --no-enrich")
        raw = await request.read()
        try:
            answer = await asyncio.to_thread(enricher.enrich, raw)
        except BusyError as error:
            return problem(429, "busy", str(error))
        except NewswireError as error:
            return problem(500, "failed", str(error))
        if answer.article is None:
            return problem(422, answer.reason or "failed", answer.detail or "the article could not be worked")
        return _json(b'{"seconds":%s,"article":%s}' % (encode_value(answer.seconds), answer.article))


def build_server(console: Console, assets: Mapping[str, Asset], *, hosts: Iterable[str] = ()) -> web.Application:
    """Make the application; `hosts` are names beside those of loopback by which it may be asked for."""
    guard = build_guard(allowed_names(hosts), console.token)
    app = web.Application(middlewares=[guard], client_max_size=REQUEST_BYTES)
    app.add_routes(Routes(console, assets).table())
    return app


async def serve(
    console: Console, *, host: str, port: int, hosts: Sequence[str], announce: Callable[[str], None]
) -> None:
    """Serve the page until SIGINT or SIGTERM.

    Raises:
        ConsoleError: The port cannot be had.
    """
    runner = web.AppRunner(
        build_server(console, read_assets(), hosts=(host, *hosts)), access_log=None, shutdown_timeout=2.0
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ConsoleError(_refused(host, port, error)) from error
        announce(_address(host, runner.addresses[0][1]))
        await _until_asked_to_end()
    finally:
        console.is_ending.set()
        await runner.cleanup()


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: choose another with --port"
    # The system's word, without asyncio's sentence around it; where a name is not found, the number is below zero.
    said = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return f"{host}:{port} cannot be served: {said}: choose others with --host and --port"


async def _until_asked_to_end() -> None:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Outside of the main thread, and on Windows, no handler can be set: whoever started the thread ends it.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, asked.set)
    await asked.wait()


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 - shown, not bound
    return f"http://{shown}:{port}/"


def _filter(request: web.Request) -> EventFilter:
    try:
        return parse_filter(request.query)
    except FilterError as error:
        raise web.HTTPBadRequest(reason=str(error)) from error


def _whole(text: str | None, *, default: int, most: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 16:  # noqa: PLR2004 - digits of a number in JavaScript
        return default
    return min(int(text), most)


def _letter_places(console: Console, asked: Mapping[str, object]) -> list[tuple[int, int]]:
    reason, places = asked.get("reason"), asked.get("letters")
    if isinstance(reason, str):
        return reading.letter_places(console.store, reason)
    if not isinstance(places, list):
        raise InvalidRecordError("invalid_request", "it takes a reason, or letters by partition and offset")
    return [_place(place) for place in places]


def _place(place: object) -> tuple[int, int]:
    match place:
        case [int(partition), int(offset)] if 0 <= partition < 2**31 and 0 <= offset < 2**63:
            return partition, offset
    raise InvalidRecordError("invalid_request", "a letter is named by its partition and offset")


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")
