"""Who people are in Slack: their names, time zones, and whose members they are. Asked once, kept for a day, never
waited for long."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.channels.slack.api import Api
from bot.channels.slack.payloads import Json, dict_at, text_at

KEPT_SECONDS = 24 * 3600.0
UNKNOWN_SECONDS = 300.0
ASK_SECONDS = 0.5
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of somebody. Empty as far as it says nothing."""

    name: str = ""
    zone: str = ""
    team: str = ""
    """The workspace that they are a member of."""
    enterprise: str = ""
    """The Enterprise Grid organisation that they are a member of."""
    guest: bool = True
    """Let into some channels only, or a stranger; somebody of whom nothing is known counts as one."""


UNKNOWN = Profile()


class People:
    """A cache of profiles, by the workspace that was asked and the user."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._known: OrderedDict[tuple[str, str], tuple[Profile, float]] = OrderedDict()

    def profile(self, workspace: str, user: str) -> Profile:
        """As far as known."""
        found, until = self._known.get((workspace, user), (UNKNOWN, 0.0))
        return found if until > time.monotonic() else UNKNOWN

    def name_of(self, workspace: str, user: str) -> str:
        """The name as far as known; empty when not."""
        return self.profile(workspace, user).name

    async def learn(self, workspace: str, user: str, token: str) -> Profile:
        """Asks Slack when nothing is known; a slow or refusing Slack leaves it unknown for some minutes."""
        held = self._known.get((workspace, user))
        if held and held[1] > time.monotonic():
            return held[0]
        if not user or not token:
            return UNKNOWN
        try:
            async with asyncio.timeout(ASK_SECONDS):
                answer = await self.api.form("users.info", token, {"user": user}, workspace)
        except TimeoutError:
            return self._keep(workspace, user, UNKNOWN)
        return self._keep(workspace, user, read_profile(dict_at(answer.data, "user")) if answer.ok else UNKNOWN)

    def forget(self, workspace: str, user: str) -> None:
        """Nothing is known of them any more."""
        self._known.pop((workspace, user), None)

    def _keep(self, workspace: str, user: str, found: Profile) -> Profile:
        seconds = UNKNOWN_SECONDS if found == UNKNOWN else KEPT_SECONDS
        self._known[workspace, user] = (found, time.monotonic() + seconds)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found


def read_profile(user: Json) -> Profile:
    """The answer of `users.info`. https://docs.slack.dev/reference/objects/user-object"""
    return Profile(
        name=text_at(user, "profile", "display_name")
        or text_at(user, "profile", "real_name")
        or text_at(user, "real_name")
        or text_at(user, "name"),
        zone=text_at(user, "tz"),
        team=text_at(user, "team_id"),
        enterprise=text_at(user, "enterprise_user", "enterprise_id"),
        guest=any(user.get(mark) is True for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")),
    )
