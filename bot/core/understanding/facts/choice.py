"""A step that is a choice: what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.understanding.facts.said import Conclusion, Said, Scene, usable


def choice(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """What was chosen. A wish is no choice yet."""
    out = Conclusion(step)
    found: dict[str, bool] = {}
    name = f"{step}.choice"
    for said in usable(saids):
        clause = said.clause
        if clause.link.startswith(":") and clause.negated and said.clause_before is not None:
            for value in said.clause_before.values("choice"):
                found.pop(value, None)  # "partnership group: not for us"
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
