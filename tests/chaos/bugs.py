"""Bugs to be planted: each is one that the store or the outbox is there to prevent. The chaos run finds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.core.model import Wake
from bot.store.postgres.dialect import PostgresTx
from bot.store.sql.changes import ChangesTx
from bot.store.sql.outbox import OutboxTx
from bot.store.sql.outcomes import OutcomesTx


def drop_the_dedupe() -> None:
    """An event that comes again is answered again."""
    keep_event = OutcomesTx._event
    OutcomesTx.seen = lambda self, event: False  # type: ignore[method-assign]

    def event(self: OutcomesTx, now: Any, kind: str) -> None:
        if self.one("SELECT 1 FROM events WHERE event = ?", (now.event,)) is None:
            keep_event(self, now, kind)

    OutcomesTx._event = event  # type: ignore[method-assign]


def send_before_commit() -> None:
    """Nothing here: the process itself sends before its transaction ends."""


def lose_a_lease() -> None:
    """What a process held when it died is never due again."""
    leased = OutboxTx._leased

    def lost(self: OutboxTx, row: Any, send: Any, lease: Any) -> Any:
        delivery = leased(self, row, send, lease)
        self.conn.execute("UPDATE outbox SET leased_by = '', due_at = NULL WHERE id = ?", (row.id,))
        return delivery

    OutboxTx._leased = lost  # type: ignore[method-assign]


def skip_the_lock() -> None:
    """Turns of one adopter side by side."""
    PostgresTx.hold = lambda self, kind, name="", *, shared=False: None  # type: ignore[method-assign]
    PostgresTx.hold_account = lambda self, account: None  # type: ignore[method-assign]


def forget_a_snooze() -> None:
    """When somebody is to be reminded is not kept."""
    change = ChangesTx.change
    ChangesTx.change = lambda self, now, changes: change(  # type: ignore[method-assign]
        self, now, tuple(one for one in changes if not isinstance(one, Wake))
    )


BUGS: dict[str, Callable[[], None]] = {
    "drop the dedupe": drop_the_dedupe,
    "send before commit": send_before_commit,
    "lose a lease": lose_a_lease,
    "skip the lock": skip_the_lock,
    "forget a snooze": forget_a_snooze,
}
