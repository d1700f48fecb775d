"""Gatherings in the simulated year: the officer makes, moves and cancels them; people sign up and change their minds.

What must be true of them is worked out here from what arrived, without the planner.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.model import Message
from bot.core.model.gatherings import Gathering, SignUp
from bot.core.model.presses import Press
from bot.store.port import Tx
from tests.simulation.people import Act, Crowd

NOTICES = tuple(f"gathering_{what}" for what in ("day", "hour", "moved_up", "changed", "cancelled", "after"))
REMINDERS = ("gathering_day", "gathering_hour")
EVERY_DAYS = 12
COME = 0.25
"""Of everybody, so many sign up for one."""


class Gatherings:
    """The year's gatherings, and what was said of them."""

    def __init__(self, luck: random.Random, crowd: Crowd) -> None:
        self._luck, self._crowd = luck, crowd
        self.all: dict[str, Gathering] = {}
        self.off: dict[str, datetime] = {}
        """Those that were cancelled, and when."""
        self.notices = 0
        self.wrong: list[str] = []

    def acts_of(self, day: datetime, people: list[str]) -> Iterator[tuple[Gathering, list[Act]]]:
        """What the officer does on a day, and what people do about it in the days after."""
        if day.toordinal() % EVERY_DAYS == 0:
            made = self._made(day)
            yield made, [act for person in people if self._luck.random() < COME for act in self._comes(person, made)]
        for one in list(self.all.values()):
            if one.off or not day < one.starts:
                continue
            if self._luck.random() < 0.01:
                yield self._changed(one, day), []
            elif self._luck.random() < 0.01:
                yield self._cancelled(one, day), []

    def _made(self, day: datetime) -> Gathering:
        starts = day.replace(minute=0) + timedelta(days=self._luck.randint(4, 25))
        starts = starts.replace(hour=self._luck.randint(7, 19), minute=self._luck.choice((0, 30)))
        places = self._luck.choice((None, 1, 5, 20, 60))
        key = f"gathering-{len(self.all)}"
        made = Gathering(
            key, f"Title of {key}", "Meet others.", starts, starts + timedelta(minutes=90), "Europe/London",
            link=f"https://meet.example.org/{key}", places=places,
        )  # fmt: skip
        self.all[key] = made
        return made

    def _changed(self, one: Gathering, now: datetime) -> Gathering:
        moved = timedelta(days=self._luck.randint(1, 5))
        later = replace(
            one, starts=one.starts + moved, ends=one.ends + moved, state="changed", sequence=one.sequence + 1,
            changed=("when",), changed_at=now, places=one.places and one.places + self._luck.choice((0, 0, 5)),
        )  # fmt: skip
        self.all[one.key] = later
        return later

    def _cancelled(self, one: Gathering, now: datetime) -> Gathering:
        off = replace(one, state="cancelled", sequence=one.sequence + 1, changed=(), changed_at=now)
        self.all[one.key], self.off[one.key] = off, now
        return off

    def _comes(self, person: str, one: Gathering) -> Iterator[Act]:
        at = one.starts - timedelta(minutes=self._luck.randint(10, 60 * 24 * 10))
        yield self._crowd.act(person, at, press=str(Press("gathering", "", 0, ("join", one.key))))
        if self._luck.random() < 0.3:
            at += timedelta(minutes=self._luck.randint(1, 60 * 24 * 5))
            yield self._crowd.act(person, at, press=str(Press("gathering", "", 0, ("leave", one.key))))
        if self._luck.random() < 0.1:
            at += timedelta(minutes=self._luck.randint(1, 600))
            yield self._crowd.act(person, at, press=str(Press("gathering", "", 0, ("join", one.key))))

    # ------------------------------------------------------------ what arrives

    def arrived(self, person: str, message: Message, now: datetime) -> None:
        """One notice: never twice, never of what is off, never after it began."""
        self.notices += 1
        said = f"{person} at {now:%Y-%m-%d %H:%M}: {message.text[:60]}"
        one = next(g for g in self.all.values() if f"**{g.title}**" in message.text)
        if message.phrase in REMINDERS:
            if one.key in self.off:
                self.wrong.append(f"reminded of what is cancelled: {said}")
            if now > one.starts:
                self.wrong.append(f"reminded of what has begun: {said}")
        if message.phrase == "gathering_after" and (one.off or now < one.ends):
            self.wrong.append(f"asked about what was not: {said}")

    # ------------------------------------------------------------ the books

    def books(self, tx: Tx) -> list[str]:
        """No place sold twice, none lost; nobody told the same twice; everybody who comes was told of the end."""
        found = list(self.wrong)
        one_row = tx.one  # type: ignore[attr-defined]
        sql = (
            "SELECT count(*) - count(DISTINCT nudge) FROM outbox WHERE nudge LIKE '%:gathering:%' AND state = 'sent'"
        )
        for key, known in self.all.items():
            signed = tx.sign_ups(key)
            states = Counter(s.state for s in signed)
            taken = states["in"] + states["attended"] + states["missed"]
            places = tx.gathering(key)
            assert places is not None
            if (places.taken, places.waiting) != (taken, states["waiting"]):
                found.append(f"counted wrongly: {key}: {places.taken}, {places.waiting}, really {states}")
            if known.places is not None and taken > known.places:
                found.append(f"sold twice: {key}: {taken} of {known.places}")
            if known.places is not None and taken < known.places and states["waiting"] and not known.off:
                found.append(f"a place lost: {key}: {taken} of {known.places}, {states['waiting']} wait")
            if len({s.number for s in signed}) != len(signed):
                found.append(f"two have one number: {key}")
            doubled = one_row(sql.replace("%:gathering:%", f"%:gathering:{key}:%"))[0]
            if doubled > self._allowed(signed):
                found.append(f"told twice: {key}: {doubled}")
        return found

    @staticmethod
    def _allowed(signed: list[SignUp]) -> int:
        """Who left and came back may be told again: numbers that were given out and are nobody's now."""
        return max((s.number for s in signed), default=0) - len(signed)
