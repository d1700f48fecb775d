"""Asks each address of the content whether it is still there, as a guest would: one request at a time to a host, with
a pause between two, a name to be known by, and no page read."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot import __version__

NAME = f"charter-bot/{__version__} (asks whether the pages that guidance leads to are still there)"
PAUSE = 1.0
"""Seconds between two requests to one host."""
HOSTS_AT_ONCE = 4
TIMEOUT = ClientTimeout(total=20)
PERMANENT = (301, 308)
NOT_FOR_PROGRAMS = (401, 403)
LATER = (429, 503)


class State(Enum):
    """What came of asking."""

    THERE = "there"
    MOVED = "has moved"
    REFUSED = "refuses programs, look yourself"
    BUSY = "is busy, ask later"
    GONE = "is gone"
    UNREACHABLE = "was not reached"


BROKEN = frozenset({State.GONE, State.UNREACHABLE})
"""What a reader would find broken, for all that can be told from here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, and what came of asking for it."""

    address: str
    state: State
    detail: str = ""
    """Where it moved to, or what was answered."""


async def ask_all(addresses: Iterable[str], pause: float = PAUSE) -> list[Asked]:
    """Asks for each address once, hosts beside each other, in the order given."""
    wanted = list(dict.fromkeys(addresses))
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in wanted:
        hosts[urlsplit(address).netloc].append(address)
    room = asyncio.Semaphore(HOSTS_AT_ONCE)
    found: dict[str, Asked] = {}
    async with ClientSession(headers={"User-Agent": NAME}, timeout=TIMEOUT, trust_env=True) as session:

        async def ask_host(of_one: Sequence[str]) -> None:
            async with room:
                for number, address in enumerate(of_one):
                    await asyncio.sleep(pause if number else 0)
                    found[address] = await _ask(session, address, pause)

        await asyncio.gather(*map(ask_host, hosts.values()))
    return [found[address] for address in wanted]


async def _ask(session: ClientSession, address: str, pause: float) -> Asked:
    """Asks for the head alone, and for the page only where a server gives no heads."""
    try:
        async with session.head(address, allow_redirects=True) as answer:
            told = _told(address, answer)
        if told.state in (State.GONE, State.REFUSED):
            await asyncio.sleep(pause)
            async with session.get(address) as answer:
                told = _told(address, answer)
    except TimeoutError:
        return Asked(address, State.UNREACHABLE, "no answer in time")
    except (ClientError, OSError, ValueError) as error:
        return Asked(address, State.UNREACHABLE, str(error) or type(error).__name__)
    return told


def _told(address: str, answer: ClientResponse) -> Asked:
    status = answer.status
    if status in LATER:
        return Asked(address, State.BUSY, f"answered {status}")
    if status in NOT_FOR_PROGRAMS:
        return Asked(address, State.REFUSED, f"answered {status}")
    if status >= 400:
        return Asked(address, State.GONE, f"answered {status}")
    if any(step.status in PERMANENT for step in answer.history):
        return Asked(address, State.MOVED, f"to {answer.url}")
    return Asked(address, State.THERE)
