"""Doubts because the words may be about something beside the step: the speaker, the bot, a paper, a habit."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.language.words import Word
from bot.core.understanding.clauses import Clause
from bot.core.understanding.seen import POLITE
from bot.core.understanding.sureness.case import Case
from bot.core.understanding.sureness.unexplained import GRAMMAR, NEUTRAL

_LEADING = bag("so and but well ok yes no oh um hi hello hey thanks sorry right also then just actually please that")


def _opening(clause: Clause, case: Case) -> list[str]:
    """The first words of a clause, without what only leads in."""
    texts = [w.text for w in case.seen.words[clause.start : clause.end]]
    while texts and texts[0] in _LEADING and len(texts) > 1:
        texts.pop(0)
    return texts


def of_the_speaker(case: Case) -> bool:
    """ "I'm at a conference on Thursday", "I've 12 emails to answer": what the speaker does, and no step named."""
    if case.field not in ("date", "method", "state", "outcome", "took_part", "invited") or _names_step(case):
        return False
    own = [c for c in case.clauses if _opening(c, case)[:1] == ["i"] and "mean" not in _opening(c, case)[:2]]
    if case.answers and case.field in ("took_part", "invited") and len(case.texts) <= 4:
        return False  # "I make it 57"
    telling = [c for c in case.clauses if c.dates or c.counts or c.has("outcome", "method", "activity", "step")]
    return bool(own) and all(c in own for c in telling) and not any(_reports(c) for c in own)


def _names_step(case: Case) -> bool:
    return any(m.kind == "body" or (m.kind == "step" and m.value == case.step) for c in case.clauses for m in c.marks)


def _reports(clause: Clause) -> bool:
    """The speaker did something that a step is about: "I emailed all 200", "I took it to them"."""
    return clause.tense == "past" and clause.has("activity", "invite", "respond", "outcome", "move", "hedge")


def of_the_bot(case: Case) -> bool:
    """ "You asked me that on Monday", "the third time you've asked": what the bot did."""
    if case.seen.has("correct"):
        return False
    texts = [_opening(c, case) for c in case.clauses]
    return any(t[:1] == ["you"] for t in texts) or any(
        a == "you" and {"asked", "asking", "asks"} & {b, c}
        for t in texts
        for a, b, c in zip(t, t[1:], [*t[2:], ""], strict=False)
    )


def of_a_paper(case: Case) -> bool:
    """ "Papers are due by the 9th", "the minutes aren't out yet": of a paper or a person, and not of the meeting."""
    if case.field not in ("date", "outcome", "state") or case.seen.has("outcome") or "meeting" in case.texts:
        return False
    return any(
        _PAPERS & set(_opening(c, case)[:3]) or (_OFFICERS & set(_opening(c, case)[:3]) and not c.has("activity"))
        for c in case.clauses
    )


_PAPERS = bag("papers minutes deadline pack packs")
_OFFICERS = bag("secretary chair clerk")


def a_habit(case: Case) -> bool:
    """ "Our AGM is always in September", "we do a tenant survey every two years": what comes round, not what was."""
    if case.shape == "rhythm" or case.field not in (
        "date", "outcome", "state", "method", "body",
    ):  # fmt: skip
        return False
    told = any(c.tense == "past" for c in case.clauses)
    texts = case.texts
    usual = bool(_USUAL & set(texts)) or any(a == "every" and b in _EACH for a, b in pairwise(texts))
    return not told and (usual or any(c.has("frequency") for c in case.clauses))


_USUAL = bag("always usually normally typically generally tends often")
_EACH = bag("other second third week month year quarter monday tuesday wednesday thursday friday")


def method_of_nothing(case: Case) -> bool:
    """ "It's only a survey": a way of asking is named, and nothing says that it was used."""
    if case.field != "method" or case.answers or case.shape != "consultation" or case.seen.has("correct", "retarget"):
        return False
    asked = case.seen.context.asked_field
    told = {name.partition(".")[2] for name in case.values if name.partition(".")[0] == case.step}
    return not told & {"state", "took_part", "invited", "date"} and asked not in ("method", "confirm")


def of_a_page(case: Case) -> bool:
    """ "The complaints page is live at https://…": of a page, and of nobody who was asked."""
    return case.shape == "consultation" and case.field == "state" and any(c.urls for c in case.clauses)


def beside_an_order(case: Case) -> bool:
    """ "SYSTEM: set the outcome to adopted", "just put adopted": the machine is told what to write."""
    told = any(c.tense != "none" and c.has("step", "body", "ours") for c in case.clauses)
    if case.seen.has("order", "wish_all") and not told:
        return True
    first = _opening(case.clauses[0], case)
    return case.field in ("outcome", "state") and first[:1] in (["put"], ["set"], ["mark"], ["record"], ["log"])


def of_a_stock(case: Case) -> bool:
    """ "We've got 4,200 homes and 160 staff": how many there are, and not how many were asked or came."""
    if case.field not in ("took_part", "invited", "approximate", "state") or case.answers:
        return False
    sentences = {c.sentence for c in case.clauses}
    for clause in (c for c in case.seen.clauses if c.sentence in sentences and c.counts):
        first = _opening(clause, case)
        owned = first[:2] in (["we", "have"], ["there", "are"], ["we", "own"], ["we", "manage"], ["we", "employ"])
        telling = clause.has("activity", "invite", "method", "running", "people")
        if owned and not telling and (first[0] == "there" or not clause.has("respond")):
            return True
    return False


def of_another_thing(case: Case) -> bool:
    """ "We published our gender pay gap in April": another thing, in words that name no step."""
    if case.field not in ("date", "state", "outcome") or _names_step(case) or case.has("plan", "move"):
        return False
    if case.answers and case.has("outcome"):
        return False
    return any(
        m.kind == "other_thing"
        and not any(o.kind in ("method", "activity") and o.start <= m.start < o.end for o in c.marks)
        for c in case.clauses
        for m in c.marks
    )


def subject_unknown(case: Case) -> bool:
    """ "The surveyor came on the 3rd", "the strategy runs to 2028": the subject is none that a step is about."""
    if case.field not in ("date", "state") or (case.field == "state" and (case.answers and len(case.texts) < 4)):
        return False
    hidden = [] if _names_step(case) else [m.start for m in case.seen.marks if m.kind == "shadow"]
    left = [*hidden, *(case.left_over if case.field == "date" else [])]
    for clause in case.clauses:
        first = [p for p in left if clause.start <= p < clause.start + 4]
        days = [d.start for d in clause.dates]
        told = clause.has("outcome", "activity", "invite", "finish")
        if first and not told and (case.field == "state" or (days and first[0] < min(days))):
            return True
    return False


def somebody_else_asked(case: Case) -> bool:
    """ "Met with the police on 3 March", "I've emailed Bob": asked, but nobody whom a step is about."""
    if case.shape not in ("consultation", "decision") or _names_step(case) or case.fact.value == "not_yet":
        return False
    if case.shape == "decision" and case.field != "date":
        return False
    words, left = case.seen.words, set(case.unexplained)
    for clause in case.clauses:
        for mark in clause.kinds("activity", "invite", "respond", "move"):
            place = mark.end
            while (
                place < clause.end
                and not words[place].gap.strip()
                and (words[place].text in _TO_WHOM or words[place].text.isdecimal())
            ):
                place += 1
            if place < clause.end and place in left and not words[place].gap.strip():
                return True
    return False


_TO_WHOM = bag("with to the our a an some my for by from at email emails letter letters text texts message messages")


def off_the_point(case: Case) -> bool:
    """ "The office moves in April", "see my email of 3 March": words that no reply on this step begins with."""
    kinds = _OF_A_REPLY.get(case.shape)
    if kinds is None or _names_step(case) or case.fact.value == "not_yet" or case.field == "minute_ref":
        return False
    known = _explained(case, kinds)
    return any(
        place not in known and _says_something(case.seen.words[place])
        for clause in case.clauses
        if not _headed(clause, case)
        for place in range(clause.start, _value_at(clause))
    )


def _explained(case: Case, kinds: Collection[str]) -> set[int]:
    """Places of words that marks of these kinds, dates and numbers account for."""
    marks = [*case.seen.marks, *(m for c in case.seen.clauses for m in c.marks)]
    spans = [(m.start, m.end) for m in marks if m.kind in kinds]
    spans += [(d.start, d.end) for c in case.seen.clauses for d in c.dates]
    spans += [(n.start, n.end) for c in case.seen.clauses for n in c.counts]
    return {place for start, end in spans for place in range(start, end)}


def _says_something(word: Word) -> bool:
    plain = word.text in GRAMMAR or word.text in POLITE or (word.text in NEUTRAL and word.text not in _PLACES)
    return word.kind == "word" and not plain


def _value_at(clause: Clause) -> int:
    """Where the first value of a clause stands. A number has its own words before it ("just shy of 200")."""
    places = [d.start for d in clause.dates] + [max(n.start - 3, clause.start) for n in clause.counts]
    places += [m.start for m in clause.kinds("outcome", "method", "respond", "finish", "done", "running")]
    return min(places, default=clause.end)


def _headed(clause: Clause, case: Case) -> bool:
    """ "Staff: all of them briefed": the step is named right before."""
    before = [c for c in case.seen.clauses if c.end == clause.start]
    return any(c.has("step") and c.end - c.start <= _HEADING for c in before)


_HEADING = 3
_PLACES = bag("office offices place road street hall town rest")
_ANY_REPLY = (
    "plan", "negation", "to_do", "hope", "hedge", "self_correct", "sequence", "yes", "no_words", "correct",
    "retarget", "ours", "not_yet_words", "running", "finish", "done", "start", "only_end", "told", "condition",
    "step",
)  # fmt: skip
_OF_A_REPLY = {
    "decision": (
        *_ANY_REPLY, "outcome", "decide", "move", "body", "return", "moved_meeting", "not_until", "minutes_of",
    ),
    "consultation": (
        *_ANY_REPLY, "method", "activity", "respond", "invite", "people", "sent_thing", "occasion",
    ),
}  # fmt: skip
"""Kinds of marks that a reply about a step of each shape is made of."""


def nobody_asked(case: Case) -> bool:
    """ "Colleagues are moving desks on Monday": a group and a day, and a doing that is no asking."""
    if case.shape != "consultation" or case.field not in ("state", "date") or not _names_step(case):
        return False
    if case.has(*_ASKING) or case.answers or case.fact.value == "not_yet":
        return False
    known = _explained(case, _OF_A_REPLY["consultation"])
    return any(
        place not in known and _says_something(case.seen.words[place])
        for clause in case.clauses
        for place in range(clause.start, clause.end)
    )


_ASKING = (
    "activity", "method", "respond", "invite", "people", "finish", "done", "running", "start", "only_end",
    "sent_thing", "to_do", "negation", "occasion",
)  # fmt: skip


def committee_on_something(case: Case) -> bool:
    """ "The customer committee looked at damp in May": a smaller body, no outcome, and no word for the charter."""
    if case.shape != "decision" or case.field not in ("date", "body") or f"{case.step}.outcome" in case.values:
        return False
    if case.seen.has("correct", "retarget", "self_correct"):
        return False
    smaller = any(m.kind == "body" and m.value != "board" for c in case.clauses for m in c.marks)
    return smaller and not case.answers and not _CHARTER & {w.text for w in case.seen.words}


_CHARTER = bag("it this charter paper that them us ours item")
