"""Which of several outcomes counts: the last word where words or days say so, else the bot asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.language.dates import Span
from bot.core.understanding.facts.decision.found import QUALIFIED, WEAK, Found
from bot.core.understanding.facts.said import Conclusion


def choose(told: list[Found], out: Conclusion, dated: set[int]) -> Found | None:
    """The last word stands where a correction or a sequence says so; a bare contradiction is asked about."""
    if not told:
        return None
    told = [f for f in told if f.said.clause.link != "after"] or told  # "after the committee had deferred it"
    values = {f.value for f in told}
    if len(values) == 1:
        return max(told, key=lambda f: f.sure)
    told_plainly = [f for f in told if not f.said.clause.doubted]
    if told_plainly and len({f.value for f in told_plainly}) == 1:
        return told_plainly[-1]
    strong = [f for f in told if f.value not in WEAK]
    if len({f.said.clause.start for f in told if f.said.has("told", "minutes_of")}) > 1:
        out.ask("outcome", "contradiction")  # "the chair says adopted, the secretary says noted"
        return None
    if values == set(WEAK):
        return next(f for f in told if f.value == "noted")  # "considered the paper and noted it"
    if _two_tales(told, dated):
        out.ask("outcome", "contradiction")
        return None
    if len({f.value for f in strong}) == 1:
        told = strong
        return told[-1]
    last = told[-1]
    if _qualified_after([f for f in told if f.value != "discussed"]):
        return last
    if told[0].value == "deferred" and last.value != "deferred" and last.said is not told[0].said:
        return last
    if last.said.has("self_correct", "sequence") or any(f.said.has("self_correct") for f in told[1:]):
        return last
    together = len({f.said.clause.sentence for f in told}) == 1
    together = together and {f.value for f in strong} <= {"adopted", last.value}
    if together and (last.value in QUALIFIED or last.value == "adopted"):
        special = [f for f in told if f.value in QUALIFIED]
        chosen = special[-1] if special else last
        chosen.sure = False
        chosen.conflict = True
        return chosen
    if _on_two_days(told[0], last):
        return last
    out.ask("outcome", "contradiction")
    return None


def _two_tales(told: Sequence[Found], dated: set[int]) -> bool:
    """ "Board approved it. Board only noted it.": two statements, and no word or day that says which came later."""
    firm = [f for f in told if f.value != "discussed"]
    if len({f.said.clause.sentence for f in firm}) < 2:
        return False
    later = any(f.said.has("self_correct", "sequence") for f in told[1:]) or (
        all(f.said.clause.sentence in dated for f in firm) and not _on_one_day(firm[0], firm[-1])
    )
    return not later and len({f.value for f in firm}) > 1 and not _qualified_after(firm)


_SOME_DAY = date(2000, 6, 1)


def _spans(found: Found) -> list[Span | None]:
    return [d.find(_SOME_DAY, "past") for d in found.said.dates if not d.why]


def _on_two_days(one: Found, other: Found) -> bool:
    return bool(one.said.dates and other.said.dates) and not _on_one_day(one, other)


def _on_one_day(one: Found, other: Found) -> bool:
    """ "Adopted it in June. Turned it down in June.": the days do not say which came later."""
    return bool(_spans(one)) and _spans(one) == _spans(other)


def _qualified_after(firm: Sequence[Found]) -> bool:
    """ "Approved! Subject only to two changes."""
    first, last = firm[0], firm[-1]
    close = last.said.clause.sentence - first.said.clause.sentence == 1
    return (
        close
        and {f.value for f in firm} == {"adopted", last.value}
        and last.value in ("approved_with_changes", "approved_in_principle")
        and not last.said.has("step", "body")
    )
