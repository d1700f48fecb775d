"""A step that comes round: how often, and when last."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.understanding.facts.said import Conclusion, Said, Scene, usable
from bot.core.understanding.facts.spans import settle


def rhythm(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """How often, and when last."""
    out = Conclusion(step)
    for said in usable(saids):
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
