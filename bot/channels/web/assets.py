"""The page's own files, read once. Their address carries a fingerprint, so that browsers may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

_HERE = Path(__file__).parent / "static"
_ASKED = "Accept-Encoding"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    body: bytes
    packed: bytes
    type: str
    fingerprint: str


class Assets:
    """All of them, by name."""

    def __init__(self) -> None:
        self._assets = {path.name: _read(path) for path in sorted(_HERE.iterdir()) if path.suffix in _TYPES}

    def url(self, name: str) -> str:
        """Where a page finds the file."""
        return f"/static/{name}?v={self._assets[name].fingerprint}"

    async def serve(self, request: web.Request) -> web.Response:
        """`GET /static/NAME`."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        fresh = request.query.get("v") == asset.fingerprint
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache", "Vary": _ASKED}
        body = asset.body
        if "gzip" in request.headers.get(_ASKED, ""):
            body, headers["Content-Encoding"] = asset.packed, "gzip"
        return web.Response(body=body, content_type=asset.type, charset="utf-8", headers=headers)


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    packed = gzip.compress(body, mtime=0)
    return Asset(body, packed, _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:12])
