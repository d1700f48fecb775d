"""What is known while an outcome is being kept; shared by the parts that keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.model import Account, Address


@dataclass(slots=True)
class Keeping:
    """What is known while an outcome is being kept."""

    event: str
    at: datetime
    adopter: str
    person: str
    channel: str
    conversation: str
    link: str
    keep_text: bool
    account: Account | None
    """Whose turn it is; None for the clock."""
    address: Address | None = None
    """Where it happened; None for the clock."""
    saved: str = ""
    """The person saved last."""
    erased: bool = False
    """Whoever's turn it was is gone: nothing of the turn is kept."""
    refused: set[str] = field(default_factory=set)
    """Keys of reminders that exist already: their messages do not go out."""

    def place(self) -> Address:
        """Where it happened. Raises ValueError for the clock, which is nowhere."""
        if self.address is None:
            raise ValueError("This needs a place, and the clock is in none.")
        return self.address
