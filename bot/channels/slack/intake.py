"""From a checked payload to the turn handler: the one listener behind HTTP and behind Socket Mode.

Commit, then acknowledge: 200 is answered when the turn was kept, 503 when it could not be, or not in time; Slack
then sends the event again, and its id decides whether it is new.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.port import TurnHandler
from bot.channels.slack import parsing
from bot.channels.slack.extras import Extras
from bot.channels.slack.installs import Installs
from bot.channels.slack.payloads import Json, dict_at, text_at
from bot.channels.slack.people import People
from bot.channels.slack.readings import Around, Ignored, Self, self_in, whence
from bot.channels.slack.replies import Reply
from bot.channels.slack.threads import Threads
from bot.core.model import Turn

log = logging.getLogger("bot.slack")

HALL_SECONDS = 2.2
"""Slack waits three seconds, and a name may have been asked for before. https://docs.slack.dev/apis/events-api#responding"""
MOST_NAMES = 5


class Intake:
    """Takes every payload that is surely Slack's."""

    def __init__(
        self,
        turns: TurnHandler,
        installs: Installs,
        extras: Extras,
        people: People,
        threads: Threads,
        now: Callable[[], datetime],
        counts: Counter[str],
    ) -> None:
        self.turns = turns
        self.installs = installs
        self.extras = extras
        self.people = people
        self.threads = threads
        self.now = now
        self.counts = counts
        self._late: set[asyncio.Task[bool]] = set()

    async def take(self, body: Json) -> Reply:
        """One payload. Never raises: what goes wrong is a status that makes Slack try again."""
        try:
            install = await self.installs.find(*whence(body))
            around = await self._around(body, install.me if install else Self())
            taken = await self.extras.take(body, install, around)
            if isinstance(taken, Reply):
                return taken
            turn = taken or (parsing.parse(body, around) if install else Ignored("not_installed"))
            if install is None or isinstance(turn, Ignored):
                self.counts["ignored_" + (turn.why if isinstance(turn, Ignored) else "not_installed")] += 1
                return Reply()
            return await self._keep(await self._named(turn, install.token))
        except Exception as trouble:
            self.counts["not_kept"] += 1
            log.error("slack: an event could not be kept: %s", type(trouble).__name__, exc_info=_quietly(trouble))
            return Reply(503, {"error": "not kept, send again"})

    async def _around(self, body: Json, known: Self) -> Around:
        team, _ = whence(body)
        joined = await self._in_thread(body, team)
        return Around(
            me=self_in(body, known),
            now=self.now(),
            name_of=lambda user: self.people.name_of(team, user),
            in_thread=lambda *_: joined,
        )

    async def _in_thread(self, body: Json, team: str) -> bool:
        event = dict_at(body, "event")
        message = dict_at(event, "message") or dict_at(event, "previous_message") or event
        thread, channel = text_at(message, "thread_ts"), text_at(event, "channel")
        if not thread or not channel or text_at(event, "channel_type") == "im" or text_at(message, "bot_id"):
            return False
        return await self.threads.has(team, channel, thread)

    async def _named(self, turn: Turn, token: str) -> Turn:
        """Adds the sender's time zone and the names that people show; a payload's own name (a log-in name, mostly)
        only where there is none."""
        workspace, user = turn.address.workspace, turn.account.user
        asked = [mention.account.user for mention in turn.mentions if not mention.name][:MOST_NAMES]
        if not self.people.name_of(workspace, user):
            asked.append(user)
        if not asked:
            zone = self.people.zone_of(workspace, user)
            return replace(turn, name=self.people.name_of(workspace, user), timezone=zone)
        await asyncio.gather(*(self.people.learn(workspace, one, token) for one in asked))
        mentions = tuple(
            replace(mention, name=mention.name or self.people.name_of(workspace, mention.account.user))
            for mention in turn.mentions
        )
        name = self.people.name_of(workspace, user) or turn.name
        return replace(turn, name=name, mentions=mentions, timezone=self.people.zone_of(workspace, user))

    async def _keep(self, turn: Turn) -> Reply:
        task = asyncio.ensure_future(self.turns(turn))
        done, _ = await asyncio.wait({task}, timeout=HALL_SECONDS)
        if not done:
            # Not cancelled: a commit under way ends as it ends; the event's id makes the second delivery harmless.
            self._late.add(task)
            task.add_done_callback(self._ended_late)
            self.counts["late"] += 1
            log.warning("slack: event %s was not kept in time", turn.event)
            return Reply(503, {"error": "not kept in time, send again"})
        task.result()
        self.threads.joined(turn.address)
        self.counts["kept"] += 1
        return Reply()

    def _ended_late(self, task: asyncio.Task[bool]) -> None:
        self._late.discard(task)
        if not task.cancelled() and (trouble := task.exception()):
            log.error("slack: a late event could not be kept: %s", type(trouble).__name__)


def _quietly(trouble: Exception) -> Exception | None:
    """The traceback only where somebody asked for it: it may quote what people wrote."""
    return trouble if log.isEnabledFor(logging.DEBUG) else None
