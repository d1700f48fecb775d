"""The page's own files, and the logo. Their address carries a fingerprint: browsers may keep them for ever."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from bot.core.model.identity import PICTURES, Identity
from bot.documents import colours, logo

_HERE = Path(__file__).parent / "static"
_ASKED = "Accept-Encoding"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
_FILES = frozenset(path.name for path in _HERE.iterdir() if path.suffix in _TYPES)
_SEALED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""A picture that is opened by itself runs nothing."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    body: bytes
    packed: bytes
    type: str
    fingerprint: str


class Assets:
    """All of them, by name: the files of this folder, with the colours of the identity, and its pictures."""

    def __init__(self, identity: Callable[[], Identity]) -> None:
        self._identity = identity

    def url(self, name: str) -> str:
        """Where a page finds the file."""
        return f"/static/{name}?v={_asset(name, self._identity()).fingerprint}"

    async def serve(self, request: web.Request) -> web.Response:
        """`GET /static/NAME`."""
        name = request.match_info["name"]
        if name not in _FILES and name not in PICTURES:
            raise web.HTTPNotFound
        asset = await asyncio.to_thread(_asset, name, self._identity())
        fresh = request.query.get("v") == asset.fingerprint
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache", "Vary": _ASKED}
        if asset.type.startswith("image/"):
            headers |= _SEALED
        body = asset.body
        if "gzip" in request.headers.get(_ASKED, "") and asset.packed:
            body, headers["Content-Encoding"] = asset.packed, "gzip"
        charset = None if asset.type == _TYPES[".png"] else "utf-8"
        return web.Response(body=body, content_type=asset.type, charset=charset, headers=headers)


@lru_cache(64)
def _asset(name: str, identity: Identity) -> Asset:
    kind = Path(name).suffix
    if name in PICTURES:
        return _made(_picture(name, identity), kind)
    body = (_HERE / name).read_bytes()
    return _made(colours.style(identity).encode() + body if kind == ".css" else body, kind)


def _picture(name: str, identity: Identity) -> bytes:
    if name == logo.SVG:
        return logo.svg(identity)
    from bot.documents.logo_png import png  # Large: loaded when the first picture is drawn.

    return png(identity, name)


def _made(body: bytes, kind: str) -> Asset:
    packed = b"" if kind == ".png" else gzip.compress(body, mtime=0)
    return Asset(body, packed, _TYPES[kind], hashlib.sha256(body).hexdigest()[:12])
