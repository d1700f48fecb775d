"""What pages and forms beside the dialogue are made from: the store is read, the core makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.model import Account, Message, TurnContext
from bot.core.model.record_page import RecordPage
from bot.core.model.views import Form, Glance, Home, Outlook
from bot.core.turn.reply import Programme, Reply
from bot.core.views import forms, settings
from bot.core.views import home as homes
from bot.core.views.again import again as shown_again
from bot.core.views.checklist import glance_of
from bot.core.views.record import record_of
from bot.core.views.submitting import outlook
from bot.runtime.reminders import HELD_KEY
from bot.store.port import Store, Tx


class StoredViews:
    """Pages and forms for a channel that has them."""

    def __init__(self, store: Store, programme: Callable[[], Programme], now: Callable[[], datetime]) -> None:
        self._store = store
        self._programme = programme
        self._now = now

    async def home(self, account: Account, member_of: str | None = None) -> Home | None:
        """This person's page."""

        def look(tx: Tx) -> tuple[TurnContext, list[homes.Waiting], str]:
            context = tx.context(account, home=member_of)
            return context, _waiting(tx) if account in context.casework.officers else [], tx.value(HELD_KEY) or ""

        context, waiting, held = await self._store.read(look)
        return homes.home_of(self._programme(), context, self._now(), waiting, held)

    async def glance(self, account: Account) -> Glance | None:
        """How far the person's organisation is."""
        reply = await self._filling(account)
        return glance_of(reply) if reply.context.person is not None and reply.context.adopter is not None else None

    async def settings(self, account: Account) -> tuple[Message, ...]:
        """What the person can set; nothing for somebody unknown."""
        reply = await self._filling(account)
        if reply.context.person is None or reply.context.adopter is None:
            return ()
        held = await self._store.read(lambda tx: tx.value(HELD_KEY) or "")
        return settings.reminders(reply, held), settings.account(reply, elsewhere=False)

    async def form(self, account: Account, key: str) -> Form | None:
        """A step's form, with what is known filled in."""
        return forms.form_of(await self._filling(account), key)

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """What is wrong, by the question's key."""
        return forms.check(await self._filling(account), key, fields)

    async def again(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Form | None:
        """The form once more, where that comes before it is taken."""
        return shown_again(await self._filling(account), key, fields)

    async def outlook(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Outlook:
        """What the form would do if it were sent now."""
        return outlook(await self._filling(account), key, fields)

    async def record(self, account: Account) -> RecordPage | None:
        """What is recorded of the person's organisation."""
        reply = await self._filling(account)
        return record_of(reply) if reply.context.person is not None and reply.context.adopter is not None else None

    async def _filling(self, account: Account) -> Reply:
        context = await self._store.read(lambda tx: tx.context(account))
        return forms.filling(self._programme(), context, self._now())


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
