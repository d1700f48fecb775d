"""Forms in a chat: opened, checked, sent back with what is wrong, handed on. Stands before the turn handler.

A form's button -> the form as a card, in the person's own chat, since it shows what is known. Where it cannot be
shown the press is a turn, which puts the step's first question instead. A form that was sent -> what is wrong,
beside each field of the same card; or a turn of kind FORM, which also puts what was sent in its place.
Nothing is kept here: forms come from the store each time they are shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

from bot.channels.port import Ending, TurnHandler
from bot.channels.teams.forms import NEEDED, form_activity
from bot.channels.teams.sending import Sender
from bot.channels.views import FORM, Form, Views
from bot.core.model import Kind, Turn

SHOW_SECONDS = 5.0
"""A form that cannot be shown by then gives way to a question. Teams waits ten seconds or more for its answer."""


class Filling:
    """Takes every turn; those about forms it may answer itself."""

    def __init__(self, turns: TurnHandler, views: Views, sender: Sender) -> None:
        self._turns = turns
        self._views = views
        self._sender = sender

    async def take(self, turn: Turn) -> bool:
        """As the turn handler does."""
        if turn.press.startswith(FORM) and (await self._opened(turn) or await self._sent_back(turn)):
            return True
        return await self._turns(turn)

    async def _opened(self, turn: Turn) -> bool:
        if turn.kind is not Kind.PRESS:
            return False
        return await self._show(turn, await self._form(turn), {}, {}, "")

    async def _form(self, turn: Turn) -> Form | None:
        return await self._views.form(turn.account, turn.press.removeprefix(FORM))

    async def _sent_back(self, turn: Turn) -> bool:
        if turn.kind is not Kind.FORM:
            return False
        key = turn.press.removeprefix(FORM)
        wrong = await self._views.check(turn.account, key, turn.fields)
        form = await self._form(turn)
        if form is not None and not any(text.strip() for _, text in turn.fields):
            wrong = {field.key: NEEDED for field in form.fields if not field.optional}
        if not wrong:
            form = await self._views.again(turn.account, key, turn.fields)
        return await self._show(turn, form, dict(turn.fields), wrong, turn.message)

    async def _show(
        self, turn: Turn, form: Form | None, filled: dict[str, str], wrong: dict[str, str], instead_of: str
    ) -> bool:
        if form is None:
            return False
        make = partial(form_activity, form, filled, wrong)
        try:
            async with asyncio.timeout(SHOW_SECONDS):
                sent = await self._sender.show(replace(turn.address, private=True), make, instead_of)
        except TimeoutError:
            return False
        return sent.ending is Ending.SENT
