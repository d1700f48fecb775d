"""The App Home: a neutral Home -> a view (pure), and the publisher that keeps it fresh.

After every change a home is made again, a little later, so that a burst is published once or twice and the last one
is right. It is published only when it differs from what is shown: the view carries a fingerprint of itself.
https://docs.slack.dev/surfaces/app-home · https://docs.slack.dev/reference/methods/views.publish
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.channels.limits import limit
from bot.channels.slack import blocks, mrkdwn
from bot.channels.slack.api import Api
from bot.channels.slack.blocks import Block
from bot.channels.slack.installs import Installs
from bot.channels.slack.rooms import Home, HomeRow
from bot.core.model import Account, Message

log = logging.getLogger("bot.slack")

MARKS = {"done": "✅", "begun": "🟡", "open": "⬜", "waiting": "🔒"}
SETTLE_SECONDS = 0.8
"""How long a home waits for more changes before it is made again."""
TRIES = 5
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
MOST = 10_000


def render(home: Home) -> dict[str, Any]:
    """The view, with its fingerprint."""
    shown: list[Block] = [_header(home.title)]
    shown += blocks.sections(mrkdwn.render(home.intro))
    shown += _part(home.next, "next")
    for number, row in enumerate(home.rows):
        shown += _row(row, number)
    for part, name in ((home.reminders, "reminders"), (home.briefings, "briefings")):
        shown += ([{"type": "divider"}] if part else []) + _part(part, name)
    if home.footer:
        shown.append({"type": "context", "elements": [_small(home.footer)]})
    most = limit("slack", "view.blocks")
    if len(shown) > most:
        shown = [*shown[: most - 1], {"type": "context", "elements": [_small(blocks.SHORTENED)]}]
    return {"type": "home", "blocks": shown, "private_metadata": fingerprint(shown)}


def fingerprint(shown: list[Block]) -> str:
    """Of what is shown."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:24]


def _header(title: str) -> Block:
    most = limit("slack", "header.text")
    text = title if len(title) <= most else blocks.cut(title, most - 1) + "…"
    return {"type": "header", "text": {"type": "plain_text", "text": text or "—", "emoji": True}}


def _small(text: str) -> Block:
    return {"type": "mrkdwn", "text": blocks.cut(mrkdwn.render(text), 2000) or "—", "verbatim": True}


def _part(message: Message | None, name: str) -> list[Block]:
    if message is None:
        return []
    title = [_header(message.title)] if message.title else []
    body = blocks.sections(mrkdwn.render(message.text)) + blocks.facts(message.facts)
    return title + body + blocks.choices(message.choices, name)


def _row(row: HomeRow, number: int) -> list[Block]:
    line = f"{MARKS[row.state]} *{mrkdwn.literal(row.title.replace('*', ''))}* · {mrkdwn.literal(row.said)}"
    if row.line:
        line += "\n" + mrkdwn.literal(row.line)
    first, *more = blocks.sections(line)
    buttons = blocks.choices(row.choices, f"row{number}")
    if len(row.choices) == 1:
        first["accessory"] = buttons[0]["elements"][0]
        buttons = []
    return [first, *more, *buttons]


class Homes:
    """Publishes homes. Who has opened theirs is remembered while we live: nobody else's is made."""

    def __init__(
        self, api: Api, installs: Installs, home_of: Callable[[Account], Awaitable[Home | None]], settle: float
    ) -> None:
        self.api = api
        self.installs = installs
        self.home_of = home_of
        self.settle = settle
        self._seen: OrderedDict[Account, tuple[str, str]] = OrderedDict()
        """Account -> (organisation, fingerprint of what is shown)."""
        self._dirty: set[Account] = set()
        self._tasks: dict[Account, asyncio.Task[None]] = {}

    def opened(self, account: Account, enterprise: str, shown: str) -> None:
        """Somebody looks at their home now, and sees what has this fingerprint."""
        self._seen[account] = (enterprise, shown)
        self._seen.move_to_end(account)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        self._begin(account, 0.0)

    def changed(self, accounts: Iterable[Account]) -> None:
        """Something that these people's homes show has changed. Cheap: call it after every turn."""
        for account in accounts:
            if account in self._seen:
                self._begin(account, self.settle)

    async def close(self) -> None:
        """Ends what is under way."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

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
        enterprise, shown = self._seen[account]
        home = await self.home_of(account)
        install = await self.installs.find(account.workspace, enterprise)
        if home is None or install is None:
            return None
        view = render(home)
        if view["private_metadata"] == shown:
            return None
        body = {"user_id": account.user, "view": view}
        answer = await self.api.call("views.publish", install.token, body, account.workspace)
        if answer.ok:
            self._seen[account] = (enterprise, view["private_metadata"])
            return None
        log.warning("slack: a home was not published: %s", answer.error or answer.status)
        passing = answer.status != 200 or answer.error in PASSING
        return (answer.retry_after or 1.0) if passing else None
