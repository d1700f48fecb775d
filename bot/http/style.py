"""A style sheet as pages are given it: the programme's colours in front, at an address with a fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from bot.core.model.identity import Identity
from bot.documents import colours


@dataclass(frozen=True, slots=True)
class Style:
    """One sheet: where it is served, and the file that stands behind the colours."""

    path: str
    file: Path

    def address(self, identity: Identity) -> str:
        """Where a page finds it; with its fingerprint, so that browsers may keep it."""
        return _address(self, identity)

    def answer(self, request: web.Request, identity: Identity) -> web.Response:
        """The sheet, kept for a year by the browser that asks with its fingerprint."""
        keep = "public, max-age=31536000, immutable" if request.query.get("v") else "no-cache"
        body = _source(self.file, identity)
        return web.Response(body=body, content_type="text/css", charset="utf-8", headers={"Cache-Control": keep})


@lru_cache(8)
def _source(file: Path, identity: Identity) -> bytes:
    """The programme's colours, and what is made of them."""
    return colours.style(identity).encode() + file.read_bytes()


@lru_cache(8)
def _address(style: Style, identity: Identity) -> str:
    return f"{style.path}?v={hashlib.sha256(_source(style.file, identity)).hexdigest()[:12]}"
