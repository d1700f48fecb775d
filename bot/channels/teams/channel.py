"""The Teams channel: what `bot.channels.port.Channel` asks for, joined from the channel and the sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.documents import with_links
from bot.channels.port import Documents, NoDocuments, Sent, TurnHandler
from bot.channels.teams.checklist import CHECKLIST, checklist_activity, checklist_again, is_status
from bot.channels.teams.files import Files, Handed
from bot.channels.teams.filling import Filling
from bot.channels.teams.parsing import REFRESH, Refresh
from bot.channels.teams.references import NAME, reference_of
from bot.channels.teams.sending import Make, Sender
from bot.channels.teams.tokens import TokenRefusedError, Tokens
from bot.channels.teams.values import TeamsValues
from bot.channels.views import NoViews, Views
from bot.core.model import Account, Address, Enclosed, Message

_CONNECTIONS = 50


class TeamsChannel:
    """One channel. Building it imports the SDK; importing this module does not."""

    name = NAME

    def __init__(
        self, values: TeamsValues, turns: TurnHandler, clock: Callable[[], datetime], views: Views | None = None,
        documents: Documents | None = None, handed: Handed | None = None,
    ) -> None:  # fmt: skip
        from bot.channels.teams.endpoint import (
            Endpoint,  # the SDK comes with it: 300 ms and 40 MB, only when Teams is used
        )

        self._values = values
        self._session: aiohttp.ClientSession | None = None
        self._views = views or NoViews()
        self._tokens = Tokens(values, self._shared)
        self._sender = Sender(self._shared, self._tokens, clock, timeout=values.timeout, emulator=values.emulator)
        self._clock = clock
        self._files = Files(
            self._shared, self._sender, turns, documents or NoDocuments(), handed or _nobodys, values.upload_pause,
            values.upload_timeout,
        )  # fmt: skip
        self._endpoint = Endpoint(
            values, Filling(turns, self._views, self._sender).take, clock, self._fetch, self._face, self._files.take
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """For /metrics: taken.KIND, ignored.WHY, refused.WHY, not_kept."""
        return self._endpoint.counts

    @property
    def state(self) -> dict[str, str]:
        """For /readyz: what somebody should look at."""
        if not self._endpoint.strange:
            return {}
        named = ", ".join(self._endpoint.strange)
        return {"trouble": f"people of tenants that are not in MICROSOFT_APP_TENANTS were refused: {named}"}

    def routes(self) -> list[web.RouteDef]:
        """Where Teams posts."""
        return [web.post("/api/messages", self._endpoint.handle)]

    async def start(self) -> None:
        """Opens the one session that everything goes out by."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """One attempt; the rules stand in sending.py."""
        if (waits := await self._files.ask(address, message, delivery, doubtful)) is not None:
            return waits
        make = await self._checklist(address, message) if is_status(message) else None
        return await self._sender.send(address, with_links(message), delivery, doubtful, make)

    async def _checklist(self, address: Address, message: Message) -> Make | None:
        """Where things stand, as a card in somebody's own chat; before others it stays the words that were said."""
        try:
            to = reference_of(address)
        except ValueError:
            return None
        if to.type != "personal" or not to.user:
            return None
        home = await self._views.home(Account(NAME, address.workspace, to.user))
        return partial(checklist_activity, home, message, self._clock()) if home and home.rows else None

    async def _face(self, asked: Refresh) -> dict[str, Any] | None:
        """The present face of a card that is looked at. One look into the store, nothing kept, nothing sent."""
        if asked.data.get(REFRESH) != CHECKLIST:
            return None
        home = await self._views.home(asked.account)
        return checklist_again(home, asked.data, self._clock(), asked.account.user) if home else None

    async def files_settled(self) -> None:
        """Waits until no file is on its way."""
        await self._files.settled()

    async def trouble(self) -> str:
        """For doctor, after `start`: why the bot cannot send or cannot check events; empty when it can do both."""
        if not self._values.app_id:
            return ""
        try:
            await self._tokens.get()
        except TokenRefusedError as error:
            return f"Teams gives the bot no token ({error}): check MICROSOFT_APP_ID, _PASSWORD, _TENANT_ID and _TYPE"
        try:
            await self._fetch(self._values.openid_url)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return f"Teams' signing keys cannot be fetched ({type(error).__name__}): every event is refused with 503"
        return ""

    async def close(self) -> None:
        """Closes the session, when files on their way have had a moment."""
        await self._files.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _shared(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("TeamsChannel.start was not called")
        return self._session

    async def _fetch(self, url: str) -> Any:
        """JSON of the identity service (keys)."""
        timeout = aiohttp.ClientTimeout(total=self._values.timeout)
        async with self._shared().get(url, timeout=timeout, raise_for_status=True) as response:
            return await response.json(content_type=None)


async def _nobodys(link: str, account: Account) -> Enclosed | None:
    """Where nobody makes documents."""
    return None
