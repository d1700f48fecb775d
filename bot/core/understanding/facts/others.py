"""The smaller kinds of step: an agreement, a publication, an oversight, a rhythm, a choice."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.understanding.dates import Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import settle


def _usable(saids: Sequence[Said]) -> list[Said]:
    return [s for s in saids if not s.idle]


def _denied(said: Said) -> bool:
    return (
        (said.clause.negated or said.has("to_do"))
        and not all(n.value == "contrast" for n in said.clause.kinds("negation"))
    ) or said.has("to_do")


def agreement(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Agreed, still argued over, or not begun. A meeting booked to settle it is "in progress" on that day."""
    out = Conclusion(step)
    told_in = -1
    for said in _usable(saids):
        state = _state_of(said, scene)
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
    if _denied(said) or _not_agreed(said, scene):
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
    if phrase.role in ("by", "before", "until", "after", "since") or (
        state == "in_progress" and said.has("start", "only_end")
    ):
        return
    tense: Tense = "plan" if planned else "past" if state == "agreed" else clause.tense
    if state == "in_progress" and not said.has("plan") and not (clause.present or phrase.leaning == "plan"):
        return
    settle(out, "date", phrase, tense, scene, said.sure)


def _not_agreed(said: Said, scene: Scene) -> bool:
    """ "Action plan not agreed": not voted down, only not there yet."""
    return any(
        m.value == "not_agreed" and scene.words[m.start].text in ("not", "was", "were")
        and "not" in [w.text for w in scene.words[m.start : m.end]]
        for m in said.clause.kinds("outcome")
    )  # fmt: skip


def publication(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Published, promised or being written, or not there."""
    out = Conclusion(step)
    for said in _usable(saids):
        clause = said.clause
        state = ""
        values = said.values("publication")
        for url in clause.urls:
            if not out.has("url"):
                out.fact("url", url, said.sure)
        if clause.hope or clause.unreal:
            out.ask("state", "hope")
            continue
        if _denied(said) or "not_yet" in values:
            state = "not_yet"
        elif (
            clause.tense == "plan"
            or "planned" in values
            or (clause.tense == "none" and any(d.leaning == "plan" for d in said.dates))
            or (said.has("hedge") and clause.tense == "none" and bool(said.dates))  # "should be live mid January"
            or said.has("draft")
            or clause.progressive
        ):
            state = "planned"
        elif "published" in values or said.has("done", "finish") or (clause.urls and said.named):
            state = "published"
        named = any(m.value == step for m in said.clause.kinds("step"))
        if state and (named or scene.asked_field not in ("mechanism", "frequency", "last")):
            _state(out, step, state, said)
    if not out.has("url") and any(_bare_address(s, scene) for s in _usable(saids)):
        out.ask("url", "no_address")
    return out


def _bare_address(said: Said, scene: Scene) -> bool:
    words = scene.words[said.clause.start : said.clause.end]
    return any(w.text == "www" for w in words) or bool(_DOMAIN & {w.text for w in words})


_DOMAIN = frozenset({"uk", "org", "com", "coop"})


def _state(out: Conclusion, step: str, state: str, said: Said) -> None:
    old = next((f for f in out.facts if f.name == f"{step}.state"), None)
    if old is None:
        out.fact("state", state, said.sure)
    elif old.value != state:
        out.facts.remove(old)
        if (old.value, state) == ("published", "planned") and not said.has("self_correct"):
            out.fact("state", old.value, False)
            out.ask("state", "contradiction")
        elif {old.value, state} == {"published", "planned"} or said.has("self_correct"):
            out.fact("state", state, said.sure)
        elif {old.value, state} == {"not_yet", "planned"}:
            out.fact("state", "planned", said.sure and old.sure)
        else:
            out.ask("state", "contradiction")


def oversight(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """A publication about how people hold the organisation to account, and the ways in which they do."""
    out = publication(step, saids, scene)
    found: dict[str, bool] = {}
    for said in _usable(saids):
        if said.clause.hope or said.clause.unreal or said.clause.negated:
            continue
        for value in said.values("mechanism"):
            if value == "communications" and scene.asked_field != "mechanism" and not _by_means_of(said, scene):
                continue
            found[value] = found.get(value, True) and said.sure
    if found:
        out.fact("mechanism", tuple(sorted(found)), all(found.values()))
    return out


def _by_means_of(said: Said, scene: Scene) -> bool:
    """ "Through the newsletter": a way of overseeing; where something is merely printed is none."""
    words = scene.words
    return any(
        words[i].text in ("via", "through", "by", "using", "with")
        for m in said.clause.kinds("mechanism")
        for i in range(max(m.start - 3, said.clause.start), m.start)
    )


def rhythm(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """How often, and when last."""
    out = Conclusion(step)
    for said in _usable(saids):
        clause = said.clause
        denied = {
            m.value for m in clause.kinds("frequency") for n in clause.kinds("negation") if 0 <= m.start - n.end <= 1
        }
        values = [v for v in said.values("frequency") if v not in denied]
        if clause.hope or clause.unreal:
            out.ask("frequency", "hope")
            continue
        if denied and not values and scene.context.asked == f"{step}.frequency":
            out.ask("frequency", "missing")
        if len(values) == 1:
            old = next((f for f in out.facts if f.name == f"{step}.frequency"), None)
            if old and old.value != values[0] and not said.has("self_correct", "sequence"):
                out.facts.remove(old)
                out.ask("frequency", "contradiction")
            else:
                if old:
                    out.facts.remove(old)
                out.fact("frequency", values[0], said.sure)
        elif len(values) > 1:
            out.ask("frequency", "contradiction")
        replying = scene.context.asked == f"{step}.last"
        last = said.has("last_one", "sent") or replying or clause.tense == "past"
        if said.dates and last and clause.tense != "plan" and not said.has("next_one") and not out.has("last"):
            phrase = said.dates[0]
            if phrase.role in ("", "by") and phrase.leaning != "plan":
                settle(out, "last", phrase, "past", scene, said.sure)
    return out


def choice(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """What was chosen. A wish is no choice yet."""
    out = Conclusion(step)
    found: dict[str, bool] = {}
    name = f"{step}.choice"
    for said in _usable(saids):
        clause = said.clause
        values = said.values("choice")
        if not values:
            continue
        if clause.hope or clause.unreal:
            out.ask("choice", "hope")
            continue
        if clause.negated:
            continue
        chosen = (
            said.has("chosen")
            or clause.tense == "past"
            or clause.progressive
            or scene.context.asked == name
            or clause.tense == "plan"
        )
        if not chosen and found:
            chosen = True
        if chosen:
            for value in values:
                found[value] = found.get(value, True) and said.sure
    if found:
        out.fact("choice", tuple(sorted(found)), all(found.values()))
    return out
