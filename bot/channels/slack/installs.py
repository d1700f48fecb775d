"""Which token speaks in which workspace, and who the bot is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.channels.slack.api import Api
from bot.channels.slack.parsing import Self
from bot.channels.slack.payloads import text_at


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace (or, for an org-wide install, one organisation) that the app is installed in."""

    workspace: str
    token: str
    me: Self
    enterprise: str = ""
    scopes: tuple[str, ...] = ()


class Installs(Protocol):
    """Where installations are found. Raises only what the store raises."""

    async def find(self, workspace: str, enterprise: str) -> Installation | None: ...

    async def forget(self, workspace: str, enterprise: str) -> None:
        """The app was uninstalled or its token revoked there: sending stops, data stays."""


class OneWorkspace:
    """A single token from the settings; who it belongs to is asked once (`auth.test`) and kept."""

    def __init__(self, token: str, api: Api) -> None:
        self.token = token
        self.api = api
        self.trouble = ""
        self._found: Installation | None = None
        self._gone = False

    async def find(self, workspace: str, enterprise: str) -> Installation | None:
        """The installation; never waits for Slack (events must be kept also while Slack's API is down)."""
        if self._gone:
            return None
        return self._found or Installation(workspace, self.token, Self(), enterprise)

    async def forget(self, workspace: str, enterprise: str) -> None:
        """Uninstalled: nothing is sent any more until the bot is started with a working token."""
        self._gone = True

    async def ask(self) -> None:
        """Learns who we are; what went wrong stays in `trouble` for the operator."""
        answer = await self.api.form("auth.test", self.token, {})
        if not answer.ok:
            self.trouble = answer.error or f"HTTP {answer.status}"
            return
        data, self.trouble = answer.data, ""
        me = Self(
            user=text_at(data, "user_id"),
            bot=text_at(data, "bot_id"),
            app=text_at(data, "app_id"),
            url=text_at(data, "url"),
        )
        self._found = Installation(text_at(data, "team_id"), self.token, me, text_at(data, "enterprise_id"))
