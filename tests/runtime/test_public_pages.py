"""Pages that adopters published are looked at on the public internet only: a real server on this machine, which
stands for the internet at one address of its own (127.0.0.2); every other address of this machine is inside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest
from aiohttp import web

from bot.runtime.public_pages import (
    MOST_BYTES,
    NAME,
    Network,
    NotPublicError,
    Page,
    is_public,
    look_at,
    public_addresses,
)
from tests.process import free_port

OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.1"
NAMES = {
    "landlord.example": [OUTSIDE],
    "inside.example": [INSIDE],
    "both.example": [OUTSIDE, INSIDE],
    "metadata.example": ["169.254.169.254"],
}


@dataclass
class Site:
    """A web site that keeps what it was asked."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(host, path)"""
    sent: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.host.partition(":")[0], request.path))
        assert request.headers["User-Agent"] == NAME
        match request.path:
            case "/gone":
                return web.Response(status=410)
            case "/missing":
                return web.Response(status=404)
            case "/broken":
                return web.Response(status=503)
            case "/moved":
                raise web.HTTPMovedPermanently("/there")
            case "/round":
                raise web.HTTPFound("/round")
            case "/inside":
                raise web.HTTPFound(f"http://inside.example:{self.port}/secret")
            case "/inside-address":
                raise web.HTTPFound(f"http://{INSIDE}:{self.port}/secret")
            case "/file":
                raise web.HTTPFound("file:///etc/passwd")
            case "/large":
                return await self._large(request)
        return web.Response(text="hello")

    async def _large(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(64):
                await response.write(b"x" * MOST_BYTES)
                self.sent += MOST_BYTES
        except ConnectionError:
            pass
        return response


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site(free_port())
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", made.port).start()
    yield made
    await runner.cleanup()


def network(site: Site) -> Network:
    async def look_up(name: str) -> list[str]:
        if name not in NAMES:
            raise OSError("no such name")
        return NAMES[name]

    return Network(look_up, lambda ip: str(ip) == OUTSIDE, frozenset({site.port}))


@pytest.mark.parametrize(
    ("path", "came"),
    [
        ("/there", Page.THERE),
        ("/moved", Page.THERE),
        ("/gone", Page.GONE),
        ("/missing", Page.GONE),
        ("/broken", Page.SILENT),
        ("/round", Page.SILENT),
    ],
)
async def test_what_came_of_looking(site: Site, path: str, came: Page) -> None:
    assert await look_at(f"http://landlord.example:{site.port}{path}", network(site)) is came


@pytest.mark.parametrize("path", ["/inside", "/inside-address", "/file"])
async def test_a_redirect_that_leads_inside_is_not_followed(site: Site, path: str) -> None:
    assert await look_at(f"http://landlord.example:{site.port}{path}", network(site)) is Page.REFUSED
    assert site.asked == [("landlord.example", path)]


@pytest.mark.parametrize(
    "host", ["inside.example", "both.example", "metadata.example", INSIDE, "[::1]", "2130706433"]
)
async def test_what_leads_inside_is_never_asked(site: Site, host: str) -> None:
    came = await look_at(f"http://{host}:{site.port}/secret", network(site))
    assert came in (Page.REFUSED, Page.SILENT)
    assert site.asked == []


async def test_a_name_that_is_none_is_silent(site: Site) -> None:
    assert await look_at(f"http://nowhere.example:{site.port}/", network(site)) is Page.SILENT


@pytest.mark.parametrize(
    "address", ["ftp://landlord.example/", "http://a:b@landlord.example/", "nonsense", "http://"]
)
async def test_what_is_no_page_is_refused(site: Site, address: str) -> None:
    assert await look_at(address, network(site)) is Page.REFUSED


async def test_another_port_is_refused(site: Site) -> None:
    assert await look_at("http://landlord.example:22/", network(site)) is Page.REFUSED


async def test_no_more_than_a_mebibyte_is_read(site: Site) -> None:
    assert await look_at(f"http://landlord.example:{site.port}/large", network(site)) is Page.THERE
    assert site.sent < 32 * MOST_BYTES, "the server could not get rid of it all"


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b:1::1", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_internet(text: str) -> None:
    assert is_public(ip_address(text))


async def test_this_machine_by_its_own_name_is_inside() -> None:
    with pytest.raises(NotPublicError):
        await public_addresses("localhost")
