"""Looks at a page that somebody published, as a guest would, and only on the public internet.

Addresses come from people, so none may lead inside: each name is resolved here, every address that it has must be a
public one, and the connection goes to just those. Redirects are followed one by one, each looked at as the first was.
No more than 1 MiB is read, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot import __version__

NAME = f"charter-bot/{__version__} (asks whether pages that adopters published are still there)"
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 5
TIMEOUT = ClientTimeout(total=20, sock_connect=5, sock_read=10)
PORTS = frozenset({80, 443})
REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Addresses of IPv6 that a router turns into one of IPv4: into which, nobody can tell from here."""

Ip = IPv4Address | IPv6Address
LookUp = Callable[[str], Awaitable[list[str]]]
"""The addresses of a name. Raises OSError for one that has none."""


class Page(Enum):
    """What came of looking."""

    THERE = "there"
    GONE = "gone"
    SILENT = "silent"
    """It could not be reached, or its server failed: it may be back tomorrow."""
    REFUSED = "refused"
    """It does not lead to the public internet, and was not asked for."""


class NotPublicError(OSError):
    """A name or an address that leads inside."""


@dataclass(frozen=True, slots=True)
class Network:
    """What counts as outside; tests stand in for it."""

    look_up: LookUp
    is_public: Callable[[Ip], bool]
    ports: frozenset[int] = PORTS


def is_public(ip: Ip) -> bool:
    """Whether an address is of the internet that everybody sees."""
    if not ip.is_global or ip.is_multicast:
        return False
    if isinstance(ip, IPv4Address):
        return True
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return (inner is None or inner.is_global) and not any(ip in network for network in TRANSLATED)


async def look_up(name: str) -> list[str]:
    """The addresses of a name, as this machine knows them."""
    found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


INTERNET = Network(look_up, is_public)


class _PublicOnly(AbstractResolver):
    """Gives the connection the addresses that were looked at, and no others."""

    def __init__(self, network: Network) -> None:
        self._network = network

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await public_addresses(host, self._network)
        return [
            ResolveResult(
                hostname=host, host=str(ip), port=port, proto=0, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ip.version == 6 else socket.AF_INET,
            )
            for ip in addresses
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing to close."""


async def public_addresses(host: str, network: Network = INTERNET) -> list[Ip]:
    """Where a host is. Raises NotPublicError when any of its addresses leads inside, OSError when it has none."""
    try:
        found: list[Ip] = [ip_address(host.strip("[]"))]
    except ValueError:
        found = [ip_address(text.partition("%")[0]) for text in await network.look_up(host)]
    if not found or not all(map(network.is_public, found)):
        raise NotPublicError(host)
    return found


async def look_at(address: str, network: Network = INTERNET) -> Page:
    """Whether the page is there. Never raises for what the world does."""
    connector = TCPConnector(resolver=_PublicOnly(network), use_dns_cache=False, limit=1)
    options: dict[str, Any] = {"headers": {"User-Agent": NAME}, "timeout": TIMEOUT, "trust_env": False}
    try:
        async with ClientSession(connector=connector, **options) as session:
            return await _follow(session, URL(address), network)
    except NotPublicError:
        return Page.REFUSED
    except ValueError:
        return Page.REFUSED  # no address at all
    except (ClientError, OSError, TimeoutError) as error:
        return Page.REFUSED if isinstance(error.__cause__, NotPublicError) else Page.SILENT


async def _follow(session: ClientSession, url: URL, network: Network) -> Page:
    for _ in range(MOST_REDIRECTS + 1):
        if url.scheme not in ("http", "https") or not url.host or url.port not in network.ports or url.user:
            return Page.REFUSED
        await public_addresses(url.host, network)  # An address written out is resolved by nobody.
        async with session.get(url, allow_redirects=False) as answer:
            if answer.status in REDIRECTS and (to := answer.headers.get("Location")):
                url = url.join(URL(to))
                continue
            await answer.content.read(MOST_BYTES)
            return Page.GONE if answer.status in GONE else Page.SILENT if answer.status >= 500 else Page.THERE
    return Page.SILENT
