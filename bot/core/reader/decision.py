"""Meetings of bodies: what was decided, when, by whom, under which minute. Each body and each meeting is an entry."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.language.bags import bag
from bot.core.reader.frame import Frame
from bot.core.reader.model import Candidate, Clause, Span, VerbGroup
from bot.core.reader.naming import advises, bodies_of, taken_to
from bot.core.reader.shapes import (
    Conclusion,
    Scene,
    candidate,
    corrects_itself,
    day_range,
    is_ahead,
    is_gone,
    iso,
    vetoes,
)
from bot.core.reader.tense import goes
from bot.core.reader.unhappened import denies_meeting, did_not_happen

MOST = 40
"""Meetings that one message may tell of; further ones are not read."""
_FIRST = frozenset(["resolve", "agree", "decide", "consider", "discuss"])
"""Verbs that only lead to the decision behind them: "resolved to note", "considered and deferred"."""
_WEAK = frozenset({"discussed"})
_SITS = bag(
    """
    have go meet sit consider look take get come be
    """
)
_WAS = frozenset(["was", "were", "had"])
_TO_A_DAY = 5
"""Words between what puts off and the day: "to its meeting of"."""
_FOR_LATER = frozenset(["to", "until", "till", "for", "into"])
_PASSING_ON = bag("email reply say sum write tell confirm report announce ring text")
_CHAIR = frozenset(["chair", "chairman", "chairwoman", "chairs", "ceo"])
_TAKEN_OFF = frozenset(["withdrawn", "pulled", "dropped", "bumped", "slipped"])
_PUT_OFF = frozenset(["postponed", "moved", "cancelled", "rescheduled", "delayed"])
_NOTHING = frozenset(["nothing", "nowt"])
_DENIALS = frozenset(["not", "never", "no", "without"])
_MOVED = bag(
    """
    preponed moved moving rescheduled rearranged shifted withdrawn brought slipped switched
    """
)


@dataclass(slots=True)
class Meeting:
    """One meeting while it is being read."""

    body: str = ""
    outcome: str = ""
    strength: str = ""
    date: str = ""
    reference: str = ""
    attended: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    dates: list[Span] = field(default_factory=list)
    recommends: bool = False
    overtaken: bool = False
    """It was booked, as is told afterwards: "it was on the agenda"."""
    nothing: bool = False
    """It met, and had nothing of ours before it."""

    @property
    def only_recommends(self) -> bool:
        """A body that only recommends is no entry."""
        return (self.recommends and self.outcome in ("", "discussed")) or (self.nothing and not self.outcome)

    @property
    def empty(self) -> bool:
        return not (self.outcome or self.date or self.attended or self.body or self.reference)


def meetings(scene: Scene) -> tuple[list[Meeting], Conclusion]:
    """The meetings that a message tells of, in order, and what stays open."""
    found: list[Meeting] = []
    result = Conclusion()
    for frame in scene.frames:
        if frame.shape == "decision" and len(found) < MOST:
            _read(scene, frame, scene.looked.clauses[frame.clause], found, result)
    _join_returns(found)
    _join_booked(scene, found)
    for meeting in found:
        _ahead_after_all(scene, meeting)
        _gone_after_all(scene, meeting)
        _was_there(scene, meeting, found)
    told = [m for m in found if not m.empty and not m.only_recommends]
    if any(m.only_recommends for m in found) and not told:
        result.ask(f"{scene.vocabulary.of_shape('decision')}.outcome", "missing")
    step = scene.vocabulary.of_shape("decision")
    for meeting in told:
        if (
            not meeting.outcome
            and (meeting.date or meeting.attended or meeting.reference)
            and not _outcome_known(scene, meeting)
        ):
            result.ask(f"{step}.outcome", "missing")
    return told, result


def _was_there(scene: Scene, meeting: Meeting, found: Sequence[Meeting]) -> None:
    """ "Presented on 6 October, not approved": it has been there, so how it went is open."""
    if meeting.outcome != "not_yet":
        return
    denied = next((c for c in meeting.candidates if c.name == "outcome"), None)
    clause = scene.looked.clause_at(denied.start) if denied is not None else None
    if clause is None or (denies_meeting(clause) and not meeting.attended):
        return
    days = [m.date for m in found if m.date]
    recorded = scene.context.of(scene.vocabulary.of_shape("decision"))
    days += [str(r.facts.get("date", "")) for r in recorded if r.facts.get("outcome") not in _UNMET]
    if meeting.attended or any(day and is_gone(day, scene) for day in days):
        meeting.candidates = [c for c in meeting.candidates if c.name != "outcome"]
        meeting.outcome, meeting.attended = "", True


_UNMET = frozenset({"scheduled", "not_yet"})


def _gone_after_all(scene: Scene, meeting: Meeting) -> None:
    """Put off at a meeting that was booked: the day is gone, and no day to come."""
    if not (meeting.overtaken and meeting.outcome == "deferred" and meeting.dates and is_ahead(meeting.date, scene)):
        return
    value = day_range(meeting.dates[0], scene, "past")
    meeting.date = value or meeting.date
    meeting.candidates = [replace(c, value=meeting.date) if c.name == "date" else c for c in meeting.candidates]


def _ahead_after_all(scene: Scene, meeting: Meeting) -> None:
    """A plan told after its day ("AGM next: 18 July, they'll be asked to adopt"): the day is to come."""
    if meeting.outcome != "scheduled" or not meeting.date or not meeting.dates or is_ahead(meeting.date, scene):
        return
    value = day_range(meeting.dates[0], scene, "plan")
    if value and is_ahead(value, scene):
        meeting.date = value
        meeting.candidates = [replace(c, value=value) if c.name == "date" else c for c in meeting.candidates]


def _join_returns(found: list[Meeting]) -> None:
    """ "Put off until July, and in July they passed it": the return is the meeting told of next."""
    for place, meeting in enumerate(found[:-1]):
        later = found[place + 1]
        back = meeting.strength == "ahead" and any("return" in c.features for c in meeting.candidates)
        if back and later.outcome and _same_days(later.date, meeting.date) and not meeting.body:
            found.remove(meeting)
            return


def _join_booked(scene: Scene, found: list[Meeting]) -> None:
    """ "It was on the agenda for 8 October, trustees approved it": one meeting, booked and then held."""
    for meeting, later in itertools.pairwise(tuple(found)):
        decided = later.outcome not in ("", "scheduled", "not_yet") and not later.date
        if meeting.overtaken and decided and meeting.dates and meeting.body in ("", later.body):
            gone = day_range(meeting.dates[0], scene, "past")
            dated = [replace(c, value=gone) for c in meeting.candidates if c.name == "date" and gone]
            later.candidates, later.date, later.dates = [*dated, *later.candidates], gone, meeting.dates
            found.remove(meeting)


def _same_days(first: str, second: str) -> bool:
    """The same days of a year, whichever: the return was still to come when it was told of, and then it was."""
    return bool(first) and first[5:10] == second[5:10] and first[-5:] == second[-5:]


def _outcome_known(scene: Scene, meeting: Meeting) -> bool:
    """The record holds an outcome already: the date or reference completes it."""
    known = scene.context.of(scene.vocabulary.of_shape("decision"))
    only_detail = not meeting.attended
    if scene.context.asked_field in ("date", "minute_ref", "body") and scene.asked(
        scene.vocabulary.of_shape("decision")
    ):
        return True
    return only_detail and any(r.facts.get("outcome") for r in known)


def _read(scene: Scene, frame: Frame, clause: Clause, found: list[Meeting], result: Conclusion) -> None:
    step = frame.step
    if vetoes(scene, clause):
        if clause.holder == "condition" and clause.has("decision") and not found:
            result.ask(f"{step}.outcome", "hope")
        return
    bodies = _meeting_bodies(scene, clause)
    body = _body(scene, bodies)
    decided = _decided(scene, clause)
    moved = _moves(scene, clause)
    current = found[-1] if found else None
    another = current is None or _new_body(current, body) or _new_meeting(scene, current, clause, decided, bodies)
    if current is None or (another and not current.empty):
        current = Meeting()
        found.append(current)
    if body and not current.body:
        _set_body(scene, frame, clause, current, body, bodies)
    _chair(scene, frame, clause, found, current, decided)
    current = found[-1]
    for span, value, how in decided:
        _outcome(scene, frame, clause, current, span, value, how, result)
    current.recommends = current.recommends or clause.has("recommend")
    if current.date and not decided and scene.words(clause) & _NOTHING and clause.has("charter"):
        current.nothing = True  # "Audit Committee 12 January: nothing on the charter"
        return
    if not _in_order(scene, frame, clause, found):
        _references(scene, frame, clause, current)
    if _hope(scene, frame, clause, current, decided, result):
        return
    _dates(scene, frame, clause, found, moved, result)
    if found[-1].outcome == "scheduled" and scene.words(clause) & _WAS:
        found[-1].overtaken = True
    _without_decision(scene, frame, clause, found[-1] if found else current, decided, result)


def _meeting_bodies(scene: Scene, clause: Clause) -> list[Span]:
    """The bodies that met, without those to which, or on whose word, something is recommended."""
    advised = clause.of("recommend")
    return [
        b for b in bodies_of(clause, scene.vocabulary)
        if not scene.held.is_old(b) and not advises(scene.looked, b)
        and not any(r.start <= b.start <= r.end + 1 for r in advised)
    ]  # fmt: skip


def _body(scene: Scene, bodies: Sequence[Span]) -> str:
    for span in bodies:
        if span.kind == "body":
            return span.value or "board"
    return "board" if bodies else ""


def _new_body(current: Meeting, body: str) -> bool:
    return bool(body and current.body and body != current.body)


def _new_meeting(
    scene: Scene, current: Meeting, clause: Clause, decided: Sequence[tuple[Span, str, str]], bodies: Sequence[Span]
) -> bool:
    """A second outcome with a day of its own, or said to be another time."""
    told = [v for _, v, how in decided if how in ("told", "bare", "noun")]
    if told == ["deferred"] and current.overtaken:
        return False  # "It was on the agenda for the 9th but slipped": that meeting, without it.
    back = (
        clause.has("return")
        and clause.tense == "past"
        and any(g.told and not g.bare for g in clause.groups)
        and not decided
    )
    if back and (current.outcome not in ("", "scheduled") or current.date):
        return True
    if (
        current.outcome not in ("", "scheduled")
        and any(how == "ahead" for _, _, how in decided)
        and clause.has("date")
    ):
        return True  # "Noted, and they agreed to receive it again on 27 May"
    comes_back = clause.tense == "plan" and clause.has("return") and clause.has("date")
    if current.date and not current.outcome and comes_back:
        return True  # "11 March, evening. And now it comes back on 13 May for the approving"
    if (
        told
        and current.date
        and current.outcome
        and any(not scene.held.is_old(d) for d in clause.of("date"))
        and clause.sentence >= 0
    ):
        days = {day_range(d, scene, "past") for d in clause.of("date")}
        if current.outcome in _WEAK and _only_put_off(scene, clause):
            return False  # "considered it on 5 May and deferred a decision to its meeting of 7 July"
        if current.date not in days and not scene.looked.has("repair"):
            return True
    if not told or not current.outcome or current.outcome in _WEAK:
        return bool(current.outcome and not decided and bodies and clause.has("date") and current.date)
    dates = [d for d in clause.of("date") if not scene.held.is_old(d)]
    if scene.looked.has("repair") and not dates:
        return False
    again = clause.has("again", "then") or scene.text(clause.start) in ("then", "and", "but")
    return (
        bool(dates and (current.date or current.outcome == "scheduled"))
        or (clause.has("again") and again)
        or current.outcome == "scheduled"
    )


def _only_put_off(scene: Scene, clause: Clause) -> bool:
    """All that a clause decides is to put it off, and its day is one to come."""
    put_off = [d for d in clause.of("decision") if d.value == "deferred"]
    others = [d for d in clause.of("decision") if d.value != "deferred"]
    return bool(put_off) and not others and all(_put_off_to(scene, put_off[0], d) for d in clause.of("date"))


def _put_off_to(scene: Scene, decision: Span, day: Span) -> bool:
    between = {scene.text(p) for p in range(decision.end, day.start + 1)}
    return decision.end <= day.start <= decision.end + _TO_A_DAY and bool(between & _FOR_LATER)


def _set_body(
    scene: Scene, frame: Frame, clause: Clause, meeting: Meeting, body: str, bodies: Sequence[Span]
) -> None:
    meeting.body = body
    named = next((b for b in bodies if b.kind == "body"), bodies[0] if bodies else None)
    full = named is not None and "full" in scene.looked.words(named.start, named.end).casefold().split()
    if body != "board" or (full and scene.context.asked_field == "body" and clause.has("decision")):
        meeting.candidates.append(
            candidate(scene, frame, clause, "body", body, named, f"body:{clause.has('decision')}")
        )


def _decided(scene: Scene, clause: Clause) -> list[tuple[Span, str, str]]:
    """The decisions of a clause: the span, its value, and how it is said."""
    out: list[tuple[Span, str, str]] = []
    for span in clause.of("decision"):
        if scene.held.is_old(span) or _assents(scene, span):
            continue
        out.append((span, span.value, _how(scene, clause, span)))
    strong = [x for x in out if x[1] not in _WEAK]
    if strong:
        out = strong
    if len(out) > 1:
        out = [
            x
            for i, x in enumerate(out)
            if not (_leads_on(scene, x[0]) and i + 1 < len(out) and out[i + 1][0].start - x[0].end <= 4)
        ]
    return out


def _assents(scene: Scene, span: Span) -> bool:
    """ "Yes but it was 42", when something was read back: a yes to that, and nobody's decision."""
    return scene.context.asked == "confirm" and span.start == 0 and scene.text(0) in ("yes", "ok")


def _leads_on(scene: Scene, span: Span) -> bool:
    from bot.core.reader.verbs import lemmas_of

    return (
        span.head >= 0
        and bool(set(lemmas_of(scene.text(span.head))) & _FIRST)
        and scene.text(span.end) in ("to", "and", "that", "")
    )


def _how(scene: Scene, clause: Clause, span: Span) -> str:
    """told, bare, noun, denied, ahead, hoped, habit."""
    group = _group_of(clause, span)
    if scene.text(span.start - 1) == "to" and "again" in scene.words(clause) and clause.has("date"):
        return "ahead"  # "Agreed to receive it again on 27 May"
    if any(c.end >= span.start - 1 and c.start < span.start for c in clause.of("correct_to")) and not (
        group and group.denied
    ):
        return "told"
    if group is None:
        before = scene.text(span.start - 1)
        if before in ("no", "without", "not") and span.value == "adopted":
            return "denied"
        if before in ("for", "seeking", "wanting", "awaiting", "need") or clause.has("hope"):
            return "hoped"
        return "ahead" if clause.tense == "plan" else "noun"
    if group.modality in ("hope", "may", "unreal", "must"):
        return "hoped"
    if group.denied and any(scene.text(p) in _DENIALS for p in range(span.start, group.head)):
        return "ahead" if group.tense == "future" else "told"  # "did not come to a view"
    if group.denied or (clause.denied and group.bare and scene.text(span.start - 1) in ("not", "never")):
        return "denied"
    if group.modality == "plan" or (group.tense == "future" and group.modality):
        return "ahead"
    if group.aspect == "progressive" and group.tense == "present":
        return "ahead"
    if group.told and not group.bare:
        return "told"
    if group.tense == "past":
        return "ahead" if clause.tense == "plan" and clause.has("plan") and _precedes(clause, span) else "bare"
    if clause.tense == "plan":
        return "ahead"
    return "habit"


def _precedes(clause: Clause, span: Span) -> bool:
    return any(p.end <= span.start for p in clause.of("plan"))


def _group_of(clause: Clause, span: Span) -> VerbGroup | None:
    inside = [g for g in clause.groups if span.start <= g.head < span.end]
    exact = [g for g in inside if g.head == span.head]
    return next(iter(exact or inside), None)


def _outcome(
    scene: Scene, frame: Frame, clause: Clause, meeting: Meeting, span: Span, value: str, how: str, result: Conclusion
) -> None:
    name = f"{frame.step}.outcome"
    if (clause.has("not_the_thing") and value in ("adopted", "noted")) or _something_else(scene, clause, span):
        if clause.has("not_the_thing"):
            meeting.attended = True
        return
    if clause.hoped and how != "told":
        how = "hoped"
    if how == "hoped":
        result.ask(name, "hope", span)
        return
    if how == "ahead":
        value = "scheduled"
    if how == "denied":
        denied = _denied_value(scene, clause, span, value)
        if not denied:
            return
        value = denied
    if how == "habit" and not clause.has("date"):
        return
    if meeting.outcome and meeting.outcome != value:
        kept = _together(meeting.outcome, value, scene)
        if not kept:
            result.ask(name, "contradiction", span)
            meeting.candidates = [
                replace(c, vetoes=(*c.vetoes, "contradicted")) if c.name == "outcome" else c
                for c in meeting.candidates
            ]
            return
        if kept == meeting.outcome:
            return
        meeting.candidates = [c for c in meeting.candidates if c.name != "outcome"]
        value = kept
    elif meeting.outcome:
        return
    meeting.outcome, meeting.strength = value, how
    meeting.candidates.append(
        candidate(
            scene,
            frame,
            clause,
            "outcome",
            value,
            span,
            f"how:{how}",
            f"value:{_family(value)}",
            f"how:{how}/{frame.why}",
            f"body:{bool(meeting.body)}",
        )
    )


def _family(value: str) -> str:
    return {"scheduled": "ahead", "not_yet": "denied"}.get(value, "outcome")


def _something_else(scene: Scene, clause: Clause, span: Span) -> bool:
    """A decision on other business: "approved the rent policy"."""
    other = [s for s in clause.of("off_subject", "other_thing") if s.start >= span.head >= 0 or s.start < span.start]
    return bool(other) and not clause.has("charter")


def _denied_value(scene: Scene, clause: Clause, span: Span, value: str) -> str:
    """What a denied decision says: not yet, or a refusal."""
    group = _group_of(clause, span)
    strong = value in ("adopted", "approved_in_principle", "approved_with_changes")
    rivals = [
        d
        for c in scene.looked.clauses
        for d in c.of("decision")
        if d.start != span.start and not scene.held.is_old(d)
    ]
    if any(d.value != value for d in rivals) and not clause.has("to_do"):
        return ""
    if (
        (group is not None and group.aspect == "perfect" and not group.passive)
        or scene.looked.has("not_yet_words")
        or (group and group.modality == "yet")
    ):
        return "not_yet"
    if strong and group is not None and group.tense == "past":
        return "not_yet" if "yet" in scene.words(clause) else "not_agreed"
    if value in ("deferred", "not_agreed"):
        return ""
    return "not_yet" if strong or value in ("noted", "discussed") else ""


def _together(first: str, second: str, scene: Scene) -> str:
    """Which of two outcomes of one meeting stands; nothing where they contradict each other."""
    if first in ("discussed", "not_yet"):
        return second
    if second == "discussed":
        return first
    for pair in ((first, second), (second, first)):
        if pair in (("adopted", "approved_with_changes"), ("adopted", "approved_in_principle")):
            return pair[1]
    if scene.looked.has("repair", "then"):
        return second
    if "scheduled" in (first, second):
        return first if second == "scheduled" else second
    if {first, second} == {"deferred", "noted"}:
        return "deferred"
    if {first, second} == {"noted", "adopted"} and scene.held.repairs:
        return second
    return "" if {first, second} & {"adopted", "not_agreed", "noted", "deferred"} else second


def _in_order(scene: Scene, frame: Frame, clause: Clause, found: list[Meeting]) -> bool:
    """ "Minute references 27/08, 27/21 and 27/40 in that order": one for each meeting told of."""
    spans = [s for s in clause.of("reference") if not scene.held.is_old(s)]
    free = [m for m in found if not m.reference and (m.outcome or m.date)]
    if len(spans) < 2 or len(spans) != len(free):
        return False
    for span, meeting in zip(spans, free, strict=True):
        meeting.reference = span.value
        meeting.candidates.append(
            candidate(scene, frame, clause, "minute_ref", span.value, span, "word:True", "in order")
        )
    return True


def _references(scene: Scene, frame: Frame, clause: Clause, meeting: Meeting) -> None:
    for span in clause.of("reference"):
        if scene.held.is_old(span) or meeting.reference:
            continue
        meeting.reference = span.value
        meeting.candidates.append(
            candidate(scene, frame, clause, "minute_ref", span.value, span, f"word:{clause.has('minute_word')}")
        )


def _chair(
    scene: Scene,
    frame: Frame,
    clause: Clause,
    found: list[Meeting],
    current: Meeting,
    decided: Sequence[tuple[Span, str, str]],
) -> None:
    """The chair's own action after delegation is an entry of another body."""
    adopts = [x for x in decided if x[1] == "adopted" and x[2] in ("told", "bare", "noun")]
    if not adopts or clause.has("body"):
        return
    texts = {t.text for t in scene.looked.tokens[clause.start : adopts[0][0].start]}
    delegated = any(m.outcome == "delegated" for m in found) or any(
        r.facts.get("outcome") == "delegated" for r in scene.context.of(frame.step)
    )
    passes_on = any(g.lemma in _PASSING_ON and g.head < adopts[0][0].start for g in clause.groups)
    acts = bool(texts & _CHAIR) or (delegated and bool(texts & {"she", "he"}))
    if not acts or (passes_on and not delegated):
        return  # "The chair has emailed to say that all trustees are agreed": their decision, and not the chair's.
    if current.outcome == "delegated":
        found.append(Meeting())
    _set_body(scene, frame, clause, found[-1], "other", [])


def _hope(
    scene: Scene,
    frame: Frame,
    clause: Clause,
    meeting: Meeting,
    decided: Sequence[tuple[Span, str, str]],
    result: Conclusion,
) -> bool:
    """A wish about the step leaves its outcome open; its date is no meeting's."""
    if any(how in ("told", "bare", "noun") for _, _, how in decided):
        return False
    if clause.has("return") and meeting.outcome not in ("", "not_yet"):
        return False  # "and want it back in the spring"
    wished = (clause.hoped and (frame.named or bool(decided))) or any(how == "hoped" for _, _, how in decided)
    if wished and not meeting.outcome:
        result.ask(f"{frame.step}.outcome", "hope")
    return wished


def _dates(scene: Scene, frame: Frame, clause: Clause, found: list[Meeting], moved: bool, result: Conclusion) -> None:
    meeting = found[-1]
    for span in clause.of("date"):
        if scene.held.is_old(span) or scene.held.picks_by(span) or span.date is None:
            continue
        if span.why:
            if not (span.why == "vague" and meeting.outcome) or span.why == "quarter":
                result.ask(f"{frame.step}.date", span.why, span)
            continue
        later = _is_return(scene, clause, meeting, span)
        to_come = later or moved or _ahead(scene, clause, meeting) or _goes_then(scene, clause, span)
        tense = "plan" if to_come else clause.tense
        if (
            tense == "none"
            and clause.present
            and not clause.has("decision")
            and (frame.named or any(g.lemma in _SITS for g in clause.groups))
        ):
            tense = "plan"
        value = day_range(span, scene, "plan" if tense == "plan" else "past" if tense == "past" else "none")
        value = _after_the_day_named(scene, clause, span) or value
        if not value:
            continue
        if span.date.role in ("after", "before", "by", "since") and not later and span.date.role != "by":
            if not meeting.outcome:
                result.ask(f"{frame.step}.date", "vague", span)
            continue
        if later and not moved and not _instead(scene, meeting):
            _returns(scene, frame, clause, found, span, value)
            continue
        if meeting.date and meeting.date != value:
            if (clause.has("plan", "return") or is_ahead(value, scene)) and meeting.outcome:
                _returns(scene, frame, clause, found, span, value)
            elif scene.looked.has("repair") or corrects_itself(scene, span):
                meeting.candidates = [c for c in meeting.candidates if c.name != "date"]
                meeting.date = ""
            else:
                continue
        if found[-1].date:
            continue
        meeting = found[-1]
        if meeting.outcome == "deferred" and _instead(scene, meeting) and is_ahead(value, scene):
            meeting.candidates = [c for c in meeting.candidates if c.name != "outcome"]
            meeting.outcome, moved = "", True
        if meeting.outcome == "not_yet" and tense == "plan" and is_ahead(value, scene):
            meeting.candidates = [c for c in meeting.candidates if c.name != "outcome"]
            meeting.outcome = ""
        meeting.date = value
        meeting.dates.append(span)
        meeting.candidates.append(_date_candidate(scene, frame, clause, span, value, meeting))
        if _booked(scene, clause, meeting, span, value, tense, frame, moved):
            plan, ahead = clause.tense == "plan", is_ahead(value, scene)
            _without_words(scene, frame, clause, meeting, "scheduled", span, f"plan:{plan}", f"ahead:{ahead}")


def _goes_then(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "It was pulled from July's agenda and goes on 16 September": the verb in front of a day is to come."""
    before = [g for g in clause.groups if g.head < span.start]
    return bool(before) and goes(scene.looked.tokens, before[-1])


def _after_the_day_named(scene: Scene, clause: Clause, span: Span) -> str:
    """ "Exec on 5 October and board on the 26th": the next such day after the one that was named with its month."""
    if span.value != "day_of_month" or span.date is None:
        return ""
    earlier = [
        d for c in scene.looked.clauses if c.sentence == clause.sentence for d in c.of("date")
        if d.end <= span.start and d.value == "day" and not scene.held.is_old(d)
    ]  # fmt: skip
    named = day_range(earlier[-1], scene, clause.tense) if len(earlier) == 1 else ""
    found = span.date.find(date.fromisoformat(named[:10]), "plan") if named else None
    return iso(found) if found else ""


def _without_words(
    scene: Scene, frame: Frame, clause: Clause, meeting: Meeting, value: str, span: Span | None, *more: str
) -> None:  # fmt: skip
    """An outcome that no word for a decision gives: booked, or not yet."""
    meeting.outcome = value
    how = _family(value)
    more = (f"how:{how}", f"value:{how}", *more)
    meeting.candidates.append(candidate(scene, frame, clause, "outcome", value, span, *more))


def _date_candidate(
    scene: Scene, frame: Frame, clause: Clause, span: Span, value: str, meeting: Meeting
) -> Candidate:
    ahead = is_ahead(value, scene)
    fits = (meeting.outcome == "scheduled") == ahead if meeting.outcome else True
    return candidate(
        scene, frame, clause, "date", value, span, f"date:{span.value}", f"fits:{fits}",
        f"outcome:{bool(meeting.outcome)}",
        f"date/{frame.why}:{bool(meeting.outcome)}",
    )  # fmt: skip


def _booked(
    scene: Scene, clause: Clause, meeting: Meeting, span: Span, value: str, tense: str, frame: Frame, moved: bool
) -> bool:
    if meeting.outcome or (clause.has("decision") and not moved) or (clause.denied and not clause.has("not_until")):
        return False
    if tense == "plan":
        return not (value[-10:] < scene.context.today.isoformat())
    return is_ahead(value, scene) and (frame.named or clause.has("plan"))


def _ahead(scene: Scene, clause: Clause, meeting: Meeting) -> bool:
    return meeting.outcome == "scheduled" and meeting.strength == "ahead"


def _is_return(scene: Scene, clause: Clause, meeting: Meeting, span: Span) -> bool:
    """A date of a later visit: "back in June", "deferred until May"."""
    told = meeting.outcome not in ("", "scheduled", "not_yet")
    before = scene.text(span.start - 1) if scene.text(span.start) not in _FOR_LATER else scene.text(span.start)
    lead = {scene.text(p) for p in range(max(span.start - 2, clause.start), span.start + 1)}
    deferring = [d for d in clause.of("decision") if d.value == "deferred" and d.end <= span.start + 1]
    if deferring and (lead & _FOR_LATER or before in _FOR_LATER) and told:
        return True
    if told and any(_put_off_to(scene, d, span) for d in clause.of("decision") if d.value == "deferred"):
        return True
    back = [r for r in clause.of("return") if r.start < span.start or r.start - span.end <= 3]
    if (
        back
        and clause.tense == "past"
        and any(g.told and not g.bare for g in clause.groups)
        and clause.holder == "speaker"
        and not meeting.outcome
    ):
        return False
    if back and (told or meeting.attended):
        decided = [d for d in clause.of("decision") if not scene.held.is_old(d)]
        return not decided or back[0].start > decided[0].start
    return told and clause.tense == "plan" and not clause.has("decision")


def _moves(scene: Scene, clause: Clause) -> bool:
    """The meeting itself was put to another day, and has not happened."""
    texts = scene.words(clause)
    return clause.has("moved_meeting") or (bool(texts & _MOVED) and not clause.has("decision"))


def _instead(scene: Scene, meeting: Meeting) -> bool:
    """Taken off one agenda for another: the meeting did not take place."""
    texts = {t.text for t in scene.looked.tokens}
    return (
        meeting.outcome == "deferred"
        and not meeting.date
        and (
            bool(texts & _TAKEN_OFF and texts & {"instead", "agenda", "now"})
            or bool(texts & _PUT_OFF and "instead" in texts)
        )
    )


def _returns(scene: Scene, frame: Frame, clause: Clause, found: list[Meeting], span: Span, value: str) -> None:
    later = Meeting(outcome="scheduled", strength="ahead", date=value)
    if span.date is not None and span.date.kind == "year":
        return
    if value[-10:] < scene.context.today.isoformat():
        later.outcome = ""
    if later.outcome:
        later.candidates.append(
            candidate(scene, frame, clause, "outcome", "scheduled", span, "how:ahead", "value:ahead", "return")
        )
    later.candidates.append(candidate(scene, frame, clause, "date", value, span, f"date:{span.value}", "return"))
    found.append(later)


def _without_decision(
    scene: Scene,
    frame: Frame,
    clause: Clause,
    meeting: Meeting,
    decided: Sequence[tuple[Span, str, str]],
    result: Conclusion,
) -> None:
    """What a clause says of the step without a decision: not yet, booked, been there."""
    if meeting.outcome or decided:
        return
    name = f"{frame.step}.outcome"
    if scene.words(clause) & {"tbc", "tbd"}:
        result.ask(name, "missing")
        return
    own = frame.named or frame.why == "asked" or (scene.asked(frame.step, "outcome") and meeting.empty)
    if (clause.has("not_yet_words") and frame.why == "asked") or (
        clause.denied
        and own
        and (frame.named or frame.why == "carried" or clause.has("not_yet_words", "attend", "return"))
    ):
        if (clause.has("date") and clause.tense == "plan") or not did_not_happen(scene, clause):
            return
        _without_words(scene, frame, clause, meeting, "not_yet", None, f"how:denied/{frame.why}")
    elif (
        clause.tense == "plan"
        and own
        and clause.has("plan")
        and (frame.named or scene.asked(frame.step, "outcome"))
        and not clause.hoped
    ):
        _without_words(scene, frame, clause, meeting, "scheduled", None, f"how:ahead/{frame.why}")
    elif clause.tense == "past" and (clause.has("return", "attend") or taken_to(clause, scene.vocabulary)):
        meeting.attended = True
    elif clause.hoped and own:
        result.ask(name, "hope")
