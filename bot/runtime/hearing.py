"""What other processes kept is heard of here: nobody waits for the next look. Without it all goes on, only later."""

from __future__ import annotations

from collections.abc import Callable

from bot.runtime.outbox import Outbox
from bot.runtime.turns import TurnHandler
from bot.store.port import EVERYTHING, OUTBOX, UNREAD, Store, talker_of


async def hear(store: Store, outbox: Outbox, turns: TurnHandler, look_again: Callable[[str], None]) -> None:
    """Wakes whoever waits for what another process kept, until cancelled. `look_again`: a person's pages are open
    here, and something was said to them."""
    async for names in store.changes():
        if names & {OUTBOX, EVERYTHING}:
            outbox.poke()
        if names & {UNREAD, EVERYTHING}:
            turns.poke()
        for talker in filter(None, map(talker_of, names)):
            look_again(talker)
