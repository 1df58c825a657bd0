"""Requests to services of others: patient where a service is busy or away, plain about what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout, parse_url

from pipeline.errors import SettingsError, TargetError

RETRIED = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that pass."""
ATTEMPTS = 8
BACKOFF_S, LONGEST_S = 0.5, 60.0
"""The first wait before a second retry, doubled each time, and the longest; a `Retry-After` goes first."""
CONNECT_S, READ_S = 10.0, 60.0
SHOWN_CHARS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a service said."""

    status: int
    """HTTP status."""
    body: bytes
    """As it came."""

    @property
    def said(self) -> str:
        """Give its status and the beginning of its words, on one line."""
        words = " ".join(self.body.decode("utf-8", "replace").split())[:SHOWN_CHARS]
        return f"status {self.status}{': ' + words if words else ''}"


class Service:
    """One service, under one address.

    Args:
        address: http or https; paths are put behind it. A name and password in it are sent as basic authentication.
        headers: Sent with every request.
        backoff_s: The first wait of those that double.
        connections: How many requests are sent at a time.

    Raises:
        SettingsError: It is no such address.
    """

    def __init__(
        self,
        address: str,
        headers: Mapping[str, str] | None = None,
        *,
        backoff_s: float = BACKOFF_S,
        connections: int = 1,
    ) -> None:
        try:
            url = parse_url(address)
        except HTTPError as error:
            raise SettingsError(f"the address of the service cannot be read: {error}") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise SettingsError("the address of the service must begin with http:// or https:// and name a host")
        self.name = f"{url.scheme}://{url.netloc}"
        """The address without path and password, to be shown."""
        self.connections = connections
        """How many requests may be sent at a time."""
        self._address = url._replace(auth=None).url.rstrip("/")
        given = urllib3.make_headers(basic_auth=url.auth) if url.auth else {}
        retry = Retry(
            total=ATTEMPTS, backoff_factor=backoff_s, backoff_max=LONGEST_S, backoff_jitter=backoff_s, redirect=0,
            status_forcelist=RETRIED, allowed_methods=None, raise_on_status=False, raise_on_redirect=False,
        )  # fmt: skip
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": "newswire", **given, **(headers or {})},
            maxsize=connections,
            retries=retry, timeout=Timeout(connect=CONNECT_S, read=READ_S),
        )  # fmt: skip

    def ask(
        self, method: str, path: str = "", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request, again where it may pass; a redirection is not followed.

        Raises:
            TargetError: Nobody answered in the end, or only that it is busy.
        """
        try:
            response = self._pool.request(
                method, self._address + path, body=body, headers={**self._pool.headers, **(headers or {})}
            )
        except HTTPError as error:
            raise TargetError(f"{self.name} does not answer: {type(error).__name__}") from error
        answer = Answer(status=response.status, body=response.data)
        if answer.status in RETRIED:
            raise TargetError(f"{self.name} is busy or broken, after {ATTEMPTS} more attempts: {answer.said}")
        return answer

    def close(self) -> None:
        """Let go of its connections."""
        self._pool.clear()
