"""Doubts about a number: nobody answering or coming, a label, or a share beside it."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.understanding.sureness.case import Case


def mere_number(case: Case) -> bool:
    """ "We have 2,400 tenants and 90 leaseholders": a number of people, and nothing that they did."""
    if case.field not in ("took_part", "invited") or case.seen.context.asked == case.fact.name:
        return False
    asked = case.seen.context.asked or ""
    if asked == "confirm" or case.step == asked.partition(".")[0] or case.seen.has("correct"):
        return False
    if any(n.of is not None for c in case.clauses for n in c.counts):
        return False
    return not case.seen.has("respond", "invite", "method", "activity", "people", "sent_thing", "running", "contrast")


def numbered(case: Case) -> bool:
    """ "Session 2 of 4", "phase 1": which one, and not how many."""
    if case.field not in ("took_part", "invited"):
        return False
    words = case.seen.words
    return any(
        n.value == case.fact.value
        and n.start > 0
        and words[n.start - 1].text in _ORDERED
        and (n.start > 1 or words[0].text != "no")
        for c in case.clauses
        for n in c.counts
    )


_ORDERED = bag(
    """
    session phase stage version part question section commitment item round step number no priority theme
    """
)


def share_beside(case: Case) -> bool:
    """ "Surveyed 2,000, response rate 11 %": with a share beside it, a number may be the whole."""
    shares = any(n.why == "share" for c in case.seen.clauses for n in c.counts)
    return case.field == "took_part" and shares and not case.answers and not case.has("respond")


def only_asked(case: Case) -> bool:
    """ "All been emailed, 240 of them": those who were asked, taken for those who took part."""
    return case.field == "took_part" and case.has("invite") and not case.seen.has("respond") and not case.answers


def nobody_answered(case: Case) -> bool:
    """A number of those who took part, in words without coming, answering or being there."""
    if case.field != "took_part" or case.seen.context.asked or case.seen.has("correct", "contrast", "self_correct"):
        return False
    if any(n.of is not None for c in case.clauses for n in c.counts):
        return False
    return not case.has("respond", "people", "running", "method")
