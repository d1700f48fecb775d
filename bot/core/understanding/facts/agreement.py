"""A step that is agreed between people: agreed, still argued over, or not begun."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.dates import Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene, is_denied, usable
from bot.core.understanding.facts.spans import settle


def agreement(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Agreed, still argued over, or not begun. A meeting booked to settle it is "in progress" on that day."""
    out = Conclusion(step)
    told_in = -1
    for said in usable(saids):
        state = _state_of(said, scene)
        if state == "in_progress" and not said.named and out.has("state") and not said.has("agreement", "draft"):
            continue  # "signed off, so comms can start": what follows from it
        if state == "hope":
            out.ask("state", "hope")
            continue
        if state:
            if _contradicts(state, said, told_in, out):
                out.ask("state", "contradiction")
                continue
            if not out.has("state"):
                out.fact("state", state, said.sure)
                told_in = said.clause.sentence
        if state != "not_yet" and said.dates and not out.has("date"):
            _settle_date(said, state, out, scene)
    return out


def _state_of(said: Said, scene: Scene) -> str:
    clause, values = said.clause, said.values("agreement")
    if said.named and {w.text for w in scene.words[clause.end - 1 : clause.end]} & {"tbc", "tbd"}:
        return "hope"  # in a list of steps
    if (is_denied(said) and not _denies_something_later(said)) or _not_agreed(said, scene):
        return "not_yet"
    if "in_progress" in values or said.has("running", "draft"):
        return "in_progress"
    if clause.hope or clause.unreal:
        return "hope"
    if clause.tense == "plan" or clause.progressive or said.has("start"):
        return "in_progress"
    if (
        "agreed" in values
        or (said.has("outcome") and set(said.values("outcome")) & {"adopted", "approved_with_changes"})
        or said.has("finish", "done")
    ):
        return "agreed"
    return "in_progress" if clause.present and said.dates and said.named else ""


def _contradicts(state: str, said: Said, told_in: int, out: Conclusion) -> bool:
    """Takes out another state that was told before; True where it cannot be told which of the two holds."""
    old = next((f for f in out.facts if f.name == f"{out.step}.state"), None)
    if old is None or old.value == state:
        return False
    out.facts.remove(old)
    if said.has("self_correct"):
        return False
    back = old.value == "agreed" and said.clause.sentence != told_in
    return back or {old.value, state} == {"agreed", "not_yet"}


def _settle_date(said: Said, state: str, out: Conclusion, scene: Scene) -> None:
    clause, phrase = said.clause, said.dates[0]
    planned = state == "in_progress" and clause.tense != "past"
    ended = phrase.role == "by" and state == "agreed"  # "all settled by mid-September"
    if (phrase.role in ("by", "before", "until", "after", "since") and not ended) or (
        state == "in_progress" and said.has("start", "only_end")
    ):
        return
    tense: Tense = "plan" if planned else "past" if state == "agreed" else clause.tense
    if state == "in_progress" and not said.has("plan") and not (clause.present or phrase.leaning == "plan"):
        return
    settle(out, "date", phrase, tense, scene, said.sure)


def _denies_something_later(said: Said) -> bool:
    """ "We agreed three priorities, … sorry not complaints, damp": what is denied is far behind what was agreed."""
    agreed = [m.end for m in said.clause.kinds("agreement") if m.value == "agreed"]
    denials = [m.start for m in said.clause.kinds("negation", "to_do")]
    return bool(agreed and denials) and min(denials) > min(agreed) + _FAR


_FAR = 3


def _not_agreed(said: Said, scene: Scene) -> bool:
    """ "Action plan not agreed": not voted down, only not there yet."""
    return any(
        m.value == "not_agreed" and scene.words[m.start].text in ("not", "was", "were")
        and "not" in [w.text for w in scene.words[m.start : m.end]]
        for m in said.clause.kinds("outcome")
    )  # fmt: skip
