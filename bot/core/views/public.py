"""What anybody may see of an adopter: since when it is listed, and what it has made public itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.model import Fact
from bot.core.turn.reply import Reply
from bot.core.turn.wording import first_upper, readable, say_value

HIDDEN = "hidden"
"""The value of the badge's `hide` by which an adopter shows its name only."""
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One thing that an adopter has made public."""

    label: str
    value: str
    told: date
    """When it was recorded."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PublicAdopter:
    """One adopter, as anybody may see it."""

    key: str
    name: str
    since: date | None
    rows: tuple[PublicRow, ...] = ()


def public_of(reply: Reply) -> PublicAdopter:
    """An adopter's public page, from everything that is recorded of it."""
    adopter, badge, facts = reply.adopter, reply.journey.badge, reply.facts_by_name
    hidden = facts.get(badge.hide) if badge is not None and badge.hide else None
    if badge is None or (hidden is not None and hidden.value == HIDDEN):
        return PublicAdopter(adopter.key, adopter.name, adopter.joined_on)
    rows = [
        _row(reply, shown.label, facts[shown.fact])
        for shown in badge.facts
        if shown.fact in facts and _is_public(facts.get(shown.when or shown.fact), shown.values)
    ]
    return PublicAdopter(adopter.key, adopter.name, adopter.joined_on, tuple(rows))


def _is_public(fact: Fact | None, values: tuple[str, ...]) -> bool:
    return fact is not None and (not values or str(fact.value) in values)


def _row(reply: Reply, label: str, fact: Fact) -> PublicRow:
    question = reply.question(fact.name)
    told = fact.at.astimezone(reply.programme.zone).date()
    if question is not None and question.kind == "address":
        address = readable(str(fact.value))
        return PublicRow(label, address, told, address if address.lower().startswith(WEB) else "")
    return PublicRow(label, first_upper(say_value(question, fact.value)), told)
