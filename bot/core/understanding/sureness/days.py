"""Doubts about the day: it does not fit the deed, is long past, or is one of two."""

from __future__ import annotations

from datetime import date

from bot.core.understanding.sureness.case import DECIDED, Case

_SOON = 240
"""Days: a day without a tense further back than this is likelier to be the one that is coming."""


def out_of_time(case: Case) -> bool:
    """A plan for a day gone by, or a deed on a day to come: one of the two was misread."""
    when = case.values.get(f"{case.step}.date")
    if case.field not in ("date", "outcome", "state") or not isinstance(when, str):
        return False
    first, last = (date.fromisoformat(part) for part in when.split("/"))
    told = case.values.get(f"{case.step}.outcome") or case.values.get(f"{case.step}.state")
    today = case.seen.context.today
    if told in ("scheduled", "planned"):
        return last < today
    if told in DECIDED or told in ("done", "agreed"):
        return first > today
    return told == "under_way" and last < today and case.field == "date"


def long_past_without_tense(case: Case) -> bool:
    """ "Main board looks at it on 21 January": no past tense, and long ago if it is not to come."""
    when = case.values.get(f"{case.step}.date")
    told = case.field == "date" or (case.fact.value in (*DECIDED, "done") and any(c.dates for c in case.clauses))
    if case.answers or not told or not isinstance(when, str) or any(c.tense != "none" for c in case.clauses):
        return False
    today = case.seen.context.today
    phrases = [d for c in case.clauses for d in c.dates if not d.why]
    if all(d.leaning != "none" or d.find(today, "past") == d.find(today, "plan") for d in phrases):
        return False
    first, last = (date.fromisoformat(part) for part in when.split("/"))
    return (today - last).days > _SOON and (last - first).days < 31


def two_dates(case: Case) -> bool:
    """Of two days in one clause, which is which was guessed."""
    return case.field == "date" and any(len(c.dates) > 1 for c in case.clauses)


def put_off(case: Case) -> bool:
    """ "Staff session postponed to 11 January": another day, and not done."""
    if case.shape == "decision" or case.field not in ("state", "date", "method") or case.fact.value == "planned":
        return False
    return any(m.kind == "moved_meeting" or m.value == "deferred" for c in case.clauses for m in c.marks)
