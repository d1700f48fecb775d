"""Keeps homes fresh: who has opened theirs, when it is made again, and whether that is worth publishing.

- After a turn a home is made again a little later, so that a burst is published once or twice and the last one is
  right: `changed`.
- What no turn of this process tells of (the clock's reminders, a snooze that ends, another process, new content, a
  new day) is found by looking at each opened home in turn: `run`. A look costs a few milliseconds, and there are at
  most ten a second.
- A home is published only when it differs from what is shown: the view carries a fingerprint of itself.
- Who has opened theirs outlives a restart: `opened.py`.

https://docs.slack.dev/reference/methods/views.publish
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from bot.channels.slack.api import Api
from bot.channels.slack.home import render
from bot.channels.slack.installs import Installs
from bot.channels.slack.opened import Opened
from bot.channels.slack.people import People
from bot.channels.slack.views import Home
from bot.core.model import Account

log = logging.getLogger("bot.slack")

SETTLE_SECONDS = 0.8
"""How long a home waits for more changes before it is made again."""
ROUND_SECONDS = 10.0
"""How long looking at every opened home takes, while they are few."""
BETWEEN_SECONDS = 0.1
"""The least time between two looks: a round over very many takes longer, and costs no more."""
TRIES = 5
TOKEN_WAIT = 30.0
"""How long a home waits whose workspace has no token that can be used."""
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


HomeOf = Callable[[Account, str], Awaitable[Home | None]]
"""Somebody's page; the text is the workspace that they are a member of, empty for a guest."""


class Homes:
    """Publishes the homes of those who have opened theirs; nobody else's is made."""

    def __init__(self, api: Api, installs: Installs, people: People, home_of: HomeOf, seen: Opened) -> None:
        self.api = api
        self.people = people
        self.installs = installs
        self.home_of = home_of
        self.seen = seen
        self.settle = SETTLE_SECONDS
        self.round = ROUND_SECONDS
        self._dirty: set[Account] = set()
        self._tasks: dict[Account, asyncio.Task[None]] = {}

    def opened(self, account: Account, place: str, shown: str) -> None:
        """Somebody looks at their home now, and sees what has this fingerprint."""
        self.seen.add(account, place, shown)
        self._begin(account, 0.0)

    def changed(self, accounts: Iterable[Account]) -> None:
        """Something that these people's homes show has changed. Cheap: call it after every turn."""
        for account in accounts:
            if account in self.seen:
                self._begin(account, self.settle)

    async def run(self) -> None:
        """Looks at every opened home, again and again, until cancelled."""
        while True:
            try:
                await self.seen.recall()
                await self._look_at_all()
                await self.seen.remember()
            except Exception as trouble:
                log.error("slack: who has opened a home could not be kept or read: %s", type(trouble).__name__)
                await asyncio.sleep(self.round)

    async def close(self) -> None:
        """Ends what is under way."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        try:
            await self.seen.remember()
        except Exception as trouble:
            log.error("slack: who has opened a home could not be kept: %s", type(trouble).__name__)

    async def _look_at_all(self) -> None:
        accounts = self.seen.accounts()
        wait = max(self.round / max(len(accounts), 1), BETWEEN_SECONDS)
        for account in accounts:
            await asyncio.sleep(wait)
            self._begin(account, 0.0)
        if not accounts:
            await asyncio.sleep(wait)

    def _begin(self, account: Account, wait: float) -> None:
        self._dirty.add(account)
        if account not in self._tasks:
            self._tasks[account] = asyncio.create_task(self._refresh(account, wait))

    async def _refresh(self, account: Account, wait: float) -> None:
        tries = 0
        try:
            while account in self._dirty and tries < TRIES:
                await asyncio.sleep(wait)
                self._dirty.discard(account)
                again = await self._publish(account)
                wait = self.settle
                if again is not None:
                    tries += 1
                    wait = max(again, self.settle)
                    self._dirty.add(account)
        except Exception as trouble:
            log.error("slack: a home could not be made: %s", type(trouble).__name__)
        finally:
            self._dirty.discard(account)
            del self._tasks[account]

    async def _publish(self, account: Account) -> float | None:
        """Publishes when it differs. Seconds to wait, when it has to be tried again."""
        found = self.seen.get(account)
        if found is None:
            return None
        place, shown = found
        install = await self.installs.find(account.workspace, place)
        if install is None:
            self.seen.drop(account)
            return None
        usable = await self.installs.ready(install)
        if isinstance(usable, str):
            return TOKEN_WAIT
        install = usable
        profile = await self.people.learn(place, account.user, install.token)
        home = await self.home_of(account, "" if profile.guest else profile.team or account.workspace)
        if home is None:
            return None
        if not self.seen.is_somebody(account, home.account is not None):
            self.people.forget(place, account.user)
        view = render(home)
        now_shown = str(view["private_metadata"])
        if now_shown == shown:
            return None
        body = {"user_id": account.user, "view": view}
        answer = await self.api.call("views.publish", install.token, body, account.workspace)
        if not answer.ok:
            log.warning("slack: a home was not published: %s", answer.error or answer.status)
            if answer.status != 200 or answer.error in PASSING:
                return answer.retry_after or 1.0
        # A view that Slack refuses for good counts as shown: only another one is worth trying.
        self.seen.shows(account, now_shown)
        return None
