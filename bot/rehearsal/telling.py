"""What a rehearsal tells: where it differs; and how places, people, times and values are written in transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.model import Account, Fact, Mention
from bot.core.model.reading import Value
from bot.core.turn.reply import Programme

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first line that differs."""

    file: str
    line: int
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: expected {self.expected}\n    but {self.got}"


PLACES: dict[str, str] = {"": "web", "Slack": "slack", "Teams": "teams", "the terminal": "console"}
"""Where somebody can speak: `Asha in Slack: …`; anything that begins with # is a shared channel in Slack."""


class DiffersError(Exception):
    """A line came out otherwise. Carries what was expected and what came."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(expected, got)
        self.expected, self.got = expected, got


class PlayError(Exception):
    """A transcript differs. `difference` says where."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(str(difference))
        self.difference = difference


def place_of(place: str) -> tuple[str, bool]:
    """(channel, whether it is private)."""
    if place.startswith("#"):
        return "slack", False
    if place not in PLACES:
        raise DiffersError(f"one of {', '.join(filter(None, PLACES))} or #channel", f"the place is '{place}'")
    return PLACES[place], True


def slug(name: str) -> str:
    return name.casefold().replace(" ", "-")


def account_of(name: str, channel: str) -> Account:
    return Account(channel, f"{channel}-workspace", slug(name))


def mentions_in(text: str, channel: str, people: Iterable[str]) -> Iterator[Mention]:
    """`@Priya` in what somebody says is a mention, if Priya is known to the transcript."""
    for name in people:
        if f"@{name}" in text:
            yield Mention(f"@{name}", account_of(name, channel), name)


def aware(at: datetime, programme: Programme) -> datetime:
    """A transcript's time, which is in the programme's time zone, in UTC."""
    return at.replace(tzinfo=programme.zone).astimezone(UTC) if at.tzinfo is None else at.astimezone(UTC)


def said(value: Value) -> str:
    """A value as `Kept:` lines write it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def show(facts: Iterable[Fact]) -> str:
    return "; ".join(f"{f.name} = {said(f.value)} (by {f.person})" for f in facts) or "nothing"


def has_piece(text: str, piece: str) -> bool:
    """Whether the piece stands in the text; … in it stands for anything."""
    rest = " ".join(text.split())
    for part in piece.split(ELLIPSIS):
        found = rest.casefold().find(" ".join(part.split()).casefold())
        if found < 0:
            return False
        rest = rest[found + len(part.strip()) :]
    return True


def current_facts(facts: Iterable[Fact]) -> dict[str, Fact]:
    """What counts of a whole history, by name, and of an entry by `NAME#ENTRY`. As in the store, a fact counts while
    no fact that counts replaces it; what replaces is always newer."""
    replaced: set[int] = set()
    standing: list[Fact] = []
    for fact in sorted(facts, key=lambda f: -f.id):
        if fact.id in replaced:
            continue
        if fact.replaces is not None:
            replaced.add(fact.replaces)
        if not fact.withdrawn:
            standing.insert(0, fact)
    return {f.name: f for f in standing} | {f"{f.name}#{f.entry}": f for f in standing if f.entry}
