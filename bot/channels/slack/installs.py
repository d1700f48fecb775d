"""Which token speaks in which workspace, and who the bot is there: one token from the settings, or many by OAuth."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.channels.passes import SecretKey, keys_of
from bot.channels.slack.api import Api
from bot.channels.slack.payloads import text_at
from bot.channels.slack.readings import Self

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

log = logging.getLogger("bot.slack")

KEPT_SECONDS, UNKNOWN_SECONDS = 300.0, 10.0
KEY = "slack installation "


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace (or, for an org-wide install, one organisation) that the app is installed in."""

    workspace: str
    token: str
    me: Self
    enterprise: str = ""
    scopes: tuple[str, ...] = ()
    refresh: str = ""
    """What the token is renewed with, where Slack rotates tokens. Slack takes each only once."""
    expires: float = 0.0
    """When the token ends (seconds of the epoch); 0: never."""
    trouble: str = ""
    """Why Slack did not renew it, when it was last asked."""

    @property
    def place(self) -> str:
        """What addresses that it speaks to are kept under."""
        return self.workspace or self.enterprise

    def serves(self, workspace: str) -> bool:
        """Whether this workspace's, or organisation's, own people are the installation's."""
        return workspace != "" and workspace in (self.workspace, self.enterprise)


class Installs(Protocol):
    """Where installations are found. Raises only what the store raises."""

    async def find(self, workspace: str, enterprise: str) -> Installation | None:
        """Never waits for Slack: its token may have ended."""

    async def ready(self, found: Installation) -> Installation | str:
        """The same with a token that can be used now, renewed where need be; or why there is none."""

    def refused(self, found: Installation) -> None:
        """Slack says that this token has ended, whatever we thought."""

    async def close(self) -> None:
        """Ends what it began, and loses nothing that Slack has answered."""

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

    async def ready(self, found: Installation) -> Installation | str:
        """As it is: a token from the settings cannot be renewed."""
        return found

    def refused(self, found: Installation) -> None:
        """Slack rotates this token, and what renews it is not in the settings: the operator has to know."""
        self.trouble = "token_expired"

    async def close(self) -> None:
        """Nothing to end."""

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


class SharedKeep(Keep, Protocol):
    """The same, for what several processes change."""

    async def swap(self, key: str, old: str | None, new: str | None) -> bool:
        """Puts `new` in the place of `old`, at once; False when something else stands there. None: nothing."""

    async def listed(self, prefix: str) -> dict[str, str]:
        """Everything under keys that begin so."""


class Sealed:
    """Installations in the store, encrypted with our key."""

    def __init__(self, keep: SharedKeep, secret_key: SecretKey) -> None:
        self.keep = keep
        self._secret_key = secret_key
        self._locks: tuple[Sequence[str], MultiFernet] | None = None

    @property
    def _lock(self) -> MultiFernet:
        """What seals with the key that is the first now, and opens with any that is valid."""
        from cryptography.fernet import Fernet, MultiFernet

        keys = keys_of(self._secret_key)
        if self._locks is None or self._locks[0] != keys:
            derived = (hashlib.sha256(b"slack installations\0" + key.encode()).digest() for key in keys)
            self._locks = keys, MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in derived])
        return self._locks[1]

    async def seal_anew(self) -> int:
        """Everything that an older key sealed, with the first. Returns how much that was."""
        from cryptography.fernet import InvalidToken

        done = 0
        for name, sealed in (await self.keep.listed(KEY)).items():
            try:
                anew = self._lock.rotate(sealed.encode()).decode()
            except InvalidToken:
                continue  # none of ours opens it: `doctor` says so
            done += await self.keep.swap(name, sealed, anew)
        return done

    async def read(self, name: str) -> tuple[str | None, Installation | None]:
        """(as it lies there, opened)."""
        sealed = await self.keep.get(KEY + name)
        return sealed, self._open(name, sealed)

    async def everything(self) -> dict[str, Installation | None]:
        """All of them by name; None for one that this key does not open."""
        found = await self.keep.listed(KEY)
        return {key.removeprefix(KEY): self._open(key.removeprefix(KEY), sealed) for key, sealed in found.items()}

    def seal(self, made: Installation) -> str:
        return str(self._lock.encrypt(json.dumps(asdict(made)).encode()).decode())

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


class ManyWorkspaces:
    """Many installations; each is read once and kept in memory for some minutes."""

    def __init__(self, sealed: Sealed, rotation: Rotation | None = None) -> None:
        self._sealed = sealed
        self._rotation = rotation
        self._held: dict[str, tuple[Installation | None, float]] = {}

    @property
    def trouble(self) -> str:
        """For /readyz: a workspace whose token Slack does not renew."""
        return self._rotation.trouble if self._rotation else ""

    async def find(self, workspace: str, enterprise: str) -> Installation | None:
        """The workspace's own installation, else its organisation's."""
        for name in (workspace, enterprise):
            if name and (found := await self._one(name)):
                return found
        return None

    async def ready(self, found: Installation) -> Installation | str:
        """Where the token ends soon it is renewed behind; where it has ended, first."""
        if self._rotation is None:
            return found
        made = await self._rotation.ready(found)
        if isinstance(made, Installation) and made is not found:
            self._hold(made.place, made)
        return made

    def refused(self, found: Installation) -> None:
        """The next `ready` renews it."""
        if self._rotation is not None:
            self._rotation.refused(found)

    async def save(self, made: Installation) -> None:
        """Keeps a new installation, or a new token of an old one."""
        await self._sealed.keep.set(KEY + made.place, self._sealed.seal(made))
        self._hold(made.place, made)
        if self._rotation is not None:
            self._rotation.installed(made.place)

    async def forget(self, workspace: str, enterprise: str) -> None:
        """The token is taken out; everything else stays as it is."""
        for name in (workspace, enterprise):
            if name and await self._one(name):
                await self._sealed.keep.set(KEY + name, None)
                self._hold(name, None)
                return

    async def close(self) -> None:
        """A token that Slack is giving at this moment is kept first."""
        if self._rotation is not None:
            await self._rotation.close()

    async def _one(self, name: str) -> Installation | None:
        found, until = self._held.get(name, (None, 0.0))
        if until > time.monotonic():
            return found
        _, found = await self._sealed.read(name)
        self._hold(name, found)
        return found

    def _hold(self, name: str, found: Installation | None) -> None:
        self._held[name] = (found, time.monotonic() + (KEPT_SECONDS if found else UNKNOWN_SECONDS))


class Rotation(Protocol):
    """Renews tokens that end: see rotation.py."""

    @property
    def trouble(self) -> str: ...

    async def ready(self, found: Installation) -> Installation | str: ...

    def refused(self, found: Installation) -> None: ...

    def installed(self, name: str) -> None: ...

    async def close(self) -> None: ...
