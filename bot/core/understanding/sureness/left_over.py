"""Doubts because words of the clause are left over, or a word that should be there is missing."""

from __future__ import annotations

from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.understanding.sureness.case import Case


def not_explained(case: Case) -> bool:
    """Two or more words of the clause that nothing accounts for; what is denied stays denied."""
    return case.field != "minute_ref" and case.fact.value != "not_yet" and len(set(_texts(case))) >= 2


def _texts(case: Case) -> list[str]:
    return [case.seen.words[p].text for p in case.left_over]


def bare_reference(case: Case) -> bool:
    """ "Minutes of 10 November": a small number is no reference until somebody asked for one."""
    return case.field == "minute_ref" and str(case.fact.value).isdigit() and not case.answers


def part_of_a_list(case: Case) -> bool:
    """ "Residents sit on our committee and we've a dashboard": a list of which one member was not understood."""
    if case.field != "mechanism" or not isinstance(case.fact.value, tuple) or len(case.fact.value) > 1:
        return False
    first = case.clauses[0].start
    for clause in case.seen.clauses:
        listed = clause.start < first or clause.link in ("and", "plus", "&", ",")
        if listed and not clause.has(case.field) and clause.has("step", "body"):
            return True
    return len(case.left_over) > 1


def methods_apart(case: Case) -> bool:
    """ "A roadshow was too dear so we did a survey": two ways of asking that no "and" joins."""
    if case.field != "method" or not isinstance(case.fact.value, tuple) or len(case.fact.value) < 2:
        return False
    if "other" in case.fact.value:
        return True  # a fun day and a workshop: the one may only be where the other was
    words, dated = case.seen.words, {p for c in case.seen.clauses for d in c.dates for p in range(d.start - 1, d.end)}
    marks = sorted((m for m in case.seen.marks if m.kind == "method"), key=lambda m: m.start)
    for one, other in pairwise(marks):
        between = {words[p].text for p in range(one.end, other.start) if p not in dated}
        if one.value != other.value and _APART & between:
            return True
    return False


_APART = bag("at during so but because instead for was were in rather not too")


def unproved_state(case: Case) -> bool:
    """A state of consulting without any word for asking, meeting or answering."""
    if case.shape != "consultation" or case.field != "state" or case.fact.value not in ("done", "under_way"):
        return False
    return not case.seen.has("activity", "method", "respond", "invite", "finish", "done", "running", "people")


def very_long(case: Case) -> bool:
    """Nobody writes so long a clause about one thing."""
    return any(c.end - c.start > 22 for c in case.clauses)


def one_word_over(case: Case) -> bool:
    """One word that nothing accounts for, beside what was decided, how far it is or when."""
    if case.field not in ("outcome", "state", "date") or case.fact.value == "not_yet":
        return False
    asked = case.seen.context.asked_step
    return asked != case.step and bool(case.left_over)


def page_to_come(case: Case) -> bool:
    """A page that is planned, with no day and no word of writing it: its title may have been read as a plan."""
    if case.shape not in ("publication", "oversight") or case.fact.value != "planned" or case.answers:
        return False
    return not case.has("draft") and not any(c.dates for c in case.clauses)
