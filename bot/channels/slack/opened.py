"""Who has opened their home, and what it shows: in memory, and the latest in the store for after a restart."""

from __future__ import annotations

import json
from collections import OrderedDict

from bot.channels.slack.installs import Keep
from bot.channels.slack.speakers import ORGANISATION
from bot.core.model import Account

MOST = 10_000
MOST_KEPT = 500
"""So many of the latest are known after a restart; others are again when they next open theirs."""
KEY = "slack homes opened"


class Opened:
    """Accounts that opened their home, those that did so last at the end."""

    def __init__(self, keep: Keep | None) -> None:
        self._keep = keep
        self._seen: OrderedDict[Account, tuple[str, str]] = OrderedDict()
        """Account -> (where the installation is, fingerprint of what is shown)."""
        self._known: set[Account] = set()
        """Those who are somebody, as far as was seen."""
        self._kept: str | None = None
        self._recalled = keep is None

    def __contains__(self, account: Account) -> bool:
        return account in self._seen

    def get(self, account: Account) -> tuple[str, str] | None:
        """(Where the installation is, fingerprint of what is shown)."""
        return self._seen.get(account)

    def accounts(self) -> list[Account]:
        """Everybody."""
        return list(self._seen)

    def add(self, account: Account, place: str, shown: str) -> None:
        """They look at it now, and see what has this fingerprint."""
        self._seen[account] = (place, shown)
        self._seen.move_to_end(account)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)

    def shows(self, account: Account, shown: str) -> None:
        """What has this fingerprint was published."""
        if account in self._seen:
            self._seen[account] = (self._seen[account][0], shown)

    def drop(self, account: Account) -> None:
        """The app is not there any more, or nobody is."""
        self._seen.pop(account, None)
        self._known.discard(account)

    def is_somebody(self, account: Account, known: bool) -> bool:
        """Whether a home is still to be kept fresh: not of somebody who was known and is no more."""
        gone = not known and account in self._known
        if known:
            self._known.add(account)
        elif gone:
            self.drop(account)
        return not gone

    async def recall(self) -> None:
        """Takes in who had opened theirs before the restart; once. Raises what the store raises."""
        if self._recalled or self._keep is None:
            return
        rows = json.loads(await self._keep.get(KEY) or "[]")
        now = self._seen
        self._seen = OrderedDict(_row(*row) for row in rows if row[1])  # somebody who was taken out leaves a gap
        for account, what in now.items():
            self.add(account, *what)
        self._recalled = True

    async def remember(self) -> None:
        """Keeps the latest, when they are others than those kept. Raises what the store raises."""
        latest = list(self._seen.items())[-MOST_KEPT:]
        text = json.dumps([(a.workspace, a.user, place, shown) for a, (place, shown) in latest])
        if self._keep is not None and self._recalled and text != self._kept:
            await self._keep.set(KEY, text)
            self._kept = text


def _row(workspace: str, user: str, place: str, shown: str) -> tuple[Account, tuple[str, str]]:
    """A kept row. Older ones have the workspace first and its organisation behind: people are the organisation's."""
    if place.startswith(ORGANISATION) and not workspace.startswith(ORGANISATION):
        workspace, place = place, workspace
    return Account("slack", workspace, user), (place, shown)
