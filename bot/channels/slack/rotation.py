"""Tokens that end: where an app has token rotation switched on, Slack gives each for twelve hours, and beside it what
renews it once. https://docs.slack.dev/authentication/using-token-rotation

Renewed when it is needed: what renews a token does not end by itself, so a workspace where nothing is said costs
nothing. In the last two hours of a token it is renewed behind what is being sent, afterwards before it.

What renews a token is used up by being used. So only one asks, in this process and among all on the same store (a
claim that ends by itself, should its holder die), and what Slack answered is kept before anything else, also when the
bot is being stopped, and again and again when the store cannot be written.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.slack.api import Api
from bot.channels.slack.installs import KEY, Installation, Sealed
from bot.channels.slack.payloads import Json, text_at

log = logging.getLogger("bot.slack")

EARLY = 2 * 3600.0
"""Seconds before its end at which a token is renewed."""
CLAIM_SECONDS = 60.0
"""How long a claim holds whose holder died: longer than Slack may take to answer."""
CLAIM = "slack renewal "
OTHER_SECONDS = 10.0
"""How long the answer is waited for that another process asked for."""
LOOK_SECONDS = 0.1
SOON, LATER = 10.0, 300.0
"""Seconds until Slack is asked again: after no answer, after a refusal (which somebody must mend)."""
KEEP_WAITS = (0.2, 1.0, 5.0, 15.0, 30.0)
CLOSE_SECONDS = 10.0


def dated(data: Json, now: float) -> tuple[str, float]:
    """(what renews the token, when it ends) of an answer that gives one; ("", 0) for a token that does not end."""
    life = data.get("expires_in")
    ends = now + life if isinstance(life, int | float) and not isinstance(life, bool) and life > 0 else 0.0
    return text_at(data, "refresh_token"), ends


class TokenRotation:
    """Renews what `Sealed` keeps."""

    def __init__(
        self, sealed: Sealed, api: Api, client_id: str, client_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._sealed = sealed
        self._api = api
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._now = now
        self._flights: dict[str, asyncio.Task[Installation | str]] = {}
        self._troubles: dict[str, tuple[str, float]] = {}
        """By name: why it was not renewed, and when it may be tried again (monotonic)."""
        self._refused: set[str] = set()
        """Tokens that Slack would not take, although they should not have ended yet."""

    @property
    def trouble(self) -> str:
        """For /readyz: the first workspace whose token is not renewed, and why."""
        return next((f"{name}: {explain(why)}" for name, (why, _) in self._troubles.items()), "")

    def refused(self, found: Installation) -> None:
        """Slack says that this token has ended: a wrong clock, or somebody renewed it elsewhere."""
        self._refused.add(found.token)
        if not found.refresh:
            self._troubles[found.place] = ("token_expired", time.monotonic() + LATER)

    def installed(self, name: str) -> None:
        """Installed anew: what was wrong is over."""
        self._troubles.pop(name, None)

    async def ready(self, found: Installation) -> Installation | str:
        """The installation with a token that can be used, or why there is none."""
        if not self._due(found):
            return found
        if not found.refresh:
            return found if not self._ended(found) else "token_expired"
        why, until = self._troubles.get(found.place, ("", 0.0))
        if until > time.monotonic():
            return why if self._ended(found) else found
        flight = self._flights.get(found.place)
        if flight is None:
            flight = asyncio.create_task(self._renew(found.place))
            self._flights[found.place] = flight
            flight.add_done_callback(lambda _: self._flights.pop(found.place, None))
        return await asyncio.shield(flight) if self._ended(found) else found

    async def close(self) -> None:
        """Waits for renewals under way: what Slack has given and is not kept would be lost."""
        if self._flights:
            await asyncio.wait(self._flights.values(), timeout=CLOSE_SECONDS)
        for flight in list(self._flights.values()):
            flight.cancel()

    def _due(self, found: Installation) -> bool:
        return found.token in self._refused or (bool(found.expires) and found.expires - EARLY <= self._seconds())

    def _ended(self, found: Installation) -> bool:
        return found.token in self._refused or found.expires <= self._seconds()

    def _seconds(self) -> float:
        return self._now().timestamp()

    async def _renew(self, name: str) -> Installation | str:
        """One renewal, by whoever may. What the store or the world does wrong is a reason, and no exception."""
        try:
            mine = await self._claim(name)
            if mine is None:
                return await self._of_another(name)
            try:
                return await self._ask(name)
            finally:
                await self._sealed.keep.swap(CLAIM + name, mine, None)
        except Exception as trouble:
            log.error("slack: the token of %s could not be renewed: %s", name, type(trouble).__name__)
            return type(trouble).__name__

    async def _claim(self, name: str) -> str | None:
        """Our claim, or None when somebody else's holds."""
        standing = await self._sealed.keep.get(CLAIM + name)
        if standing is not None and float(standing.partition(" ")[0]) > self._seconds():
            return None
        mine = f"{self._seconds() + CLAIM_SECONDS} {secrets.token_hex(8)}"
        return mine if await self._sealed.keep.swap(CLAIM + name, standing, mine) else None

    async def _of_another(self, name: str) -> Installation | str:
        """Another process asks: its answer will be in the store."""
        end = time.monotonic() + OTHER_SECONDS
        while time.monotonic() < end:
            _, found = await self._sealed.read(name)
            if found is None or not self._due(found):
                return found or "not_installed"
            await asyncio.sleep(LOOK_SECONDS)
        return "renewed by another process, which does not answer"

    async def _ask(self, name: str) -> Installation | str:
        """Asks Slack, unless it was renewed since; keeps what it says."""
        sealed, found = await self._sealed.read(name)
        if sealed is None or found is None:
            return "not_installed"
        if not self._due(found):
            return found
        asked = {"grant_type": "refresh_token", "refresh_token": found.refresh, **self._client}
        answer = await self._api.form("oauth.v2.access", "", asked)
        token = text_at(answer.data, "access_token")
        if not (answer.ok and token):
            why = answer.error or f"HTTP {answer.status}"
            lasting = answer.status == 200
            self._troubles[name] = (why, time.monotonic() + (LATER if lasting else SOON))
            log.error("slack: the token of %s was not renewed: %s", name, explain(why))
            if lasting and found.trouble != why:
                await self._sealed.keep.swap(KEY + name, sealed, self._sealed.seal(replace(found, trouble=why)))
            return why
        refresh, expires = dated(answer.data, self._seconds())
        made = replace(found, token=token, refresh=refresh or found.refresh, expires=expires, trouble="")
        await self._keep(name, sealed, made)
        self._troubles.pop(name, None)
        self._refused.discard(found.token)
        log.info("slack: the token of %s was renewed", name)
        return made

    async def _keep(self, name: str, old: str, made: Installation) -> None:
        """In the place of the old one; not where somebody installed the app anew meanwhile. What renewed it is used
        up, so a store that cannot be written is tried for as long as our claim holds."""
        sealed = self._sealed.seal(made)
        for wait in KEEP_WAITS:
            try:
                await self._sealed.keep.swap(KEY + name, old, sealed)
                return
            except Exception as trouble:
                log.error("slack: the new token of %s cannot be kept yet: %s", name, type(trouble).__name__)
                await asyncio.sleep(wait)
        log.error("slack: the new token of %s was not kept: after a restart, install the app there again", name)


def explain(why: str) -> str:
    """Slack's word, and what to do."""
    if why in ("invalid_refresh_token", "token_expired", "token_revoked"):
        return f"its token has ended and Slack does not renew it ({why}): install the app there again"
    if why in ("invalid_client_id", "bad_client_secret"):
        return f"SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not this app's ({why}), so its token is not renewed"
    return f"its token is not renewed yet ({why})"
