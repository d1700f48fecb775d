"""What all that was said of a decision comes to: outcome, day, body and the minute's reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model.reading import Understood
from bot.core.understanding.facts.decision.bodies import of_the_right_body, recommended_up
from bot.core.understanding.facts.decision.choosing import choose
from bot.core.understanding.facts.decision.found import Found
from bot.core.understanding.facts.decision.meetings import date_of
from bot.core.understanding.facts.decision.minute_refs import minute_ref
from bot.core.understanding.facts.decision.outcomes import of_another_thing, outcomes_of
from bot.core.understanding.facts.decision.undecided import without_outcome
from bot.core.understanding.facts.said import Conclusion, Said, Scene, iso, usable


def conclude(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Settles the outcome first; day, body and minute follow it."""
    out = Conclusion(step)
    saids = [s for s in saids if not of_another_thing(s, scene)]
    saids = usable(saids)
    saids, body = of_the_right_body(saids, scene)
    told = [found for said in saids for found in outcomes_of(said, scene)]
    chosen = choose(told, out, {s.clause.sentence for s in saids if s.dates})
    if chosen and _gainsaid(chosen, saids):
        out.ask("outcome", "contradiction")
    elif chosen:
        out.fact("outcome", chosen.value, chosen.sure or _corrected(scene))
        date_of(chosen, saids, out, scene)
    elif not out.opens:
        without_outcome(saids, out, scene)
    if out.has("date") and any(f.name == f"{step}.outcome" and f.value == "scheduled" for f in out.facts):
        out.facts = [_to_come(f, saids, scene) if f.name == f"{step}.date" else f for f in out.facts]
    denied = any(f.name == f"{step}.outcome" and f.value == "not_yet" for f in out.facts)
    if body and any(f.value == "scheduled" for f in out.facts) and recommended_up(saids):
        body = None
    if body and not denied and (out.facts or scene.correcting or scene.asked_field == "body"):
        out.fact("body", body, all(s.sure for s in saids))
    if scene.asked_field == "body" and scene.asked_step == step and not body and any(s.has("body") for s in saids):
        out.fact("body", "board")
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


def _gainsaid(chosen: Found, saids: Sequence[Said]) -> bool:
    """ "The board approved it. It hasn't been to the board." """
    for said in saids:
        if said is chosen.said or said.has("self_correct", "sequence", "outcome", "return"):
            continue
        negated = said.clause.negated and said.has("move", "to_do", "decide") and not said.clause.hope
        if negated and said.clause.sentence != chosen.said.clause.sentence:
            return True
    return False


def _corrected(scene: Scene) -> bool:
    texts = [w.text for w in scene.words]
    return scene.correcting and "should" in texts and not {"think", "believe", "reckon"} & set(texts)
