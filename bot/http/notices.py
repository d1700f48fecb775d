"""What a reader must know about a briefing before relying on it. Pure: from dates and status, not prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from bot.core.model.journey import Briefing, Role, TopicGroup


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


def dates(briefing: Briefing, today: date, roles: Iterable[Role] = ()) -> list[tuple[str, str]]:
    """Rows of what is known about it, with what each date means today. Its source stands beside them."""
    rows = []
    if briefing.in_force_from:
        label = "In force since" if briefing.in_force_from <= today else "Comes into force"
        rows.append((label, day(briefing.in_force_from)))
    if briefing.announced_on:
        rows.append(("Announced", day(briefing.announced_on)))
    rows += [("Applies to", briefing.nation), ("Published", day(briefing.published))]
    by = f"by {briefing.checked_by}, " if briefing.checked_by else ""
    rows.append(("Checked", f"{day(briefing.last_checked)}, {by}against {briefing.checked_against}"))
    if briefing.audience and briefing.audience != ("everyone",):
        labels = {role.key: role.label for role in roles}
        rows.append(("Written for", "; ".join(labels.get(key, key) for key in briefing.audience)))
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


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the first page: its briefings, and the topics that lead to several, each under one heading."""

    title: str
    briefings: tuple[Briefing, ...]
    topics: tuple[str, ...]


MORE = "More"
"""The heading of what stands under no other."""


def sections(shown: Sequence[Briefing], groups: Sequence[TopicGroup]) -> list[Section]:
    """The briefings under the headings that the content names, in its order; each once."""
    of_topic = {topic.casefold(): n for n, group in reversed([*enumerate(groups)]) for topic in group.topics}
    found: dict[int, list[Briefing]] = {}
    for briefing in shown:
        place = next((of_topic[t.casefold()] for t in briefing.topics if t.casefold() in of_topic), len(groups))
        found.setdefault(place, []).append(briefing)
    titles = [*(group.title for group in groups), MORE]
    led = _where_led(found)
    return [
        Section(titles[n], tuple(found[n]), tuple(t for t in topics(found[n]) if led.get(t.casefold()) == n))
        for n in sorted(found)
    ]


def _where_led(found: Mapping[int, Sequence[Briefing]]) -> dict[str, int]:
    """Topics of several briefings, each with the heading that has most of them."""
    counts: dict[str, Counter[int]] = {}
    for place in sorted(found):
        for topic in (t.casefold() for briefing in found[place] for t in briefing.topics):
            counts.setdefault(topic, Counter())[place] += 1
    return {topic: of.most_common(1)[0][0] for topic, of in counts.items() if of.total() > 1}


def topics(briefings: Iterable[Briefing]) -> list[str]:
    """Every topic once, as first written, in the order of the alphabet."""
    named: dict[str, str] = {}
    for briefing in briefings:
        for topic in briefing.topics:
            named.setdefault(topic.casefold(), topic)
    return [named[key] for key in sorted(named)]
