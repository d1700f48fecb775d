"""What somebody reads and chooses among before their first answer, by role: `python -m tests.content.first_contact`.

The web chat is opened by somebody whose role nobody knows, and who types it. Every word that they see is counted,
those on buttons too, up to and with the first question that fits the role: where to begin, or the first of the one
step that is theirs. The table stands in docs/first-contact.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.channels.abilities import ABILITIES
from bot.content.live import load_programme
from bot.core.engine import respond
from bot.core.model import Account, Address, Adopter, Kind, Message, Person, Turn, TurnContext
from bot.core.model.journey import Role
from bot.core.turn.reply import Programme
from tests.content.pledge import CONVERSATIONS

PAGE = Path(__file__).parents[2] / "docs" / "first-contact.md"
MOST_WORDS, MOST_CHOICES = 90, 6
ACCOUNT = Account("web", "web", "kit")
START = datetime(2026, 11, 24, 10, tzinfo=UTC)
TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Contact:
    """What one role met before their first answer."""

    label: str
    messages: tuple[Message, ...]

    @property
    def words(self) -> int:
        texts = [m.text for m in self.messages] + [c.label for m in self.messages for c in m.choices]
        return sum(len(re.sub(r"[*_`#>]", " ", text).split()) for text in texts)

    @property
    def at_once(self) -> int:
        """The most choices that stand under one message."""
        return max(len(m.choices) for m in self.messages)

    @property
    def in_all(self) -> int:
        return sum(len(m.choices) for m in self.messages)


def contacts(programme: Programme) -> Iterator[Contact]:
    """One for each role."""
    for role in programme.journey.roles:
        yield Contact(role.label, tuple(_met(programme, role)))


def _met(programme: Programme, role: Role) -> Iterator[Message]:
    """Every message up to the first question that fits the role."""
    adopter, person = Adopter("riverside-homes", "Riverside Homes"), Person("p-kit", "riverside-homes", "Kit")
    context = TurnContext(ACCOUNT, adopter, person, people=(person,))
    for kind, words in ((Kind.OPEN, ""), (Kind.TEXT, role.label)):
        turn = Turn("e", kind, ACCOUNT, Address("web", "web", "kit"), START, text=words, can=ABILITIES["web"])
        outcome = respond(programme, context, turn)
        yield from (going.message for going in outcome.messages)
        context = replace(context, dialogue=outcome.dialogue or context.dialogue)


def table(programme: Programme) -> str:
    """The rows, as they stand on the page."""
    rows = ["| role | messages | words | choices at once | choices in all |", "|---|---|---|---|---|"]
    rows += [f"| {c.label} | {len(c.messages)} | {c.words} | {c.at_once} | {c.in_all} |" for c in contacts(programme)]
    return "\n".join(rows) + "\n"


def page(text: str, programme: Programme) -> str:
    """The page with the table as it is now."""
    return TABLE.sub(lambda _: table(programme), text)


if __name__ == "__main__":
    made = load_programme(CONVERSATIONS, UTC)
    print(table(made), end="")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
