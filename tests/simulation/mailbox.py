"""Where messages arrive in the simulation: a channel that keeps who got what when, and checks it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import holidays
from aiohttp import web

from bot.channels.port import Ending, Sent
from bot.core.model import Address, Message
from tests.simulation.fate import Fate
from tests.simulation.gatherings import NOTICES

LONDON = ZoneInfo("Europe/London")
BANK = holidays.country_holidays("GB", subdiv="ENG", years=range(2026, 2032))
STARTED_BY_BOT = ("nudge", "hand_over_returned")
"""How the phrases begin of messages that the bot starts by itself."""


def started_by_bot(message: Message) -> bool:
    return any(part.startswith(STARTED_BY_BOT) for part in message.phrase.split()) and not any(
        part.startswith(ANSWERS) for part in message.phrase.split()
    )


ANSWERS = ("nudge_not_yet", "nudge_in_hand", "nudge_overtaken")


@dataclass(slots=True)
class Post:
    """The one channel. Like a provider with a key for each message, it knows a delivery that came before."""

    fate: Fate
    now: Callable[[], datetime]
    deliver: Callable[[str, Message], None]
    notice: Callable[[str, Message, datetime], None] = lambda *_: None
    """Told of every notice about a gathering."""
    name: str = "sim"
    deliveries: set[int] = field(default_factory=set)
    days: dict[tuple[str, date], int] = field(default_factory=dict)
    started: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        self.fate.step()  # dies with the delivery claimed and not sent
        if delivery in self.deliveries:
            self.again += 1
            if not doubtful:
                self.wrong.append(f"parcel {delivery} came twice and nobody said so")
        else:
            self.deliveries.add(delivery)
            if message.phrase in NOTICES:
                self._in_hours(address.conversation, message)
                self.notice(address.conversation, message, self.now())
            elif started_by_bot(message):
                self._check(address.conversation, message)
            self.deliver(address.conversation, message)
        self.fate.step()  # dies before the ending is written: it comes again, doubtful
        return Sent(Ending.SENT, handle=f"s{delivery}")

    def _check(self, to: str, message: Message) -> None:
        """The promises that one message can break by itself."""
        self.started += 1
        say = self._in_hours(to, message)
        key = (to, self.now().astimezone(LONDON).date())
        self.days[key] = self.days.get(key, 0) + 1
        if self.days[key] > 1:
            self.wrong.append(f"more than one a day: {say}")

    def _in_hours(self, to: str, message: Message) -> str:
        """Never at night, on a weekend or a holiday. Returns what to say of it."""
        at = self.now().astimezone(LONDON)
        say = f"{to} at {at:%a %Y-%m-%d %H:%M}: {message.phrase}"
        if not time(9) <= at.time() <= time(16, 30):
            self.wrong.append(f"outside hours: {say}")
        quiet = (at.month, at.day) >= (12, 24) or (at.month, at.day) == (1, 1)
        if at.weekday() >= 5 or at.date() in BANK or quiet:
            self.wrong.append(f"on a holiday: {say}")
        return say
