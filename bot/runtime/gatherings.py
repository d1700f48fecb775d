"""What the officer does about gatherings, by a command or a page; and what pages show of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.model.errors import ToldError
from bot.core.model.gatherings import Gathering, Learning, Places, SignUp, calendar_of
from bot.core.turn.reply import Programme
from bot.store.port import Store, Tx

if TYPE_CHECKING:
    from bot.documents.calendar import Sender


def sender_of(programme: Programme) -> Sender:
    """Who invites: the programme's officer."""
    from bot.documents.calendar import Sender  # Large: loaded when the first is asked for.

    journey = programme.journey
    return Sender(journey.officer_name, journey.officer_email, programme.site)


class GatheringError(ToldError):
    """It cannot be done; the text says why, for the officer."""


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """What a person signed up for, for their calendar program."""

    name: str
    signed: tuple[tuple[Gathering, SignUp], ...]


class Gatherings:
    """Looks into the store, and changes it for the officer. Whoever has signed up hears of it from the clock."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    # ------------------------------------------------------------ for the officer

    async def add(self, made: Gathering) -> None:
        """A new one. Raises GatheringError where there is one with its key."""

        def work(tx: Tx) -> None:
            if tx.gathering(made.key) is not None:
                raise GatheringError(f"there is a gathering '{made.key}' already: change it, or give another 'key'")
            tx.save_gathering(made, self._now())

        await self._store.write(work)

    async def change(self, made: Gathering, changes: Callable[[Gathering, Gathering], tuple[str, ...]]) -> Gathering:
        """It is as the file says now; whoever signed up is told of what `changes` names. Raises GatheringError."""

        def work(tx: Tx) -> Gathering:
            known = self._there(tx, made.key)
            told = changes(known, made)
            now = replace(made, state=known.state, sequence=known.sequence, changed=known.changed)
            now = replace(now, changed_at=known.changed_at)
            if told:
                now = replace(now, state="changed", sequence=known.sequence + 1, changed=told, changed_at=self._now())
            tx.save_gathering(now, self._now())
            return now

        return await self._store.write(work)

    async def cancel(self, key: str) -> Places:
        """It does not take place; whoever signed up is told. Raises GatheringError."""

        def work(tx: Tx) -> Places:
            known = self._there(tx, key)
            off = replace(known, state="cancelled", sequence=known.sequence + 1, changed=(), changed_at=self._now())
            tx.save_gathering(off, self._now())
            found = tx.gathering(key)
            assert found is not None
            return found

        return await self._store.write(work)

    @staticmethod
    def _there(tx: Tx, key: str) -> Gathering:
        found = tx.gathering(key)
        if found is None:
            raise GatheringError(f"there is no gathering '{key}'. `charter-bot gatherings list` shows them")
        if found.gathering.off:
            raise GatheringError(f"'{key}' is cancelled already: make a new one")
        return found.gathering

    async def learned(self, since: datetime, until: datetime) -> list[Learning]:
        """What was shared with other adopters in this time."""
        return await self._store.read(lambda tx: tx.learnings(since, until))

    async def known(self) -> list[Places]:
        """Those to come, and the latest that were."""
        return await self._store.read(lambda tx: tx.gatherings())

    # ------------------------------------------------------------ for everybody

    async def listed(self) -> list[Places]:
        """Those to come, and those that are on."""
        since = self._now()
        return [p for p in await self.known() if p.gathering.ends > since and not p.gathering.off]

    async def one(self, key: str) -> Places | None:
        return await self._store.read(lambda tx: tx.gathering(key))

    # ------------------------------------------------------------ for one person

    async def own(self, person: str, round_: int) -> OwnCalendar | None:
        """What a person signed up for; None where there is no such person, or their address was renewed since."""

        def work(tx: Tx) -> OwnCalendar | None:
            somebody = tx.person(person)
            if somebody is None or somebody.left_on is not None or tx.access_round(calendar_of(person)) != round_:
                return None
            signed = [s for s in tx.sign_ups_of(person) if s.state != "left"]
            found = ((places.gathering, s) for s in signed if (places := tx.gathering(s.gathering)) is not None)
            return OwnCalendar(somebody.name, tuple(found))

        return await self._store.read(work)

    async def invitation(self, key: str, person: str) -> tuple[Gathering, SignUp | None, str] | None:
        """A gathering, the person's sign-up, and their name; None where there is none, or no such person."""

        def work(tx: Tx) -> tuple[Gathering, SignUp | None, str] | None:
            found, somebody = tx.gathering(key), tx.person(person)
            if found is None or somebody is None or somebody.left_on is not None:
                return None
            mine = next((s for s in tx.sign_ups_of(person) if s.gathering == key), None)
            return found.gathering, mine, somebody.name

        return await self._store.read(work)
