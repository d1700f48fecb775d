"""Days that people name in a few words, read as days to come."""

from __future__ import annotations

import re
from datetime import date

from bot.core.language.dates import find_dates
from bot.core.language.words import cut
from bot.core.model.reading import Context
from bot.core.turn.reply import Programme
from bot.core.turn.understand import understand


def day_in(programme: Programme, text: str, today: date) -> date | None:
    """The day that the words name, as a day to come."""
    reading = understand(programme, f"remind me {text}", Context(today))
    said = next((str(f.value) for f in reading.facts if f.name == "reminders.until"), "")
    return date.fromisoformat(said[:10]) if said else None


def span_ahead(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a stretch to come that the words name ("next week"); None when they name none."""
    found = [phrase.find(today, "plan") for phrase in find_dates(cut(text))]
    span = found[0] if len(found) == 1 else None
    return span if span is not None and span[1] >= today else None


def days_in(programme: Programme, text: str, today: date) -> tuple[date, date] | None:
    """ "from 21 December to 4 January" as two days; None when it names no days to come."""
    parts = re.split(r"\b(?:to|until|till|through)\b|–", text.removeprefix("from "), maxsplit=1)
    days = [day_in(programme, f"on {part.strip().removeprefix('on ')}", today) for part in parts]
    first, last = days[0], days[-1]
    if first is not None and last is not None and last < first:
        first = today  # "from the 21st" has begun
    return (first, last) if first is not None and last is not None else None
