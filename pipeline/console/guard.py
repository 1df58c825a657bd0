"""What every answer carries, and which requests get none: against other pages, other names and other origins."""

import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from pipeline.codec import encode_value

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
))  # fmt: skip
"""Nothing but our own files; no text becomes markup, even by mistake."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TOKEN_HEADER = "X-Newswire-Token"  # noqa: S105 - the name of a header
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.\-]{1,253})(?::[0-9]{1,5})?")


def host_name(header: str) -> str | None:
    """Take the name out of a `Host` header; None where it is none."""
    match = _HOST.fullmatch(header)
    return match["name"].strip("[]").rstrip(".").lower() if match else None


def allowed_names(names: Iterable[str]) -> frozenset[str]:
    """Give the names by which the page may be asked for: those of this machine for itself, and those given."""
    wild = {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound
    return LOOPBACK | {name.strip("[]").lower() for name in names if name not in wild}


def build_guard(names: frozenset[str], token: str) -> Middleware:
    """Make the middleware that every request goes through.

    A page of another site can have its own name lead to this machine (DNS rebinding): it is known by its `Host`.
    What changes something needs a token, which only a page of ours can read, and must come from our own origin.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = _refusal(request, names, token)
        response = refusal if refusal is not None else await _answered(request, handler)
        if not response.prepared:
            add_headers(response)
        return response

    return guard


def add_headers(response: web.StreamResponse) -> None:
    """Put the headers of every answer on one."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")


def problem(status: int, error: str, detail: str) -> web.Response:
    """Say in JSON what is wrong: a fixed word, and a sentence for a person."""
    body = encode_value({"error": error, "detail": detail})
    return web.Response(status=status, body=body, content_type="application/json")


def _refusal(request: web.Request, names: frozenset[str], token: str) -> web.Response | None:
    if host_name(request.headers.get("Host", "")) not in names:
        return problem(421, "wrong_host", "this page is not served under that name: see newswire console --allow-host")
    if request.method not in {"GET", "HEAD", "POST"}:
        return problem(405, "wrong_method", "only GET and POST are answered")
    return _refusal_to_change(request, token) if request.method == "POST" else None


def _refusal_to_change(request: web.Request, token: str) -> web.Response | None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers["Host"].lower():
        return problem(403, "wrong_origin", "the request comes from another page")
    if not secrets.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), token.encode()):
        return problem(403, "wrong_token", "the page is older than this server: load it again")
    if request.content_type != "application/json":
        return problem(415, "wrong_type", "the request takes application/json")
    return None


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return problem(413, "too_large", "the request is larger than this server takes")
    except web.HTTPException as error:
        return problem(error.status, "http", error.reason)
