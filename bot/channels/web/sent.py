"""What was sent from the record's pages before, and what the bot said to it: looked up in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.channels.web.reading import made_in
from bot.channels.web.rendering import words_html
from bot.channels.web.settings import Line
from bot.channels.web.sign_in import Gate
from bot.core.model import Message, Person

KEPT = frozenset({"recorded", "recorded_change", "nothing_changed", "undone", "entry_taken_back", "settings_saved"})
"""Phrases by which what was sent is settled; after any other, the bot has a question first."""
LOOKED_AT = 50
"""Lines of the history: what is gone back to was sent a moment ago."""


class SentBefore:
    """Answers by the id of what was sent, and by that of the form it was sent from."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def said(self, person: Person, made: str) -> dict[str, Any] | None:
        """What the bot said to what was sent from here: whether it is kept, or asks something first."""
        messages = await self._messages(person, lambda event: event == made)
        if not messages:
            return None
        phrases = _phrases(messages)
        return {
            "kept": bool(phrases & KEPT),
            "asks": any(message.choices for message in messages),
            "nothing": "nothing_changed" in phrases,
            "back": "entry_taken_back" in phrases,
            "words": [words_html(m.text) for m in messages],
        }

    async def is_kept(self, person: Person, form_id: str) -> bool:
        """Whether a form of that id was sent before, from any of its pages and whatever it said, and kept."""
        begins = made_in(form_id)
        messages = await self._messages(person, lambda event: bool(form_id) and event.startswith(begins))
        return bool(_phrases(messages) & KEPT)

    async def _messages(self, person: Person, meant: Callable[[str], bool]) -> list[Message]:
        """The newest messages that came of what was sent with an id that is meant."""
        lines: Sequence[Line] = await self._gate.read(lambda tx: tx.history(person.id, 0, LOOKED_AT))
        mine = f"web:{person.id}:"
        sent = (line for line in lines if line.event.startswith(mine) and meant(line.event.removeprefix(mine)))
        return [message for line in sent if (message := line.message)]


def _phrases(messages: Sequence[Message]) -> set[str]:
    return {phrase for message in messages for phrase in message.phrase.split()}
