"""Answers that residents give through a link, kept as evidence in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.turn.reply import Programme
from bot.core.views import forms
from bot.core.views.confirm import Heard, heard
from bot.store.port import Store, Tx


class ResidentAnswers:
    """Takes what comes through the links."""

    def __init__(self, store: Store, programme: Callable[[], Programme]) -> None:
        self._store, self._programme = store, programme

    async def take(self, event: str, adopter: str, claim: str, answer: str, words: str, at: datetime) -> Heard | None:
        """One answer; None where the adopter is none any more. `event` makes it happen once, however often the form
        is sent. Raises StoreError."""

        def keep(tx: Tx) -> Heard | None:
            known = tx.adopter(adopter)
            if known is None or known.merged_into:
                return None
            context = tx.context_of(adopter)
            said = heard(forms.filling(self._programme(), context, at), claim, answer, words)
            if said.outcome is not None:
                tx.keep_clock(event, at, context, said.outcome)
            return said

        return await self._store.write(keep)

    async def name_of(self, adopter: str) -> str:
        """The adopter's name; empty where it is none any more."""
        known = await self._store.read(lambda tx: tx.adopter(adopter))
        return known.name if known is not None and not known.merged_into else ""
