"""Which outcomes a clause tells: none that is denied, only planned, or about something else."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.language.wordforms import is_past
from bot.core.understanding.facts.decision.found import QUALIFIED, WEAK, Found
from bot.core.understanding.facts.said import Said, Scene

_TO_ACT = bag(
    """
    adopt approve sign support endorse accept back go commit become proceed take it
    """
)


def outcomes_of(said: Said, scene: Scene) -> list[Found]:
    """The outcomes told in a clause; a plain one gives way to a closer one."""
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
        found.append(Found(mark.value, said, mark.start, said.sure))
    strong = [f for f in found if f.value not in WEAK]
    found = strong or [f for f in found if f.value == "noted"] or found
    special = [f for f in found if f.value in QUALIFIED]
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


def of_another_thing(said: Said, scene: Scene) -> bool:
    """Whether all that a clause decides is about another thing than the charter."""
    marks = said.clause.kinds("outcome")
    other = not said.clause.has("step", "body") and all(_is_of_another_thing(m, said, scene) for m in marks)
    return bool(marks) and other


_BEING = frozenset(
    {"both", "all", "got", "gets", "was", "is", "were", "are", "been", "has", "have", "finally", "also", "just"}
)


_GONE_THROUGH = frozenset({"it", "the", "them", "each", "every", "our", "this", "all", "line", "everything"})


_PAPERS = frozenset({"policy", "policies", "strategy", "budget", "award", "accounts", "rating", "articles", "plan"})


def _is_of_another_thing(mark: Mark, said: Said, scene: Scene) -> bool:
    """ "My appraisal got approved and signed off": another thing is the subject, here or in the clause before."""
    before = said.clause_before
    for thing in said.clause.kinds("other_thing"):
        between = [w.text for w in scene.words[thing.end : mark.start]]
        if thing.end <= mark.start and len(between) <= 3 and all(text in _BEING for text in between):
            return True
    if before is None or before.sentence != said.clause.sentence or said.clause.has("step", "body"):
        return False
    joined = scene.words[said.clause.start].text == "and" and mark.start == said.clause.start + 1
    return joined and before.has("other_thing") and not before.has("step", "body", "ours")


def _other_object(mark: Mark, said: Said, scene: Scene) -> bool:
    """ "Agreed to look at it in June", "approved the minutes": a decision, but not on this."""
    words, end = scene.words, mark.end
    if _is_of_another_thing(mark, said, scene):
        return True
    things = [m for m in said.clause.kinds("other_thing") if mark.end <= m.start <= mark.end + 2]
    if mark.value not in QUALIFIED and things:
        return True
    if mark.value == "deferred" and any(words[m.end - 1].text in _PAPERS for m in things):
        return True
    if mark.value == "adopted" and end < said.clause.end and not words[end].gap:
        after, further = words[end].text, words[min(end + 1, len(words) - 1)].text
        to_it = "charter" in [w.text for w in words[end + 1 : end + 4]]
        if after in ("us", "me") or (after == "to" and further not in _TO_ACT and not to_it):
            return True  # "gave us the go-ahead to start consulting"
    last = words[mark.end - 1].text
    if last == "through" and end < said.clause.end and not words[end].gap and words[end].text in _GONE_THROUGH:
        return True  # "went through it line by line"
    if last in ("agreed", "resolved", "decided", "accepted") and end < said.clause.end and not words[end].gap:
        after = words[end].text
        if after == "to" and end + 1 < len(words):
            return words[end + 1].text not in _TO_ACT
        if after in ("that", "we", "they"):
            return not any(w.text in _TO_ACT for w in words[end : min(end + 6, said.clause.end)])
    return False
