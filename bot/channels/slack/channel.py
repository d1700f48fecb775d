"""What the rest of the house sees of Slack."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.channels.passes import SecretKey
from bot.channels.port import Documents, Ending, Sent, TurnHandler
from bot.channels.slack.api import Api
from bot.channels.slack.endpoint import MISSHAPEN, Endpoint
from bot.channels.slack.extras import Extras, Prompts
from bot.channels.slack.homes import Homes
from bot.channels.slack.installs import ManyWorkspaces, OneWorkspace, Sealed, SharedKeep
from bot.channels.slack.intake import Intake
from bot.channels.slack.oauth import OAuth, OAuthSettings
from bot.channels.slack.opened import Opened
from bot.channels.slack.people import People
from bot.channels.slack.rotation import TokenRotation
from bot.channels.slack.sending import Sender
from bot.channels.slack.socket_mode import SocketMode
from bot.channels.slack.threads import Known, Threads, unknown
from bot.channels.slack.views import NoViews, Views
from bot.core.model import Address, Message

log = logging.getLogger("bot.slack")

ASK_AGAIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The few values that this channel needs."""

    signing_secret: str = ""
    bot_token: str = ""
    app_token: str = ""
    """Set: events come over Socket Mode, and no port need be open."""
    client_id: str = ""
    client_secret: str = ""
    secret_key: SecretKey = ""
    public_url: str = ""
    """These four, and a `keep` for the tokens: many workspaces, by OAuth."""
    assistant: bool = False
    api_url: str = "https://slack.com/api/"
    answer_seconds: float = 15.0
    events: bool = True
    """False: this process only sends. It opens no connection, and keeps nobody's home fresh."""


def machine_time() -> datetime:
    """The default clock; `app.py` gives the house's own."""
    return datetime.now(UTC)


class SlackChannel:
    """The channel to Slack."""

    name = "slack"

    def __init__(
        self,
        settings: SlackSettings,
        turns: TurnHandler,
        now: Callable[[], datetime] = machine_time,
        keep: SharedKeep | None = None,
        thread_known: Known = unknown,
        views: Views | None = None,
        prompts: Prompts = tuple,
        documents: Documents | None = None,
    ) -> None:
        from bot.channels.slack import framework

        self.settings = settings
        self.counts: Counter[str] = Counter()
        """What was kept, refused, ignored, by reason: for /metrics."""
        self.api = Api(settings.api_url, settings.answer_seconds)
        self.oauth: OAuth | None = None
        self.installs: OneWorkspace | ManyWorkspaces = self._installs(keep, now)
        self.people = People(self.api)
        self.threads = Threads(thread_known)
        views = views or NoViews()
        self.homes = Homes(self.api, self.installs, self.people, views.home, Opened(keep))
        """Tell it `homes.changed(accounts)` after a turn that changed something for these people; it looks by itself
        for what else changes them."""
        extras = Extras(self.api, self.installs, self.homes, views, prompts)
        self.intake = Intake(turns, self.installs, extras, self.people, self.threads, now, self.counts)
        self.sender = Sender(self.api, self.installs, self.people.name_of, documents)
        self.bolt = framework.build(self.intake.take)
        self._dispatch = framework.dispatch
        self.endpoint = Endpoint(settings.signing_secret, self._answer, now, self.counts)
        self.socket: SocketMode | None = None
        self.acknowledged: Callable[[float], None] = lambda seconds: None
        """Told how long each event took that came over Socket Mode; over HTTP whoever serves the routes knows."""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> dict[str, bool | str]:
        """For /readyz: whether Slack reaches us and takes our token, and what is wrong."""
        token = self.installs.trouble
        if self.socket is None:
            return {"connected": not token, "trouble": token}
        up = self.socket.connected.is_set()
        return {"connected": up and not token, "trouble": token or self.socket.why}

    def routes(self) -> list[web.RouteDef]:
        """Events, buttons and commands come to one address."""
        events = [web.post("/slack/events", self.endpoint.handle)] if self.settings.signing_secret else []
        return events + (self.oauth.routes() if self.oauth else [])

    async def start(self) -> None:
        """Opens the session, and learns who we are without holding up the start."""
        await self.api.open()
        if isinstance(self.installs, OneWorkspace):
            self._spawn(self._introduce(self.installs))
        if not self.settings.events:
            return
        self._spawn(self.homes.run())
        if self.settings.app_token:
            self.socket = SocketMode(self.api, self.settings.app_token, self._take, self.counts)
            self._spawn(self.socket.run())

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """One attempt; see sending.py, and settling.py for what `doubtful` leads to."""
        try:
            sent = await self.sender.send(address, message, delivery, doubtful)
        except Exception as trouble:
            log.exception("slack: parcel %s could not be made or sent", delivery)
            return Sent(Ending.DOUBTFUL if doubtful else Ending.AGAIN, error=type(trouble).__name__)
        self.counts["sent_" + sent.ending.value] += 1
        if sent.ending is Ending.SENT:
            self.threads.joined(address)
        return sent

    async def close(self) -> None:
        """Ends what was started."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.socket is not None:
            await self.socket.close()
        await self.homes.close()
        await self.installs.close()
        await self.api.close()

    def _installs(self, keep: SharedKeep | None, now: Callable[[], datetime]) -> OneWorkspace | ManyWorkspaces:
        given = self.settings
        if not (keep and given.client_id):
            return OneWorkspace(given.bot_token, self.api)
        sealed = Sealed(keep, given.secret_key)
        rotation = TokenRotation(sealed, self.api, given.client_id, given.client_secret, now)
        many = ManyWorkspaces(sealed, rotation)
        oauth = OAuthSettings(
            given.client_id, given.client_secret, given.secret_key, given.public_url, given.assistant
        )
        self.oauth = OAuth(oauth, self.api, many, self.counts, now)
        return many

    async def _take(self, body: dict[str, Any]) -> tuple[int, str]:
        """A payload through bolt and the intake, over Socket Mode: what cannot be read is not worth sending again."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            reply = await self._dispatch(self.bolt, body)
        except MISSHAPEN:
            self.counts["refused_misshapen"] += 1
            return 200, ""
        if reply.status == web.HTTPOk.status_code:
            self.acknowledged(loop.time() - begun)
        return (200 if reply.status == 400 else reply.status), reply.body or ""

    async def _answer(self, body: dict[str, Any]) -> web.Response:
        reply = await self._dispatch(self.bolt, body)
        kind = "application/json" if (reply.body or "").startswith("{") else "text/plain"
        return web.Response(status=reply.status, text=reply.body or "", content_type=kind)

    async def _introduce(self, single: OneWorkspace) -> None:
        await single.ask()
        while single.trouble:
            log.error("slack: auth.test says %s: check SLACK_BOT_TOKEN", single.trouble)
            await asyncio.sleep(ASK_AGAIN_SECONDS)
            await single.ask()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
