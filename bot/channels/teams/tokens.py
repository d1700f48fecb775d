"""The bot's own token for the Bot Connector: asked for once, kept, renewed before it expires.

https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.channels.teams.values import MANAGED_IDENTITY, SCOPE, TeamsValues

_EARLY = 300.0
"""Renewed this many seconds before it expires (or in the last quarter of a short life)."""


class TokenRefusedError(Exception):
    """No token is to be had now; the text says why, without secrets."""


class Tokens:
    """One token, shared by every send. However many wait, one asks (single flight)."""

    def __init__(
        self,
        values: TeamsValues,
        session: Callable[[], aiohttp.ClientSession],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._values = values
        self._session = session
        self._monotonic = monotonic
        self._token = ""
        self._renew_at = 0.0
        self._flight: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """The token. Raises TokenRefusedError."""
        if self._token and self._monotonic() < self._renew_at:
            return self._token
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetch())
        return await asyncio.shield(self._flight)

    def forget(self, token: str) -> None:
        """The connector did not take this token: the next `get` asks for another."""
        if token == self._token:
            self._token = ""

    async def _fetch(self) -> str:
        try:
            status, body = await self._ask()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TokenRefusedError(f"no answer from the token service ({type(error).__name__})") from None
        token = body.get("access_token")
        if status != 200 or not isinstance(token, str) or not token:
            raise TokenRefusedError(f"token service: {status} {str(body.get('error', ''))[:60]}".strip())
        life = _seconds(body.get("expires_in"))
        self._token = token
        self._renew_at = self._monotonic() + life - min(_EARLY, life / 4)
        return token

    async def _ask(self) -> tuple[int, dict[str, Any]]:
        values = self._values
        timeout = aiohttp.ClientTimeout(total=values.timeout)
        if values.kind == MANAGED_IDENTITY and not values.token_url:
            params = {"api-version": "2018-02-01", "resource": SCOPE.removesuffix("/.default")}
            headers = {"Metadata": "true"}
            if values.identity_header:
                params["api-version"] = "2019-08-01"
                headers = {"X-IDENTITY-HEADER": values.identity_header}
            params["client_id"] = values.app_id
            request = self._session().get(values.identity_url, params=params, headers=headers, timeout=timeout)
        else:
            form = {
                "grant_type": "client_credentials",
                "client_id": values.app_id,
                "client_secret": values.password,
                "scope": SCOPE,
            }
            request = self._session().post(values.token_address, data=form, timeout=timeout, allow_redirects=False)
        async with request as response:
            raw = await response.read()
        try:
            body = json.loads(raw)
        except ValueError:
            body = {}
        return response.status, body if isinstance(body, dict) else {}


def _seconds(value: object) -> float:
    try:
        return max(float(str(value)), 1.0)
    except ValueError:
        return 3600.0
