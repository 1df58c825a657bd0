"""Serves a worker's metrics and its health over HTTP, from a thread of its own with a loop of its own.

What it serves is read, never computed by the worker, so it answers while the worker's event loop is busy. A client
costs it at most so many bytes and seconds, and there are at most so many.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus

from prometheus_client import CollectorRegistry, generate_latest

from pipeline.errors import NewswireError
from pipeline.stream.vitals import Verdict, Vitals

log = logging.getLogger("newswire.worker")

MOST_CLIENTS = 16
REQUEST_BYTES = 8_192
CLIENT_LIMIT_S = 5.0
END_LIMIT_S = 2.0
PLAIN = "text/plain; charset=utf-8"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class HealthServerError(NewswireError):
    """An address on which a worker's health cannot be served."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a client gets."""

    status: HTTPStatus
    """Its code."""
    body: bytes
    """What is shown."""
    media_type: str = PLAIN
    """How it is to be read."""

    def encoded(self, *, with_body: bool) -> bytes:
        """Write it as HTTP, for a connection that is closed afterwards."""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\nContent-Type: {self.media_type}\r\n"
            f"Content-Length: {len(self.body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        return head.encode("ascii") + (self.body if with_body else b"")


Page = Callable[[], Answer]


def build_pages(registry: CollectorRegistry, vitals: Vitals) -> Mapping[str, Page]:
    """Make what is served: `/metrics`, `/healthz` and `/readyz`."""
    return {
        "/metrics": lambda: Answer(status=HTTPStatus.OK, body=generate_latest(registry), media_type=EXPOSITION),
        "/healthz": lambda: _answer_of(vitals.health()),
        "/readyz": lambda: _answer_of(vitals.readiness()),
    }


@contextmanager
def health_server(host: str, port: int, pages: Mapping[str, Page]) -> Iterator["HealthServer | None"]:
    """Serve pages for as long as the context lasts; nothing where the port is 0.

    Raises:
        HealthServerError: The address is taken, or not this machine's.
    """
    if port == 0:
        yield None
        return
    server = HealthServer(opened_listener(host, port), pages)
    server.start()
    log.info("serving metrics and health", extra={"host": host, "port": server.port})
    try:
        yield server
    finally:
        server.close()


def opened_listener(host: str, port: int) -> socket.socket:
    """Take a port.

    Raises:
        HealthServerError: The address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).split(" (")[0]
        raise HealthServerError(
            f"metrics and health cannot be served on {host} port {port} ({reason}): "
            "name a free port with --metrics-port or NEWSWIRE_METRICS_PORT; 0 serves neither"
        ) from error


class HealthServer:
    """Answers GET and HEAD for a few pages.

    Args:
        listener: A socket that listens; it is closed at the end.
        pages: What there is, by path. They are made in the server's thread.
    """

    def __init__(self, listener: socket.socket, pages: Mapping[str, Page]) -> None:
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._pages = pages
        self._clients = 0
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="newswire-health", daemon=True)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def close(self) -> None:
        """End; whoever is being answered is let go."""
        with suppress(RuntimeError):  # it has ended on its own
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(END_LIMIT_S)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve())
        except Exception as error:  # noqa: BLE001 - a worker without its figures still works
            log.warning("metrics and health are served no more", extra={"error": type(error).__name__})
        finally:
            self._listener.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, sock=self._listener, limit=REQUEST_BYTES)
        await self._ended.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._clients >= MOST_CLIENTS:
            writer.transport.abort()
            return
        self._clients += 1
        try:
            async with asyncio.timeout(CLIENT_LIMIT_S):
                writer.write(self._answered(await reader.readuntil(b"\r\n\r\n")))
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()  # whoever asks slowly, too much or not at all gets no answer
        finally:
            self._clients -= 1

    def _answered(self, request: bytes) -> bytes:
        method, _, rest = request.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        if method not in ("GET", "HEAD"):
            answer = Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, body=b"only GET\n")
        elif path not in self._pages:
            answer = Answer(status=HTTPStatus.NOT_FOUND, body=f"there is {', '.join(self._pages)}\n".encode())
        else:
            answer = _made(self._pages[path])
        return answer.encoded(with_body=method != "HEAD")


def _made(page: Page) -> Answer:
    try:
        return page()
    except Exception as error:  # noqa: BLE001 - the client is told, the worker is not
        log.debug("a page cannot be made: %s", type(error).__name__)
        return Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, body=f"{type(error).__name__}\n".encode())


def _answer_of(verdict: Verdict) -> Answer:
    status = HTTPStatus.OK if verdict.is_good else HTTPStatus.SERVICE_UNAVAILABLE
    return Answer(status=status, body=f"{verdict.said}\n".encode())
