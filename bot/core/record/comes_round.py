"""When a step that recurs is due again, by the rhythm that the adopter chose. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.calendar import add_months, span_of
from bot.core.model import Fact
from bot.core.model.journey import Step

MONTHS: dict[str, int] = {"monthly": 1, "quarterly": 3, "six_monthly": 6, "yearly": 12}
"""The frequencies that the clock knows. Another rhythm is the adopter's own, and nobody is reminded of it."""


def comes_round(step: Step, facts: Mapping[str, Fact]) -> date | None:
    """The day on which it is due again; None where it does not recur, or the rhythm or the last time is not known."""
    if not step.recurs or step.rhythm is None:
        return None
    by, last = facts.get(step.rhythm.recurs_by), facts.get(step.rhythm.recurs_from)
    months = MONTHS.get(str(by.value)) if by is not None else None
    if last is None or months is None:
        return None
    _, end = span_of(str(last.value))
    return add_months(end, months)
