"""Messages said together: short ones to one place become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.model import Outgoing
from bot.core.model.read_back import ReadBack

MOST_IN_ONE = 900
"""Characters of messages said together that are still one message rather than a wall."""


def _after(said: str, back: ReadBack | None) -> ReadBack | None:
    """What is read back, with what was said just before it."""
    return replace(back, asks=f"{said}\n\n{back.asks}") if back is not None and back.asks else back


def merged(messages: Iterable[Outgoing]) -> list[Outgoing]:
    """Short messages to one place become one, so that a person gets one answer; buttons stay with the last."""
    result: list[Outgoing] = []
    for going in messages:
        before = result[-1] if result else None
        if (
            before is not None
            and (before.address, before.person) == (going.address, going.person)
            and not (
                before.message.choices
                or before.message.facts
                or before.message.encloses
                or before.message.replaces
                or before.reminder
                or going.reminder
            )
            and len(before.message.text) + len(going.message.text) <= MOST_IN_ONE
        ):
            one = replace(
                going.message,
                text=f"{before.message.text}\n\n{going.message.text}",
                phrase=f"{before.message.phrase} {going.message.phrase}".strip(),
                read_back=_after(before.message.text, going.message.read_back),
            )
            result[-1] = replace(going, message=one)
        else:
            result.append(going)
    return result
