"""Which token speaks in which workspace, and who the bot is there: one token from the settings, or many by OAuth."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from bot.channels.slack.api import Api
from bot.channels.slack.payloads import text_at
from bot.channels.slack.readings import Self

log = logging.getLogger("bot.slack")

KEPT_SECONDS, UNKNOWN_SECONDS = 300.0, 10.0


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace (or, for an org-wide install, one organisation) that the app is installed in."""

    workspace: str
    token: str
    me: Self
    enterprise: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """What addresses that it speaks to are kept under."""
        return self.workspace or self.enterprise

    def serves(self, workspace: str) -> bool:
        """Whether this workspace's, or organisation's, own people are the installation's."""
        return workspace != "" and workspace in (self.workspace, self.enterprise)


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
        found = await introduce(self.api, self.token)
        self.trouble = found if isinstance(found, str) else ""
        if isinstance(found, Installation):
            self._found = found


async def introduce(api: Api, token: str, scopes: tuple[str, ...] = ()) -> Installation | str:
    """Whose token this is, or Slack's error."""
    answer = await api.form("auth.test", token, {})
    if not answer.ok:
        return answer.error or f"HTTP {answer.status}"
    data = answer.data
    me = Self(text_at(data, "user_id"), text_at(data, "bot_id"), text_at(data, "app_id"), text_at(data, "url"))
    return Installation(text_at(data, "team_id"), token, me, text_at(data, "enterprise_id"), scopes or answer.scopes)


class Keep(Protocol):
    """Small values in the store, given by `app.py`."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str | None) -> None: ...


class ManyWorkspaces:
    """Installations in the store, encrypted; each is read once and kept in memory for some minutes."""

    def __init__(self, keep: Keep, secret_key: str) -> None:
        from cryptography.fernet import Fernet

        derived = hashlib.sha256(b"slack installations\0" + secret_key.encode()).digest()
        self._keep = keep
        self._lock = Fernet(base64.urlsafe_b64encode(derived))
        self._held: dict[str, tuple[Installation | None, float]] = {}

    async def find(self, workspace: str, enterprise: str) -> Installation | None:
        """The workspace's own installation, else its organisation's."""
        for name in (workspace, enterprise):
            if name and (found := await self._one(name)):
                return found
        return None

    async def save(self, made: Installation) -> None:
        """Keeps a new installation, or a new token of an old one."""
        name = made.workspace or made.enterprise
        sealed = self._lock.encrypt(json.dumps(asdict(made)).encode()).decode()
        await self._keep.set(_key(name), sealed)
        self._held[name] = (made, time.monotonic() + KEPT_SECONDS)

    async def forget(self, workspace: str, enterprise: str) -> None:
        """The token is taken out; everything else stays as it is."""
        for name in (workspace, enterprise):
            if name and await self._one(name):
                await self._keep.set(_key(name), None)
                self._held[name] = (None, time.monotonic() + UNKNOWN_SECONDS)
                return

    async def _one(self, name: str) -> Installation | None:
        found, until = self._held.get(name, (None, 0.0))
        if until > time.monotonic():
            return found
        found = self._open(name, await self._keep.get(_key(name)))
        self._held[name] = (found, time.monotonic() + (KEPT_SECONDS if found else UNKNOWN_SECONDS))
        return found

    def _open(self, name: str, sealed: str | None) -> Installation | None:
        from cryptography.fernet import InvalidToken

        if not sealed:
            return None
        try:
            data: dict[str, Any] = json.loads(self._lock.decrypt(sealed.encode()))
        except InvalidToken:
            log.error(
                "slack: the token of %s cannot be read with this BOT_SECRET_KEY: install the app there again", name
            )
            return None
        return Installation(**data | {"me": Self(**data["me"]), "scopes": tuple(data["scopes"])})


def _key(name: str) -> str:
    return f"slack installation {name}"
