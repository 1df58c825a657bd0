"""Fetches what somebody named, and no more: bounded in time, size and redirects, guarded against inner networks."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from pipeline.errors import SourceError
from pipeline.formats.guard import Resolve, checked_address, resolve
from pipeline.formats.robots import MAX_ROBOTS_BYTES, Rules, parse_rules

USER_AGENT = "newswire/1 (+robots.txt is honoured)"
AGENT_NAME = "newswire"
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK_BYTES = 65_536
PORTS = {"http": 80, "https": 443}
ERRORS = (OSError, http.client.HTTPException, ValueError)
"""What a connection raises."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchLimits:
    """How far a fetch may go."""

    timeout_s: float = 15.0
    """Silence of a server before it is given up."""
    total_s: float = 60.0
    """Time of one answer, however slowly it drips."""
    max_bytes: int = 33_554_432
    """Largest answer."""
    pause_s: float = 1.0
    """Least time between two fetches from one host; its robots.txt may ask for more."""
    max_pause_s: float = 30.0
    """The most that is waited because a robots.txt asks for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What an address answered."""

    url: str
    """The address at the end of all redirects."""
    status: int
    """Its answer's code."""
    body: bytes
    """What it said."""
    content_type: str | None = None
    """The media type that it gave."""
    location: str | None = None
    """Where it points to instead."""


@dataclass(kw_only=True, slots=True)
class Fetcher:
    """Fetches pages and feeds; knows the rules of the hosts that it has asked."""

    is_private_allowed: bool = False
    """Whether hosts of inner networks may be asked."""
    limits: FetchLimits = field(default_factory=FetchLimits)
    """How far it goes."""
    resolver: Resolve = resolve
    """Finds the addresses of hosts."""
    sleep: Callable[[float], None] = time.sleep
    """Waits."""
    _rules: dict[tuple[str, str], Rules] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str) -> Fetched:
        """Fetch an address, following its redirects; each is checked as the first was.

        Raises:
            SourceError: It may not be fetched, or does not answer, or answers with an error or too much.
        """
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            rules = self._rules_of(_parts(address))
            if not rules.is_allowed(address, AGENT_NAME):
                raise SourceError(f"{address} is not fetched: the site's robots.txt asks not to")
            self._wait(_parts(address), rules)
            answer = self._ask(address, max_bytes=self.limits.max_bytes)
            if answer.location is None:
                if answer.status != http.client.OK:
                    raise SourceError(f"{address} answers with {answer.status}")
                return answer
            address = urljoin(address, answer.location)
        raise SourceError(f"{url} redirects more than {MAX_REDIRECTS} times")

    def _rules_of(self, parts: SplitResult) -> Rules:
        site = (parts.scheme, parts.netloc)
        if site not in self._rules:
            self._rules[site] = self._fetched_rules(f"{parts.scheme}://{parts.netloc}/robots.txt")
        return self._rules[site]

    def _fetched_rules(self, url: str) -> Rules:
        """Fetch the rules of a site, following redirects; a site that fails to answer allows nothing (RFC 9309)."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(url, max_bytes=MAX_ROBOTS_BYTES, is_cut=True)
            if answer.location is None:
                return parse_rules(answer.body, status=answer.status)
            url = urljoin(url, answer.location)
        return parse_rules(b"", status=http.client.NOT_FOUND)

    def _wait(self, parts: SplitResult, rules: Rules) -> None:
        pause_s = min(max(self.limits.pause_s, rules.delay_s(AGENT_NAME)), self.limits.max_pause_s)
        left_s = self._asked_at.get(parts.netloc, -pause_s) + pause_s - time.monotonic()
        if parts.netloc in self._asked_at and left_s > 0:
            self.sleep(left_s)
        self._asked_at[parts.netloc] = time.monotonic()

    def _ask(self, url: str, *, max_bytes: int, is_cut: bool = False) -> Fetched:
        parts = _parts(url)
        host = parts.hostname or ""
        port = _port(parts)
        address = checked_address(host, port, is_private_allowed=self.is_private_allowed, resolver=self.resolver)
        connection = _connection(parts.scheme, host, port, address=address, timeout_s=self.limits.timeout_s)
        late = threading.Event()
        alarm = threading.Timer(self.limits.total_s, _hang_up, [connection, late])
        alarm.daemon = True
        alarm.start()
        try:
            answer = _answer(connection, parts, max_bytes=max_bytes, is_cut=is_cut)
        except ERRORS as error:
            raise SourceError(f"{url} cannot be fetched: {str(error) or type(error).__name__}") from error
        finally:
            alarm.cancel()
            connection.close()
        if late.is_set():
            raise SourceError(f"{url} cannot be fetched: it takes more than {self.limits.total_s:g} s")
        return answer


def _answer(connection: http.client.HTTPConnection, parts: SplitResult, *, max_bytes: int, is_cut: bool) -> Fetched:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("GET", target, headers=headers)
    response = connection.getresponse()
    location = response.getheader("Location") if response.status in REDIRECTS else None
    body = b"" if location else _read(response, max_bytes)
    if len(body) > max_bytes and not is_cut:
        raise SourceError(f"{parts.geturl()} has more than {max_bytes} bytes, which is refused")
    if not location and not is_cut and response.length:
        raise SourceError(f"{parts.geturl()} broke off after {len(body)} bytes")
    media_type = response.getheader("Content-Type")
    return Fetched(
        url=parts.geturl(), status=response.status, body=body[:max_bytes], content_type=media_type, location=location
    )


def _read(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    pieces, size = [], 0
    while size <= max_bytes and (piece := response.read(CHUNK_BYTES)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in PORTS and bool(parts.hostname) and url.isascii() and url.isprintable()
        _port(parts)
    except ValueError as error:
        raise SourceError(f"{url} is no address: {error}") from error
    if not is_plain or " " in url:
        raise SourceError(f"{url} is not fetched: only http and https addresses are")
    if parts.username is not None:
        raise SourceError(f"an address at {parts.hostname} is not fetched: it holds a password")
    return parts._replace(fragment="")


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS.get(parts.scheme, 0)


def _connection(
    scheme: str, host: str, port: int, *, address: str, timeout_s: float
) -> "_HTTPConnection | _HTTPSConnection":
    """Make a connection that goes to an address that was checked, under the name that was asked for."""
    connection: _HTTPConnection | _HTTPSConnection
    if scheme == "https":
        connection = _HTTPSConnection(host, port, timeout=timeout_s, context=ssl.create_default_context())
    else:
        connection = _HTTPConnection(host, port, timeout=timeout_s)
    connection.address = address
    return connection


class _HTTPConnection(http.client.HTTPConnection):
    address = ""
    line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.address, self.port), self.timeout)


class _HTTPSConnection(http.client.HTTPSConnection):
    address = ""
    line: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]  # set by the parent
        self.sock = self.line = context.wrap_socket(plain, server_hostname=self.host)


def _hang_up(connection: _HTTPConnection | _HTTPSConnection, late: threading.Event) -> None:
    """End a connection that takes too long, from another thread.

    `line` and not `sock`, which the connection forgets once the answer has begun.
    """
    late.set()
    if connection.line is not None:
        try:
            connection.line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
