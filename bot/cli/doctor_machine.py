"""What `doctor` sees of the machine: whether the port is free, and whether the clock is right."""

from __future__ import annotations

import errno
import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

import bot
from bot.cli.doctor_store import Finding
from bot.compose.settings import Settings
from bot.documents.pdf import can_write

SECONDS = 5.0
"""How long an answer is waited for."""
WRONG = timedelta(minutes=1)
"""So far from a provider's clock, ours is wrong. Slack refuses what is five minutes off, and so do we."""


async def look_at_port(settings: Settings) -> Finding:
    """Whether `serve` could listen there, or does."""
    place = f"{settings.host}:{settings.port}"
    try:
        _bind(settings.host, settings.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and await _is_this_bot(settings):
            return True, f"Port: the bot is served at {place}"
        why = error.strerror or str(error)
        return False, f"Port: {place} cannot be listened on ({why}). Stop what listens there, or set another PORT"
    return True, f"Port: {place} is free"


def _bind(host: str, port: int) -> None:
    """Takes the port for a moment. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


async def _is_this_bot(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 (nothing is bound here)
    url = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/healthz"
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            return answer.status == 200 and (await answer.json()).get("alive") is True
    except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError):
        return False


def look_at_papers() -> Finding:
    """In which forms papers can be had here. Without PDF nothing is broken."""
    if can_write():
        return True, "Papers: Word, PDF and a page"
    return True, "Papers: Word and a page; for PDF as well, pip install 'charter-bot[pdf]'"


async def look_at_clock(settings: Settings, now: datetime) -> list[Finding]:
    """This machine's clock beside the providers', and beside the bot's own files, which were written before now."""
    found: list[Finding] = []
    written = _installed()
    if written > now + timedelta(days=1):
        found.append((False, f"Clock: this machine says that it is {now:%Y-%m-%d %H:%M} UTC, which is before the bot "
                             f"was installed ({written:%Y-%m-%d}). Set its clock"))  # fmt: skip
    for name, url in _providers(settings):
        theirs = await _time_of(url)
        if theirs is not None and abs(theirs - now) > WRONG:
            found.append((False, f"Clock: this machine says that it is {now:%Y-%m-%d %H:%M:%S} UTC, and {name} "
                                 f"says {theirs:%Y-%m-%d %H:%M:%S}. Set its clock: events that seem too old are "
                                 "refused"))  # fmt: skip
    return found or [(True, f"Clock: {now:%Y-%m-%d %H:%M} UTC")]


def _installed() -> datetime:
    """When the bot's own files came here."""
    return datetime.fromtimestamp(Path(bot.__file__).stat().st_mtime, UTC)


def _providers(settings: Settings) -> list[tuple[str, str]]:
    """Who is asked for the time: those with whom the bot talks anyway."""
    found = [("Slack", f"{settings.slack_api_url.rstrip('/')}/api.test")] if settings.slack else []
    if settings.microsoft_app_id:
        from bot.compose.channels import teams_values

        found.append(("Microsoft", teams_values(settings).openid_url))
    return found


async def _time_of(url: str) -> datetime | None:
    """The time that an answer carries; None without an answer (which is said elsewhere)."""
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return None
