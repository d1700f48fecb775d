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
from bot.channels.slack.installs import Installation, Installs
from bot.channels.slack.payloads import Json, dict_at, text_at
from bot.channels.slack.people import People, Profile
from bot.channels.slack.readings import Around, Ignored, Self, self_in
from bot.channels.slack.replies import Reply
from bot.channels.slack.speakers import Installed, said_of, shared, speaker
from bot.channels.slack.threads import Threads
from bot.core.model import Account, Mention, Turn
from bot.core.model.keepable import all_put_right, lost_ids, surely_keepable

log = logging.getLogger("bot.slack")

HALL_SECONDS = 2.2
"""Slack waits three seconds, and a name may have been asked for before. https://docs.slack.dev/apis/events-api#responding"""
MOST_NAMES = 5
IDS = frozenset(
    [
        "id",
        "team",
        "team_id",
        "enterprise",
        "enterprise_id",
        "user",
        "user_id",
        "user_team",
        "channel",
        "channel_id",
        "ts",
        "thread_ts",
        "event_ts",
        "message_ts",
        "action_ts",
        "event_id",
        "trigger_id",
        "inviter",
        "inviter_team",
        "source_team",
        "context_team_id",
        "context_enterprise_id",
        "authed_team_id",
        "bot_id",
        "app_id",
    ]
)
"""Keys under which a payload names places, people and moments."""
FREE = frozenset({"blocks", "attachments", "files", "text", "state", "metadata", "private_metadata"})
TOKEN_SECONDS = 0.3
"""How long an event waits for its workspace's token to be renewed; the renewal goes on by itself."""


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

    async def take(self, body: Json, installed: Installed) -> Reply:
        """One payload. Never raises: what goes wrong is a status that makes Slack try again."""
        try:
            if not surely_keepable(body):
                if lost := next(lost_ids(body, IDS, FREE), ""):
                    return self._never(body, lost)
                body = all_put_right(body)
            named = await self.installs.find(installed.team, installed.enterprise)
            install = await self._own(body, installed) or named
            around = await self._around(body, installed, install, named)
            taken = await self.extras.take(body, install, around)
            if isinstance(taken, Reply):
                return taken
            turn = taken or (parsing.parse(body, around) if install else Ignored("not_installed"))
            if install is None or isinstance(turn, Ignored):
                self.counts["ignored_" + (turn.why if isinstance(turn, Ignored) else "not_installed")] += 1
                return Reply()
            return await self._keep(await self._known(turn, await self._usable(install)))
        except UnicodeEncodeError:
            return self._never(body, "some id")
        except Exception as trouble:
            self.counts["not_kept"] += 1
            log.error("slack: an event could not be kept: %s", type(trouble).__name__, exc_info=_quietly(trouble))
            return Reply(503, {"error": "not kept, send again"})

    def _never(self, body: Json, lost: str) -> Reply:
        """Acknowledged, since sending it again would be for nothing; counted, and named to the operator."""
        self.counts["never_kept"] += 1
        log.error(
            "slack: event %s can never be kept: %s has half a character or a NUL. Slack is told that it has arrived",
            ascii(text_at(body, "event_id") or text_at(body, "trigger_id")),
            lost,
        )
        return Reply()

    async def _own(self, body: Json, installed: Installed) -> Installation | None:
        """The speaker's own installation, in a channel that organisations share: Slack names any that is there."""
        if not shared(body):
            return None
        event = dict_at(body, "event")
        message = dict_at(event, "message") or dict_at(event, "previous_message") or event
        given = said_of(message)
        who = speaker(body, given, installed)
        found = await self.installs.find(who.home, who.workspace) if given else None
        return found if found and (found.serves(who.home) or found.serves(who.workspace)) else None

    async def _around(
        self, body: Json, installed: Installed, install: Installation | None, named: Installation | None
    ) -> Around:
        known = install.me if install else Self()
        workspace = install.place if install else installed.team or installed.enterprise
        joined = await self._in_thread(body, workspace)
        me = self_in(body, known)
        return Around(
            me=me,
            now=self.now(),
            installed=installed,
            workspace=workspace,
            via=named.place if named and named.place != workspace else "",
            ours=frozenset({me.user, named.me.user if named else ""} - {""}),
            name_of=lambda user: self.people.name_of(workspace, user),
            in_thread=lambda *_: joined,
        )

    async def _in_thread(self, body: Json, team: str) -> bool:
        event = dict_at(body, "event")
        message = dict_at(event, "message") or dict_at(event, "previous_message") or event
        thread, channel = text_at(message, "thread_ts"), text_at(event, "channel")
        if not thread or not channel or text_at(event, "channel_type") == "im" or text_at(message, "bot_id"):
            return False
        return await self.threads.has(team, channel, thread)

    async def _usable(self, install: Installation) -> Installation:
        """With a token that has not ended, to ask who speaks; where that takes too long, as it is."""
        try:
            async with asyncio.timeout(TOKEN_SECONDS):
                made = await self.installs.ready(install)
        except TimeoutError:
            return install
        return made if isinstance(made, Installation) else install

    async def _known(self, turn: Turn, install: Installation) -> Turn:
        """Adds what Slack says of the speaker and of those mentioned: the names that people show (a payload's own is
        a log-in name, mostly), the time zone, and whose members they are."""
        place, user = turn.address.workspace, turn.account.user
        asked = [mention.account.user for mention in turn.mentions][:MOST_NAMES]
        own, *others = await asyncio.gather(*(self.people.learn(place, one, install.token) for one in (user, *asked)))
        profiles = dict(zip(asked, others, strict=True))
        account = _account(turn.account, own)
        member = not own.guest and (install.serves(account.workspace) or install.serves(turn.home or ""))
        return replace(
            turn,
            account=account,
            name=own.name or turn.name,
            timezone=own.zone,
            home=turn.home if member else "",
            mentions=tuple(_mention(m, profiles.get(m.account.user)) for m in turn.mentions),
        )

    async def _keep(self, turn: Turn) -> Reply:
        task = asyncio.ensure_future(self.turns(turn))
        done, _ = await asyncio.wait({task}, timeout=HALL_SECONDS)
        if not done:
            # Not cancelled: a commit under way ends as it ends; the event's id makes the second delivery harmless.
            self._late.add(task)
            task.add_done_callback(self._ended_late)
            self.counts["late"] += 1
            log.warning("slack: turn %s was not kept in time", turn.mark)
            return Reply(503, {"error": "not kept in time, send again"})
        if not task.result():
            self.counts["never_kept"] += 1
            return Reply()
        self.threads.joined(turn.address)
        self.counts["kept"] += 1
        return Reply()

    def _ended_late(self, task: asyncio.Task[bool]) -> None:
        self._late.discard(task)
        if not task.cancelled() and (trouble := task.exception()):
            log.error("slack: a late event could not be kept: %s", type(trouble).__name__)


def _account(account: Account, profile: Profile) -> Account:
    """The account under its organisation, where only Slack's own answer names that."""
    return replace(account, workspace=profile.enterprise) if profile.enterprise else account


def _mention(mention: Mention, profile: Profile | None) -> Mention:
    """Whom a mention names: somebody of another organisation is theirs, wherever they are mentioned."""
    if profile is None or not profile.name:
        return mention
    workspace = profile.enterprise or profile.team or mention.account.workspace
    account = replace(mention.account, workspace=workspace)
    return replace(mention, account=account, name=mention.name or profile.name)


def _quietly(trouble: Exception) -> Exception | None:
    """The traceback only where somebody asked for it: it may quote what people wrote."""
    return trouble if log.isEnabledFor(logging.DEBUG) else None
