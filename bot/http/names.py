"""By which name the bot is asked. A demo is for this machine alone, whatever name leads here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def only_by_own_name(address: str) -> Any:
    """A middleware: whoever asks by another name than this machine's own is refused. A page of another site, whose
    name was made to lead to this machine (DNS rebinding), would otherwise be the demo to its browser."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_this_machine(name_asked(request)):
            raise web.HTTPMisdirectedRequest(text=f"This is a demo, for this machine only: open it at {address}")
        return await handler(request)

    return middleware


def name_asked(request: web.Request) -> str:
    """The `Host` header without its port; empty when it is none."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def is_this_machine(host: str) -> bool:
    """Whether an address to listen on, or a name asked by, is this machine's own and no network's."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
