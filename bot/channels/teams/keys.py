"""The Bot Framework's signing keys, in the place of the SDK's own cache, whose fetch blocks the loop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

_LIFE = 24 * 3600.0
_AGAIN = 300.0
"""An unknown key makes us look for new ones at most this often (seconds)."""
_PAUSE = 5.0
"""After a fetch that failed, the next one waits this long: strangers cannot make us ask at their pace."""

log = structlog.get_logger("bot.channels.teams")

FetchJson = Callable[[str], Awaitable[Any]]


class KeysUnreachableError(Exception):
    """The signing keys cannot be had, so nobody can be told from anybody: not acknowledged, Teams tries again."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the SDK's token check wants to know of a signing key (the names are the SDK's)."""

    public_key: Any
    endorsements: list[str]


class Keys:
    """The keys by their ids. One fetch at a time."""

    def __init__(self, url: str, fetch: FetchJson, read: Callable[[str], Any]) -> None:
        """`read` makes a public key of its JSON (a JWK)."""
        self._url = url
        self._fetch = fetch
        self._read = read
        self._keys: dict[str, Key] = {}
        self._asked = float("-inf")
        self._failed = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self, key_id: str | None) -> Key:
        """Called by the SDK with the token's `kid`."""
        age = time.monotonic() - self._asked
        if age > _LIFE or (key_id not in self._keys and age > _AGAIN):
            async with self._lock:
                if time.monotonic() - self._asked >= age:
                    await self._refresh()
        key = self._keys.get(key_id or "")
        if key is None:
            raise PermissionError("unknown key")
        return key

    async def _refresh(self) -> None:
        if time.monotonic() - self._failed < _PAUSE:
            if not self._keys:
                raise KeysUnreachableError
            return
        try:
            metadata = await self._fetch(self._url)
            listed = (await self._fetch(metadata["jwks_uri"]))["keys"]
            keys = {
                key["kid"]: Key(self._read(json.dumps(key)), list(key.get("endorsements", ())))
                for key in listed
                if key.get("kty") == "RSA" and key.get("kid")
            }
        except Exception as error:
            self._failed = time.monotonic()
            log.warning("teams.keys_unreachable", error=type(error).__name__)
            if not self._keys:
                raise KeysUnreachableError from error
            return
        self._keys = keys
        self._asked = time.monotonic()
