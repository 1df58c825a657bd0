"""The files of the page, read once from the package: what is not among them is not served."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from pipeline.errors import SourceError

FOLDER = Path(__file__).with_name("page")
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One file of the page."""

    body: bytes
    """Its bytes."""
    content_type: str
    """Its media type."""
    etag: str
    """Changes with its bytes."""


def read_assets(folder: Path = FOLDER) -> Mapping[str, Asset]:
    """Read the files of the page, by name.

    Raises:
        SourceError: They are missing from this installation.
    """
    assets = {
        path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES
    } if folder.is_dir() else {}  # fmt: skip
    if "index.html" not in assets:
        raise SourceError("the page is missing from this installation: install newswire again")
    return assets


def asset_response(request: web.Request, asset: Asset) -> web.Response:
    """Answer with a file, or with the word that the browser has it already."""
    headers = {"ETag": f'"{asset.etag}"', "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return web.Response(status=304, headers=headers)
    return web.Response(body=asset.body, content_type=asset.content_type, charset="utf-8", headers=headers)


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body=body, content_type=TYPES[path.suffix], etag=sha256(body).hexdigest()[:20])
