"""`newswire health`: asks the worker on this machine how it is, for the health checks of containers."""

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

import click

from pipeline.cli.command import Command
from pipeline.cli.settings import takes_settings
from pipeline.config import Settings
from pipeline.errors import NewswireError

if TYPE_CHECKING:
    from http.client import HTTPResponse

HEALTH, READINESS = "/healthz", "/readyz"
OK = 200
ANSWER_BYTES = 1_000
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked about, not listened on
"""Where to ask a worker that listens on every address."""


class UnhealthyError(NewswireError):
    """A worker that does not answer, or says that it is not well."""


@click.command(
    cls=Command,
    examples=("newswire health", "newswire health --ready", "newswire health --url http://127.0.0.1:9100"),
)
@click.option("--url", metavar="URL", help="Where to ask.  [default: as metrics host and port say]")
@click.option("--ready", is_flag=True, help="Ask whether it works (/readyz), not just whether it lives (/healthz).")
@click.option(
    "--timeout", "timeout_s", type=click.FloatRange(0.1, 60), default=3.0, show_default=True, metavar="SECONDS"
)
@takes_settings("metrics_host", "metrics_port")
def command(url: str | None, *, ready: bool, timeout_s: float, settings: Settings) -> None:
    """Ask the worker on this machine how it is; end with 0 when it is well, else with 1."""
    place = asked_place(url or own_url(settings))
    path = place.path if place.path.strip("/") else (READINESS if ready else HEALTH)
    click.echo(said(place, path, timeout_s=timeout_s))


def own_url(settings: Settings) -> str:
    """Tell where a worker with these settings serves its health.

    Raises:
        UnhealthyError: Nowhere.
    """
    if settings.metrics_port == 0:
        raise UnhealthyError(
            "no worker serves its health: set NEWSWIRE_METRICS_PORT for the worker and here, or name a --url"
        )
    host = EVERYWHERE.get(settings.metrics_host, settings.metrics_host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.metrics_port}"


def asked_place(url: str) -> SplitResult:
    """Read a URL.

    Raises:
        UnhealthyError: It is none that can be asked.
    """
    try:
        place = urlsplit(url)
        is_fit = place.scheme == "http" and bool(place.hostname) and place.port != 0
    except ValueError:
        is_fit = False
    if not is_fit:
        raise UnhealthyError(f"{url!r} cannot be asked: it takes a URL such as http://127.0.0.1:9100")
    return place


def said(place: SplitResult, path: str, *, timeout_s: float) -> str:
    """Ask, and return the first line of what a worker that is well says.

    Raises:
        UnhealthyError: It does not answer, or is not well.
    """
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - what a command needs is loaded when it runs

    connection = HTTPConnection(place.hostname or "", place.port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        line = _first_line(answer)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnhealthyError(f"no worker answers at {place.netloc}: {reason}") from error
    finally:
        connection.close()
    if answer.status != OK:
        raise UnhealthyError(f"{line or answer.reason} ({answer.status})")
    return line


def _first_line(answer: "HTTPResponse") -> str:
    text = answer.read(ANSWER_BYTES).decode("utf-8", "replace").strip()
    line = text.splitlines()[0] if text else ""
    return "".join(character for character in line if character.isprintable())
