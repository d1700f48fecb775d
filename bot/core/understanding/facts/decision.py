"""A step that a body decides. What was taken to a body is not what it decided: "noted" is never "adopted"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.understanding.bags import bag
from bot.core.understanding.dates import DatePhrase, Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene, iso
from bot.core.understanding.facts.spans import could_be_soon, plan_edge, settle
from bot.core.understanding.marks import Mark
from bot.core.understanding.model import Understood
from bot.core.understanding.wordforms import is_past

WEAK = ("discussed", "noted")
"""Outcomes which a stronger one in the same breath overrides ("discussed and approved")."""
_TO_ACT = bag(
    """
    adopt approve sign support endorse accept back go commit become proceed take it
    """
)
_QUALIFIED = {"approved_in_principle", "approved_with_changes", "deferred", "delegated", "not_agreed"}


@dataclass(slots=True)
class _Found:
    """One outcome told, where, and when."""

    value: str
    said: Said
    place: int
    sure: bool
    conflict: bool = False
    """Another outcome was told beside it."""


def conclude(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    out = Conclusion(step)
    saids = [s for s in saids if not s.idle]
    saids, body = _of_the_right_body(saids, scene)
    told = [found for said in saids for found in _outcomes(said, scene)]
    chosen = _choose(told, out, {s.clause.sentence for s in saids if s.dates})
    if chosen and _gainsaid(chosen, saids, scene):
        out.ask("outcome", "contradiction")
    elif chosen:
        out.fact("outcome", chosen.value, chosen.sure or _corrected(chosen, scene))
        _date_of(chosen, saids, out, scene)
    elif not out.opens:
        _without_outcome(saids, out, scene)
    if out.has("date") and any(f.name == f"{step}.outcome" and f.value == "scheduled" for f in out.facts):
        out.facts = [_to_come(f, saids, scene) if f.name == f"{step}.date" else f for f in out.facts]
    denied = any(f.name == f"{step}.outcome" and f.value == "not_yet" for f in out.facts)
    if body and any(f.value == "scheduled" for f in out.facts) and _recommended_up(saids):
        body = None
    if body and not denied and (out.facts or scene.correcting or scene.asked_field == "body"):
        out.fact("body", body, all(s.sure for s in saids))
    reference = minute_ref(scene, step, bool(saids))
    if reference:
        out.fact("minute_ref", reference)
    return out


def _to_come(fact: Understood, saids: Sequence[Said], scene: Scene) -> Understood:
    """ "10 December, scheduled": what is booked is still to come, so no day of last year is meant."""
    today = scene.context.today
    if str(fact.value).partition("/")[2] >= today.isoformat():
        return fact
    for phrase in (d for s in saids for d in s.dates if not d.why):
        ahead = phrase.find(today, "plan")
        if ahead and ahead[0] >= today and phrase.find(today, "past") != ahead:
            return replace(fact, value=iso(ahead))
    return fact


# Which body


def _body(said: Said, scene: Scene) -> str | None:
    """The body that decides in this clause; whom a thing is delegated or recommended to is not it."""
    words = scene.words
    for mark in said.clause.kinds("body"):
        before = {words[i].text for i in range(max(mark.start - 3, said.clause.start), mark.start)}
        if "to" in before and any(m.value == "delegated" for m in said.clause.kinds("outcome")):
            continue
        return mark.value
    return None


def _of_the_right_body(saids: list[Said], scene: Scene) -> tuple[list[Said], str | None]:
    """Where a smaller body and the board both appear, the board's word is the one that counts."""
    bodies = [(said, _body(said, scene)) for said in saids]
    smaller = [s for s, body in bodies if body and body != "board"]
    if not smaller:
        return saids, None
    board = [
        s for s, body in bodies
        if body == "board" or (body is None and any(m.value == s_key(s) for m in s.clause.kinds("step")))
    ]  # fmt: skip
    telling = [s for s in board if _tells(s)]
    if telling:
        first = min(saids.index(s) for s in telling)
        kept = [s for s, body in bodies if s in telling or (body is None and saids.index(s) > first)]
        return kept, None
    return saids, next(body for _, body in bodies if body and body != "board")


def s_key(said: Said) -> str:
    return next((m.value for m in said.clause.kinds("step")), "")


def _tells(said: Said) -> bool:
    if said.has("body") and said.clause.kinds("body")[0].value != "board" and not said.has("step"):
        return False
    return said.has("outcome", "plan", "hope", "negation", "to_do") or bool(said.dates) or said.clause.present


def _recommended_up(saids: Sequence[Said]) -> bool:
    """ "The committee recommended it to the board, which meets on 2 December": the board's meeting."""
    return any(
        s.has("step") and any(m.value == "recommended" for m in s.clause.kinds("move")) for s in saids
    )  # fmt: skip


# Which outcome


def _outcomes(said: Said, scene: Scene) -> list[_Found]:
    clause = said.clause
    if clause.unreal or clause.hope:
        return []
    found = []
    for mark in clause.kinds("outcome"):
        if _denied(mark, said, scene) or _unreal(mark, said, scene) or _other_object(mark, said, scene):
            continue
        if mark.value == "adopted" and _only_recommends(said, scene):
            continue
        if mark.value == "deferred" and _meeting_itself(mark, said, scene):
            continue
        found.append(_Found(mark.value, said, mark.start, said.sure))
    strong = [f for f in found if f.value not in WEAK]
    found = strong or [f for f in found if f.value == "noted"] or found
    special = [f for f in found if f.value in _QUALIFIED]
    if special and len({f.value for f in special}) == 1:
        return special[-1:]
    return found[-1:] if len({f.value for f in found}) == 1 else found


def _meeting_itself(mark: Mark, said: Said, scene: Scene) -> bool:
    """ "The board meeting has been put back from 1 to 8 December": the meeting was moved, and decided nothing."""
    for moved in said.clause.kinds("moved_meeting"):
        if not (moved.start < mark.end and mark.start < moved.end) or not said.dates:
            continue
        texts = [w.text for w in scene.words[moved.start : mark.end]]
        passive = bool({"was", "been", "is", "got"} & set(texts))
        if "meeting" in texts or (texts[0] in ("board", "date") and passive):
            return True
    return False


def _only_recommends(said: Said, scene: Scene) -> bool:
    verbs = [m for m in said.clause.kinds("move") if m.value == "recommended"]
    return any(scene.words[m.start].text != "recommendation" for m in verbs)


def _gainsaid(chosen: _Found, saids: Sequence[Said], scene: Scene) -> bool:
    """ "The board approved it. It hasn't been to the board." """
    for said in saids:
        if said is chosen.said or said.has("self_correct", "sequence", "outcome", "return"):
            continue
        negated = said.clause.negated and said.has("move", "to_do") and not said.clause.hope
        if negated and said.clause.sentence != chosen.said.clause.sentence:
            return True
    return False


def _corrected(chosen: _Found, scene: Scene) -> bool:
    texts = [w.text for w in scene.words]
    return scene.correcting and "should" in texts and not {"think", "believe", "reckon"} & set(texts)


def _denied(mark: Mark, said: Said, scene: Scene) -> bool:
    """ "Not approved", "didn't formally approve": the word right after a negation is denied, not told."""
    for neg in said.clause.kinds("negation"):
        between = scene.words[neg.end : mark.start]
        if (
            neg.end <= mark.start
            and len(between) <= 4
            and not any(m.kind == "outcome" and neg.end <= m.start and m.end <= mark.start for m in said.clause.marks)
            and not any(w.gap and "," in w.gap for w in scene.words[neg.end : mark.start + 1][1:])
        ):
            return True
    return False


def _unreal(mark: Mark, said: Said, scene: Scene) -> bool:
    words, i = scene.words, mark.start
    before = words[i - 1].text if i > said.clause.start else ""
    if scene.correcting and any(w.text == "should" for w in words[said.clause.start : i]):
        return False
    ordered = {w.text for w in words[said.clause.start : i]} & {"resolved", "agreed", "decided", "minuted"}
    asked_for = {w.text for w in words[said.clause.start : i]} & {"asked", "requested", "wanted"}
    if before == "be" and (ordered or (asked_for and mark.value == "deferred")):
        return False
    two = words[i - 2].text if i - 1 > said.clause.start else ""
    if before in ("almost", "nearly"):
        return True
    told = any(is_past(w.text) for w in words[mark.start : mark.end])
    if not told and said.clause.present and said.clause.tense == "none" and said.dates:
        return True  # "it is an item for information at the board on 9 December"
    if before == "i" or (two == "i" and before in ("have", "had", "just", "also")):
        return True
    if (
        before in ("be", "being", "getting")
        or (before == "get" and two != "did")
        or (before == "for" and mark.value != "deferred")
    ):
        return True
    if said.clause.tense == "plan" and not any(is_past(w.text) for w in words[mark.start : mark.end]):
        return True
    if said.clause.tense == "plan":
        plan = said.clause.kinds("plan")
        return any(m.start < mark.start for m in plan)
    return False


def _other_object(mark: Mark, said: Said, scene: Scene) -> bool:
    """ "Agreed to look at it in June", "approved the minutes": a decision, but not on this."""
    words, end = scene.words, mark.end
    if mark.value not in _QUALIFIED and any(
        m.kind == "other_thing" and mark.end <= m.start <= mark.end + 2 for m in said.clause.marks
    ):
        return True
    if mark.value == "adopted" and end < said.clause.end and not words[end].gap:
        after, further = words[end].text, words[min(end + 1, len(words) - 1)].text
        if after in ("us", "me") or (after == "to" and further not in _TO_ACT):
            return True  # "gave us the go-ahead to start consulting"
    last = words[mark.end - 1].text
    if last in ("agreed", "resolved", "decided", "accepted") and end < said.clause.end and not words[end].gap:
        after = words[end].text
        if after == "to" and end + 1 < len(words):
            return words[end + 1].text not in _TO_ACT
        if after in ("that", "we", "they"):
            return not any(w.text in _TO_ACT for w in words[end : min(end + 6, said.clause.end)])
    return False


def _choose(told: list[_Found], out: Conclusion, dated: set[int]) -> _Found | None:
    """The last word stands where a correction or a sequence says so; a bare contradiction is asked about."""
    if not told:
        return None
    values = {f.value for f in told}
    if len(values) == 1:
        return max(told, key=lambda f: f.sure)
    told_plainly = [f for f in told if not f.said.clause.doubted]
    if told_plainly and len({f.value for f in told_plainly}) == 1:
        return told_plainly[-1]
    strong = [f for f in told if f.value not in WEAK]
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
    if together and (last.value in _QUALIFIED or last.value == "adopted"):
        special = [f for f in told if f.value in _QUALIFIED]
        chosen = special[-1] if special else last
        chosen.sure = False
        chosen.conflict = True
        return chosen
    if last.said.dates and told[0].said.dates:
        last.sure = last.sure and True
        return last
    out.ask("outcome", "contradiction")
    return None


def _two_tales(told: Sequence[_Found], dated: set[int]) -> bool:
    """ "Board approved it. Board only noted it.": two statements, and no word or day that says which came later."""
    firm = [f for f in told if f.value != "discussed"]
    if len({f.said.clause.sentence for f in firm}) < 2:
        return False
    later = any(f.said.has("self_correct", "sequence") for f in told[1:]) or all(
        f.said.clause.sentence in dated for f in firm
    )
    return not later and len({f.value for f in firm}) > 1 and not _qualified_after(firm)


def _qualified_after(firm: Sequence[_Found]) -> bool:
    """ "Approved! Subject only to two changes."""
    first, last = firm[0], firm[-1]
    close = last.said.clause.sentence - first.said.clause.sentence == 1
    return (
        close
        and {f.value for f in firm} == {"adopted", last.value}
        and last.value in ("approved_with_changes", "approved_in_principle")
        and not last.said.has("step", "body")
    )


# Which meeting


def _date_of(chosen: _Found, saids: Sequence[Said], out: Conclusion, scene: Scene) -> None:
    own = _meeting_dates(chosen.said, chosen, scene)
    if not own:
        order = list(saids)
        at = order.index(chosen.said)
        for said in [*reversed(order[:at]), *order[at + 1 :]]:
            if chosen.value == "deferred" and order.index(said) > at and not said.has("move"):
                continue  # a day named after a deferral is the day to come
            if (
                said.clause.hope
                or said.clause.unreal
                or said.has("return")
                or (said.clause.tense == "plan" and order.index(said) > at)
            ):
                continue
            if said.clause.negated and not said.has("move"):
                continue
            if set(said.values("outcome")) - {chosen.value, *WEAK} and not _at_that_time(chosen, scene):
                continue
            own = _meeting_dates(said, chosen, scene)
            if order.index(said) > at and _of_something_else(said):
                own = [(phrase, tense, False) for phrase, tense, _ in own]
            if own:
                break
    if not own:
        return
    phrase, tense, sure = own[0]
    settle(out, "date", phrase, tense, scene, sure and len(own) == 1 and not chosen.conflict)


def _of_something_else(said: Said) -> bool:
    """ "…, final version in January": whether that is the meeting's day, the bot asks."""
    words = said.clause.end - said.clause.start - sum(d.end - d.start for d in said.dates)
    return words > 1 and not said.has("step", "body", "move", "outcome") and said.clause.tense == "none"


def _at_that_time(chosen: _Found, scene: Scene) -> bool:
    """ "Got bumped to July, adopted then": the day that was named before."""
    place = chosen.said.clause.end
    return [w.text for w in scene.words[place : place + 1]] == ["then"] and not scene.words[place].gap


def _meeting_dates(said: Said, chosen: _Found, scene: Scene) -> list[tuple[DatePhrase, Tense, bool]]:
    """The dates of the clause that may be the meeting's; a later return is not one."""
    found: list[tuple[DatePhrase, Tense, bool]] = []
    returns = [m.start for m in said.clause.kinds("return")]
    for phrase in said.dates:
        if any(r < phrase.end and r >= chosen.place - 12 for r in returns if r <= phrase.start):
            continue
        if chosen.value == "deferred" and _is_new_date(phrase, said, chosen, scene):
            continue
        if phrase.role == "until":
            continue
        found.append((phrase, "plan" if chosen.value == "scheduled" else "past", said.sure))
    return found


def _is_new_date(phrase: DatePhrase, said: Said, chosen: _Found, scene: Scene) -> bool:
    """What a thing was put off to is not the meeting that put it off."""
    words = scene.words
    lead = {words[i].text for i in range(max(phrase.start - 4, said.clause.start), phrase.start + 1)}
    if phrase.role in ("until", "by", "before", "after"):
        return True
    if said.clause is chosen.said.clause and phrase.start > chosen.place and lead & {"to", "until", "for", "into"}:
        return True
    span = None if phrase.why else phrase.find(scene.context.today, "past")
    return (
        phrase.leaning == "plan"
        or span is None
        or (said.clause.start > chosen.said.clause.start and said.clause.tense == "plan")
    )


# Where nothing was decided


def _without_outcome(saids: Sequence[Said], out: Conclusion, scene: Scene) -> None:
    for place, said in enumerate(saids):
        if said.dates and said.clause.tense != "plan" and _heard_then(saids[place + 1 : place + 2], scene):
            _planned(said, out, scene, said.sure)
            continue
        if _one_without_outcome(said, out, scene):
            continue
    names = {f.name.partition(".")[2] for f in out.facts}
    if "outcome" in names:
        outcomes = [f for f in out.facts if f.name.endswith(".outcome")]
        plans = [f for f in outcomes if f.value == "scheduled"]
        if len({f.value for f in outcomes}) > 1:
            kept = plans[0] if plans else outcomes[-1]
            out.facts = [f for f in out.facts if not f.name.endswith(".outcome")] + [kept]
        out.opens = [o for o in out.opens if not o.name.endswith(".outcome")]


def _heard_then(after: Sequence[Said], scene: Scene) -> bool:
    """ "Paper is in for the 26 January board so it'll be heard then": the day named before is to come."""
    if not after or after[0].dates or after[0].has("return"):
        return False
    clause = after[0].clause
    if clause.tense != "plan" or clause.hope:
        return False
    texts = {w.text for w in scene.words[clause.start : clause.end + 1]}
    return bool(texts & {"then", "there"}) and not texts & {"went", "took", "saw"}


def _one_without_outcome(said: Said, out: Conclusion, scene: Scene) -> bool:
    clause = said.clause
    if _to_be_confirmed(said, scene):
        out.ask("outcome", "missing")
        return True
    if said.has("moved_meeting") and said.dates and not clause.hope and not clause.unreal:
        _planned(said, out, scene, said.sure)
        return True
    meeting = next((d for d in said.dates if _is_meetings_day(d, scene)), None)
    if meeting is not None and not clause.hope and not clause.negated:
        said.dates = [meeting]
        _planned(said, out, scene, said.sure)
        return True
    if clause.unreal:
        if said.has("decide", "outcome", "move", "plan"):
            out.ask("outcome", "hope")
        return True
    if clause.hope:
        if not said.has("return"):
            out.ask("outcome", "hope")
        return True
    if said.has("not_until") and said.dates:
        _planned(said, out, scene, sure=False)
        return True
    if said.has("return"):
        return True
    if clause.negated or said.has("to_do"):
        return _negated(said, out, scene)
    if said.has("other_thing") and said.has("outcome", "decide"):
        return True
    if clause.tense == "plan" and (said.has("plan") or said.inherited):
        if not said.dates and not said.has("decide", "outcome") and not _moves(said) and _only_auxiliary(said, scene):
            return False
        _planned(said, out, scene, said.sure)
        return True
    if said.has("outcome") or said.has("move", "decide"):
        return _moved(said, out, scene)
    return _only_a_date(said, out, scene)


def _is_meetings_day(phrase: DatePhrase, scene: Scene) -> bool:
    """ "… for the meeting on 1 December"."""
    before = [w.text for w in scene.words[max(phrase.start - 4, 0) : phrase.start + 1]]
    meant = "for" in before[:-1] and ("meeting" in before or "board" in before)
    after = [w.text for w in scene.words[phrase.end : phrase.end + 2]]
    named = any(w in ("meeting", "board", "trustees", "committee", "agenda") for w in after)
    inside = [w.text for w in scene.words[phrase.start : phrase.end]]
    meant = meant or (named and "for" in (before + inside))
    return meant and (_future(phrase, scene) or could_be_soon(phrase, "none", scene))


def _moves(said: Said) -> bool:
    plans = said.clause.kinds("plan")
    return any(not any(p.start <= m.start and m.end <= p.end for p in plans) for m in said.clause.kinds("move"))


_AUXILIARY = frozenset(["will", "going", "shall"])


def _only_auxiliary(said: Said, scene: Scene) -> bool:
    """ "The board are going to love this" plans no meeting."""
    return all(
        scene.words[m.start].text in _AUXILIARY or scene.words[m.end - 1].text == "to"
        for m in said.clause.kinds("plan")
    )


def _to_be_confirmed(said: Said, scene: Scene) -> bool:
    texts = [w.text for w in scene.words[said.clause.start : said.clause.end]]
    return (
        bool({"tbc", "tbd", "confirmed"} & set(texts))
        and len(texts) <= 5
        and (said.named or len(texts) == 1)
        and not said.dates
    )


def _negated(said: Said, out: Conclusion, scene: Scene) -> bool:
    clause = said.clause
    texts = [scene.words[i].text for i in range(clause.start, clause.end)]
    refused = said.has("decide") and "did" in texts and "yet" not in texts and not said.has("move")
    if any(m.value in ("not_agreed", "deferred", "delegated") for m in said.clause.kinds("outcome")):
        out.ask("outcome", "missing")
        return True
    if refused:
        out.fact("outcome", "not_agreed", sure=False)
        out.ask("outcome", "vague")
        for phrase in said.dates:
            settle(out, "date", phrase, "past", scene, said.sure)
        return True
    if "minute" in texts or "minutes" in texts:
        return False  # "no minute yet" is about the minute
    told = said.has("decide", "outcome", "move", "to_do", "step", "body")
    if not told and scene.asked_field not in ("outcome", "date"):
        return False
    plain = said.has("decide", "outcome", "move", "to_do", "activity") or {
        "yet",
        "has",
        "have",
        "been",
        "nothing",
        "never",
    } & set(texts)
    if not told and not plain:
        return False  # "can't do this now" is about now, and not about the board
    out.fact("outcome", "not_yet", said.sure and bool(plain))
    if not plain:
        out.ask("outcome", "vague")
    return True


def _planned(said: Said, out: Conclusion, scene: Scene, sure: bool) -> None:
    out.fact("outcome", "scheduled", sure)
    dates = said.dates[-1:] if said.has("moved_meeting") else said.dates
    for phrase in dates:
        if not plan_edge(out, "date", phrase, scene) or said.has("not_until"):
            if said.has("not_until"):
                out.opens = [o for o in out.opens if not o.name.endswith(".date")]
            settle(out, "date", phrase, "plan", scene, sure)
            break


def _moved(said: Said, out: Conclusion, scene: Scene) -> bool:
    """Taken there, presented, tabled, well received: the outcome is open, the day is known."""
    clause = said.clause
    if (
        clause.tense == "plan"
        or (clause.tense == "none" and any(_future(d, scene) for d in said.dates))
        or (clause.present and clause.tense != "past" and said.dates)
    ):
        _planned(said, out, scene, said.sure)
        return True
    out.ask("outcome", "missing")
    for phrase in said.dates:
        if phrase.role != "until":
            settle(out, "date", phrase, "past", scene, said.sure)
            break
    return True


def _on_a_day(said: Said, scene: Scene) -> bool:
    """ "Is now on 14 January": a meeting to come."""
    texts = [w.text for w in scene.words[said.clause.start : said.clause.end]]
    return any(a == "is" and b in ("on", "now", "in") for a, b in itertools.pairwise(texts))


def _future(phrase: DatePhrase, scene: Scene) -> bool:
    if phrase.why:
        return False
    if phrase.leaning == "plan":
        return True
    span = phrase.find(scene.context.today, "none")
    return bool(span and span[0] > scene.context.today)


def _only_a_date(said: Said, out: Conclusion, scene: Scene) -> bool:
    """A date beside the body's name, or in reply to a question for the date."""
    if not said.dates:
        if said.has("body") and said.named and scene.asked_field != "body" and said.clause.tense == "past":
            out.ask("outcome", "missing")
        return False
    clause, phrase = said.clause, said.dates[0]
    replying = scene.asked_field == "date" and scene.asked_step == out.step
    if clause.tense != "past" and (_future(phrase, scene) or (clause.present and (said.named or not replying))):
        if replying and not said.named and not clause.present:
            settle(out, "date", phrase, "plan", scene, said.sure)
        else:
            _planned(said, out, scene, said.sure)
        return True
    tense: Tense = clause.tense if clause.tense != "none" else phrase.leaning
    if replying and clause.present and tense == "none" and _on_a_day(said, scene):
        _planned(said, out, scene, said.sure)
        return True
    if phrase.role == "until" and not phrase.why:
        return False
    if tense != "past" and phrase.role in ("before", "by", "after") and plan_edge(out, "date", phrase, scene):
        return True
    settle(out, "date", phrase, tense, scene, said.sure and not could_be_soon(phrase, tense, scene))
    if not replying and scene.asked_field != "outcome":
        out.ask("outcome", "missing")
    return True


# The reference of the minute

_REFERENCE = re.compile(
    r"\b(?:minutes?|mins?|min|ref(?:erence)?|para(?:graph)?)\b[.:]?"
    r"(?: (?:ref(?:erence)?|number|num|no|para|item|is|was|of|it's))*[.:#]? ?"
    r"([A-Za-z]{0,12}[\w/.-]{0,20}\d[\w/.()-]{0,20})",
    re.IGNORECASE,
)
_MONTH_NEXT = re.compile(
    r"(?:st|nd|rd|th)? ?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z]{0,10}[/.-]?\d[\w/.()-]{0,30}(?: ?\([a-z\d]{1,3}\))?")
_DATELIKE = re.compile(r"^\d{1,2}(?:st|nd|rd|th)$|^\d{4}$|^\d{1,2}[:.]?\d{0,2}(?:am|pm)$")


def names_reference(text: str) -> bool:
    """Whether the words name a minute's reference outright."""
    return re.search(r"\bminutes? (?:ref|no\b|number|num\b)", text, re.IGNORECASE) is not None


def minute_ref(scene: Scene, step: str, about: bool) -> str | None:
    """The reference without the words around it; an agenda item's number is none."""
    asked = scene.context.asked == f"{step}.minute_ref"
    match = _REFERENCE.search(scene.text)
    if match and _MONTH_NEXT.match(scene.text, match.end()):
        match = None
    if match and (about or asked) and not _DATELIKE.match(match.group(1)) and not _minutes_of_time(scene.text, match):
        return _trimmed(match.group(1))
    if asked and not re.search(r"\b(?:agenda|item)\b", scene.text, re.IGNORECASE):
        codes = [m.group() for m in _CODE.finditer(scene.text)]
        if codes:
            return _trimmed(max(codes, key=len))
    return None


def _trimmed(code: str) -> str:
    code = code.rstrip(".,;:")
    return code[:-1] if code.endswith(")") and "(" not in code else code


def _minutes_of_time(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()
    return before[-1:].isdigit() and "min" in match.group().lower()[:3]
