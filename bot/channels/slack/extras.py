"""What comes in and is not a turn by itself: homes opened, forms, uninstalls, the old assistant pane.

app_home_opened (home) -> the home is made afresh         block_actions with "form:…" -> a modal
view_submission        -> checked, then a turn of kind FORM through the same road
app_uninstalled, tokens_revoked -> sending stops there, data stays
assistant_thread_started        -> suggested prompts, in apps made with the older `assistant_view`
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.channels.slack import modals, presses
from bot.channels.slack.api import Api
from bot.channels.slack.homes import Homes
from bot.channels.slack.installs import Installation, Installs
from bot.channels.slack.payloads import Json, dict_at, list_at, text_at
from bot.channels.slack.readings import Around
from bot.channels.slack.replies import Reply
from bot.channels.slack.views import FORM, Views
from bot.core.model import Account, Turn

log = logging.getLogger("bot.slack")

GONE_EVENTS = frozenset({"app_uninstalled", "tokens_revoked"})
MOST_PROMPTS = 4

Prompts = Callable[[], tuple[tuple[str, str], ...]]
"""(title, message) of the assistant pane, from the content."""


class Extras:
    """Handles these payloads; says None of a payload that is an ordinary one."""

    def __init__(self, api: Api, installs: Installs, homes: Homes, views: Views, prompts: Prompts) -> None:
        self.api = api
        self.installs = installs
        self.homes = homes
        self.views = views
        self.prompts = prompts
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, body: Json, install: Installation | None, around: Around) -> Reply | Turn | None:
        """A reply (it is done), a turn (for the turn handler), or None (an ordinary payload)."""
        kind, event = text_at(body, "type"), text_at(body, "event", "type")
        if event in GONE_EVENTS:
            return await self._gone(body, event, around)
        if install is None:
            return None
        if event == "app_home_opened" and text_at(body, "event", "tab") == "home":
            return self._home(body, around)
        if event == "assistant_thread_started":
            return await self._pane(body, install, around)
        if kind == "block_actions":
            return await self._form(body, install, around)
        if kind == "view_submission":
            return await self._filled(body, around)
        return None

    async def _gone(self, body: Json, event: str, around: Around) -> Reply:
        """A revoked user token is none of ours; a revoked bot token is."""
        if event == "app_uninstalled" or list_at(body, "event", "tokens", "bot"):
            gone = around.installed
            await self.installs.forget(gone.team, gone.enterprise)
            log.warning("slack: the app was taken out of %s: nothing is sent there any more", around.workspace)
        return Reply()

    def _home(self, body: Json, around: Around) -> Reply:
        shown = text_at(body, "event", "view", "private_metadata")
        if user := text_at(body, "event", "user"):
            account = Account("slack", around.speaker(body, "").workspace, user)
            self.homes.opened(account, around.workspace, shown)
        return Reply()

    async def _form(self, body: Json, install: Installation, around: Around) -> Reply | None:
        actions = list_at(body, "actions")
        value = presses.pressed_value(actions[0]) if actions else ""
        trigger = text_at(body, "trigger_id")
        if not value.startswith(FORM) or not trigger:
            return None
        account = Account("slack", presses.presser(body, around).workspace, text_at(body, "user", "id"))
        form = await self.views.form(account, value.removeprefix(FORM))
        if form is None:
            return None
        opened = {"trigger_id": trigger, "view": modals.render(form)}
        self._behind("views.open", install, opened, around.workspace)
        return Reply()

    async def _filled(self, body: Json, around: Around) -> Reply | Turn | None:
        key, fields = modals.key_of(body), modals.filled(body)
        turn = presses.submission(body, FORM + key, fields, around) if key else None
        if turn is None:
            return None
        if wrong := await self.views.check(turn.account, key, fields):
            return Reply(200, modals.errors(wrong, body))
        form = await self.views.again(turn.account, key, fields)
        return Reply(200, modals.once_more(form)) if form is not None else turn

    async def _pane(self, body: Json, install: Installation, around: Around) -> Reply:
        thread = dict_at(body, "event", "assistant_thread")
        prompts = [{"title": title, "message": message} for title, message in self.prompts()[:MOST_PROMPTS]]
        if prompts:
            whole = {
                "channel_id": text_at(thread, "channel_id"),
                "thread_ts": text_at(thread, "thread_ts"),
                "prompts": prompts,
            }
            self._behind("assistant.threads.setSuggestedPrompts", install, whole, around.workspace)
        return Reply()

    def _behind(self, method: str, install: Installation, body: Json, team: str) -> None:
        """Behind the acknowledgement: Slack's own slowness must not make it wait for us."""

        async def call() -> None:
            usable = await self.installs.ready(install)
            if isinstance(usable, str):
                return log.warning("slack: %s was not asked: the token of %s has ended", method, install.place)
            answer = await self.api.call(method, usable.token, body, team)
            if not answer.ok:
                log.warning("slack: %s said %s", method, answer.error or answer.status)
            return None

        task = asyncio.ensure_future(call())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
