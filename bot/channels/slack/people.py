"""What people are called in Slack, and their time zones: asked once, kept for a day, never waited for long."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from bot.channels.slack.api import Api
from bot.channels.slack.payloads import text_at

KEPT_SECONDS = 24 * 3600.0
UNKNOWN_SECONDS = 300.0
ASK_SECONDS = 0.5
MOST = 20_000


class People:
    """A cache of names and time zones, by workspace and user."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._names: OrderedDict[tuple[str, str], tuple[str, str, float]] = OrderedDict()

    def name_of(self, workspace: str, user: str) -> str:
        """The name as far as known; empty when not."""
        name, _, until = self._names.get((workspace, user), ("", "", 0.0))
        return name if until > time.monotonic() else ""

    def zone_of(self, workspace: str, user: str) -> str:
        """The time zone that somebody has set, as far as known; empty when not."""
        _, zone, until = self._names.get((workspace, user), ("", "", 0.0))
        return zone if until > time.monotonic() else ""

    async def learn(self, workspace: str, user: str, token: str) -> None:
        """Asks Slack when the name is not known; a slow or refusing Slack leaves it empty for some minutes."""
        held = self._names.get((workspace, user))
        if not user or not token or (held and held[2] > time.monotonic()):
            return None
        try:
            async with asyncio.timeout(ASK_SECONDS):
                answer = await self.api.form("users.info", token, {"user": user}, workspace)
        except TimeoutError:
            return self._keep(workspace, user, "", "", UNKNOWN_SECONDS)
        profile = answer.data.get("user") if answer.ok else {}
        name = (
            text_at(profile, "profile", "display_name")
            or text_at(profile, "profile", "real_name")
            or text_at(profile, "real_name")
            or text_at(profile, "name")
        )
        return self._keep(workspace, user, name, text_at(profile, "tz"), KEPT_SECONDS if name else UNKNOWN_SECONDS)

    def _keep(self, workspace: str, user: str, name: str, zone: str, seconds: float) -> None:
        self._names[workspace, user] = (name, zone, time.monotonic() + seconds)
        if len(self._names) > MOST:
            self._names.popitem(last=False)
