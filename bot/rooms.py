"""What pages and forms beside the talk are made from: the ledger is read, the core makes them. Nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.home import forms, homes
from bot.core.home.pages import Form, Home
from bot.core.model import Account, Scene
from bot.core.reply import Programme, Reply
from bot.store.port import Store, Tx
from bot.sweeping import HELD_KEY


class LedgerRooms:
    """Pages and forms for a channel that has them."""

    def __init__(self, store: Store, programme: Callable[[], Programme], now: Callable[[], datetime]) -> None:
        self._store = store
        self._programme = programme
        self._now = now

    async def home(self, account: Account) -> Home | None:
        """This person's page."""

        def look(tx: Tx) -> tuple[Scene, list[homes.Waiting], str]:
            scene = tx.scene(account)
            return scene, _waiting(tx) if account in scene.desk.officers else [], tx.value(HELD_KEY) or ""

        scene, waiting, held = await self._store.read(look)
        return homes.home_of(self._programme(), scene, self._now(), waiting, held)

    async def form(self, account: Account, key: str) -> Form | None:
        """A step's form, with what is known filled in."""
        return forms.form_of(await self._filling(account), key)

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """What is wrong, by the question's key."""
        return forms.check(await self._filling(account), key, fields)

    async def _filling(self, account: Account) -> Reply:
        scene = await self._store.read(lambda tx: tx.scene(account))
        return forms.filling(self._programme(), scene, self._now())


def _waiting(tx: Tx) -> list[homes.Waiting]:
    """Questions that wait for the programme, the longest first."""
    names = {a.key: a.name for a in tx.adopters()}
    found = []
    for case in tx.cases(limit=homes.MOST_CASES):
        person, lines = tx.person(case.person), tx.case_lines(case.id)
        words = next((line.words for line in reversed(lines) if line.who == "person"), "")
        name = (person.name if person else "") or "Somebody"
        found.append(homes.Waiting(case.id, names.get(case.adopter, case.adopter), name, words, case.opened))
    return found
