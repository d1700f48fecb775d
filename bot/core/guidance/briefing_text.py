"""A briefing as people read it: in parts that fit a message, with what its dates and its status say. Pure.

Whether something is in force is answered from the dates of the front matter, never from the prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.core.calendar import add_months
from bot.core.guidance.tables import tables_in_words
from bot.core.model.journey import Briefing, Journey, QuestionAndAnswer
from bot.core.turn.saying import text_of
from bot.core.turn.wording import say_day

PART = 1400
"""Characters of one part. A part ends where a paragraph ends, and a heading stays with what follows it."""
HOME = "England"
_HEADING = re.compile(r"#{1,6}\s+(.*)")


def parts_of(body: str, most: int = PART) -> list[str]:
    """The text in parts; headings as bold lines and tables as sentences, which every channel can show."""
    parts: list[str] = []
    held = ""
    for block in _blocks(body):
        if held and len(held) + len(block) + 2 > most:
            parts.append(held)
            held = ""
        held = f"{held}\n\n{block}" if held else block
    return [*parts, held] if held else parts


def _blocks(body: str) -> list[str]:
    """Paragraphs and lists; a heading together with what stands below it."""
    blocks: list[str] = []
    heading = ""
    for block in re.split(r"\n\s*\n", body.strip()):
        if found := _HEADING.fullmatch(block.strip()):
            named = f"**{found.group(1).strip()}**"
            heading = f"{heading}\n{named}" if heading else named
            continue
        block = tables_in_words(block.strip())
        blocks.append(f"{heading}\n{block}" if heading else block)
        heading = ""
    return [*blocks, heading] if heading else blocks


def section(body: str, heading: str) -> str:
    """What stands under a heading of the second rank, up to the next of its rank; empty when there is none."""
    found = re.search(rf"^##[ \t]+{re.escape(heading)}[ \t]*$(.*?)(?=^##?[ \t]|\Z)", body, re.MULTILINE | re.DOTALL)
    return found.group(1).strip() if found else ""


def overdue(of: Briefing | QuestionAndAnswer, today: date) -> bool:
    """It was not checked for longer than it says it may stand."""
    return add_months(of.last_checked, of.check_after_months) < today


def newer_of(briefing: Briefing, briefings: Sequence[Briefing]) -> Briefing | None:
    """The briefing that stands in the place of a superseded one, however many lie between."""
    found, seen = briefing, {briefing.key}
    while found.status == "superseded":
        newer = next((b for b in briefings if b.supersedes == found.key and b.key not in seen), None)
        if newer is None:
            break
        seen.add(newer.key)
        found = newer
    return None if found is briefing else found


def force_line(journey: Journey, briefing: Briefing, today: date) -> str:
    """Whether what it is about is in force, from its dates."""
    if briefing.in_force_from is not None:
        phrase = "in_force" if briefing.in_force_from <= today else "in_force_later"
        return text_of(journey, phrase, title=briefing.title, date=say_day(briefing.in_force_from))
    if briefing.announced_on is not None:
        return text_of(journey, "in_force_announced", title=briefing.title, date=say_day(briefing.announced_on))
    return text_of(journey, "in_force_unknown", title=briefing.title)


def dated(briefing: Briefing) -> bool:
    """It is about something that comes into force, or is expected to."""
    topics = {t.casefold() for t in briefing.topics}
    return briefing.in_force_from is not None or briefing.announced_on is not None or "law" in topics


def warnings(journey: Journey, briefing: Briefing, briefings: Sequence[Briefing], today: date) -> list[str]:
    """What a reader has to know first: replaced, about another nation, not checked for too long."""
    said = []
    if briefing.status == "superseded":
        newer = newer_of(briefing, briefings)
        said.append(text_of(journey, "briefing_superseded", newer=newer.title if newer else "a newer one"))
    if briefing.nation not in (HOME, "United Kingdom"):
        said.append(text_of(journey, "briefing_nation", nation=briefing.nation))
    if overdue(briefing, today):
        said.append(text_of(journey, "briefing_overdue", date=say_day(briefing.last_checked)))
    return said


def source_line(journey: Journey, of: Briefing | QuestionAndAnswer) -> str:
    """Where it comes from, and when it was compared with what."""
    return text_of(
        journey,
        "briefing_source",
        source=of.source,
        date=say_day(of.last_checked),
        by=of.checked_by,
        against=of.checked_against,
    )


def related(briefing: Briefing, briefings: Sequence[Briefing], step: str = "", most: int = 2) -> list[Briefing]:
    """What its author sends readers to; then others for the step that the person is on, for the same steps, or on the
    same topics, nearest first."""
    by_key = {b.key: b for b in briefings if b.status != "superseded"}
    sent = [by_key[key] for key in briefing.next if key in by_key]

    def near(other: Briefing) -> int:
        here = 3 * (step in other.steps)
        return here + 2 * len(set(other.steps) & set(briefing.steps)) + len(set(other.topics) & set(briefing.topics))

    others = [b for b in by_key.values() if b.key != briefing.key and b not in sent and near(b)]
    return [*sent, *sorted(others, key=lambda b: (-near(b), b.title))][:most]
