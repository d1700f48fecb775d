"""What a reader must know about a briefing before relying on it. Pure: from dates and status, not prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from bot.core.model.journey import Briefing


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know, and the newer page to read instead where there is one."""

    text: str
    instead: Briefing | None = None


def day(when: date) -> str:
    """`1 October 2026`."""
    return f"{when.day} {when:%B %Y}"


def check_due(briefing: Briefing) -> date:
    """The day by which it should be checked again."""
    return briefing.last_checked + relativedelta(months=briefing.check_after_months)


def successor(briefing: Briefing, briefings: Iterable[Briefing]) -> Briefing | None:
    """The newest briefing that replaces this one, by however many steps."""
    replaced_by = {other.supersedes: other for other in briefings if other.supersedes}
    seen, newest = {briefing.key}, None
    while (found := replaced_by.get((newest or briefing).key)) is not None and found.key not in seen:
        seen.add(found.key)
        newest = found
    return newest


def notices(briefing: Briefing, briefings: Sequence[Briefing], today: date) -> list[Notice]:
    """The most serious first."""
    found = []
    newer = successor(briefing, briefings)
    if newer is not None or briefing.status == "superseded":
        text = "A newer briefing takes the place of this one." if newer else "This briefing is no longer current."
        found.append(Notice(text, newer))
    if today > check_due(briefing):
        found.append(
            Notice(
                f"This was last checked on {day(briefing.last_checked)} and should have been checked again by "
                f"{day(check_due(briefing))}. Look at its source before you rely on it."
            )
        )
    if briefing.in_force_from and today < briefing.in_force_from:
        found.append(Notice(f"This is not in force yet. It comes into force on {day(briefing.in_force_from)}."))
    if briefing.nation not in ("England", "United Kingdom"):
        found.append(Notice(f"This is about {briefing.nation}. The rules in England differ."))
    return found


def dates(briefing: Briefing, today: date) -> list[tuple[str, str]]:
    """Rows of what is known about it, with what each date means today."""
    rows = []
    if briefing.in_force_from:
        label = "In force since" if briefing.in_force_from <= today else "Comes into force"
        rows.append((label, day(briefing.in_force_from)))
    if briefing.announced_on:
        rows.append(("Announced", day(briefing.announced_on)))
    rows += [("Applies to", briefing.nation), ("Published", day(briefing.published))]
    rows += [("Source", briefing.source)]
    by = f"by {briefing.checked_by}, " if briefing.checked_by else ""
    rows.append(("Checked", f"{day(briefing.last_checked)}, {by}against {briefing.checked_against}"))
    if briefing.audience and briefing.audience != ("everyone",):
        rows.append(("Written for", ", ".join(briefing.audience)))
    if briefing.made_with_residents:
        rows.append(("Made with", "residents"))
    return rows


def newest_first(briefings: Iterable[Briefing], today: date) -> list[Briefing]:
    """What is published, the newest first; what newer ones replace comes last."""
    published = [briefing for briefing in briefings if briefing.published <= today]
    published.sort(key=lambda briefing: briefing.title)
    published.sort(key=lambda briefing: briefing.published, reverse=True)
    return sorted(published, key=lambda briefing: briefing.status == "superseded")


def related(briefing: Briefing, briefings: Iterable[Briefing], today: date, most: int = 3) -> list[Briefing]:
    """Current ones: what its author sends readers to, then those that share the most topics and steps with it."""
    mine = {topic.casefold() for topic in briefing.topics} | set(briefing.steps)

    def shared(other: Briefing) -> int:
        return len(mine & ({topic.casefold() for topic in other.topics} | set(other.steps)))

    others = [b for b in newest_first(briefings, today) if b.key != briefing.key and b.status != "superseded"]
    sent = sorted((b for b in others if b.key in briefing.next), key=lambda b: briefing.next.index(b.key))
    near = sorted((b for b in others if b not in sent and shared(b)), key=shared, reverse=True)
    return [*sent, *near][: max(most, len(sent))]


def topics(briefings: Iterable[Briefing]) -> list[str]:
    """Every topic once, as first written, in the order of the alphabet."""
    named: dict[str, str] = {}
    for briefing in briefings:
        for topic in briefing.topics:
            named.setdefault(topic.casefold(), topic)
    return [named[key] for key in sorted(named)]
