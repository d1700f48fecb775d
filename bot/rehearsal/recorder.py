"""Writes a conversation as a transcript, while it happens in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from bot.core.model import Fact, Kind, Message
from bot.rehearsal.telling import current_facts, said

_VERBS = {Kind.PRESS: "{who} presses: {text}", Kind.OPEN: "{who} opens the chat", Kind.TEXT: "{who}: {text}"}


class Recorder:
    """Gathers lines; `text` gives the transcript with what was kept."""

    def __init__(self, adopter: str, who: str, now: datetime, zone: tzinfo) -> None:
        local = now.astimezone(zone)
        self._who = who
        self._lines = [
            "# A conversation recorded in the terminal",
            f"Adopter: {adopter}",
            f"Now: {local:%Y-%m-%d %H:%M}",
            f"People: {who} ()",
            "",
        ]

    def line(self, kind: Kind, text: str, answers: Sequence[Message]) -> None:
        """One thing said or pressed, and what the bot answered."""
        self._lines.append(_VERBS[kind].format(who=self._who, text=text.replace("\n", "\\n")))
        phrases = " ".join(m.phrase for m in answers)
        if phrases:
            self._lines.append(f"Bot: {phrases}")

    def text(self, facts: Iterable[Fact]) -> str:
        """The whole transcript."""
        current = current_facts(facts).items()
        kept = [f"Kept: {key} = {said(f.value)}" for key, f in current if "#" in key or not f.entry]
        return "\n".join([*self._lines, "", *kept]) + "\n"
