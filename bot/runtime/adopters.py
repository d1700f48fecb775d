"""The public list of adopters, from the store: everybody who is listed, and what each has made public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.model import Adopter, TurnContext
from bot.core.turn.reply import Programme
from bot.core.views import forms
from bot.core.views.public import PublicAdopter, public_of
from bot.store.port import PeopleTx, Store, Tx


class StoredAdopters:
    """Looks into the store; changes nothing."""

    def __init__(self, store: Store, programme: Callable[[], Programme], now: Callable[[], datetime]) -> None:
        self._store, self._programme, self._now = store, programme, now

    async def listed(self) -> list[Adopter]:
        """All adopters by name, without those that became part of another."""
        return await self._store.read(listed)

    async def public(self, key: str) -> PublicAdopter | None:
        """One adopter as anybody may see it; None when there is none, or it became part of another."""

        def look(tx: Tx) -> TurnContext | None:
            adopter = tx.adopter(key)
            gone = adopter is None or adopter.merged_into or adopter.closed_on
            return None if gone else tx.context_of(key)

        context = await self._store.read(look)
        return public_of(forms.filling(self._programme(), context, self._now())) if context is not None else None


def listed(tx: PeopleTx) -> list[Adopter]:
    """Those who are adopters today."""
    return [adopter for adopter in tx.adopters() if not (adopter.merged_into or adopter.closed_on)]
