"""How far the asking of a group is: not yet, planned, under way, done, or only hoped for."""

from __future__ import annotations

from bot.core.language.dates import DatePhrase
from bot.core.understanding.facts.consultation.denials import denies_all, texts_of
from bot.core.understanding.facts.consultation.numbers import of_a_mixed_whole
from bot.core.understanding.facts.consultation.roles import role_of
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import could_be_soon


def state_of(said: Said, scene: Scene, before: Said | None) -> str:
    """The state that a clause tells; "" where it tells none."""
    clause = said.clause
    if clause.unreal or clause.hope:
        return "hope"
    if _to_be_confirmed(said, scene):
        return "hope"
    if clause.negated or said.has("to_do"):
        if said.has("running") and "still" in texts_of(said, scene):
            return "under_way"
        return "not_yet" if denies_all(said, scene) else ""
    if "deferred" in said.values("outcome") or said.has("moved_meeting"):
        return "planned" if said.dates else ""
    if _invitations_went(said, scene):
        if not said.has("method"):
            return ""  # "the centre is booked and invitations have gone out": nobody has been asked yet
        if any(_may_be_coming(d, scene) for d in said.dates):
            return "planned"  # "invitations have gone to 600 tenants for the workshop on 22 September"
    if clause.progressive and any(d.role == "after" for d in said.dates):
        return "planned"  # "we're consulting residents straight after half term"
    if said.has("running") and clause.tense != "plan":
        return "under_way"
    if said.has("only_end") and clause.tense != "past" and not said.has("start", "plan"):
        return "under_way"
    if clause.tense == "plan":
        return "planned" if said.has("plan") or said.dates else ""
    ending = [d for d in said.dates if d.role == "until"]
    if ending and clause.tense != "past" and (said.named or said.has("method", "respond", "activity")):
        return "under_way" if any(_may_be_coming(d, scene) for d in ending) else ""
    to_come = any(_is_coming(d, scene) for d in said.dates)
    if clause.tense != "past" and said.has("start") and to_come:
        return "planned"
    if said.has("start") and not said.has("finish"):
        return "under_way"
    if clause.progressive and said.has("activity", "method", "invite", "respond"):
        later = to_come or any(d.role == "after" or could_be_soon(d, "none", scene) for d in said.dates)
        return "planned" if later else "under_way"
    if said.has("finish", "done"):
        return "done"
    if said.inherited and before is not None and not said.has("activity", "method", "respond"):
        if any(_is_coming(d, scene) for d in said.dates) and said.clause.tense == "none":
            return "planned"
        return state_of(before, scene, None) if before is not said else ""
    if said.leans_on is not None and not to_come and not said.has("activity", "method", "respond"):
        return state_of(Said(said.leans_on), scene, None)
    return _by_tense(said, scene)


def _invitations_went(said: Said, scene: Scene) -> bool:
    """They are named, and no reply."""
    return bool({"invitations", "invites"} & set(texts_of(said, scene))) and not said.has("respond")


def _to_be_confirmed(said: Said, scene: Scene) -> bool:
    """ "Residents TBC" in a list of steps: that step's state is open."""
    texts = texts_of(said, scene)
    short = bool({"tbc", "tbd", "confirmed", "determined", "unsure"} & set(texts)) and len(texts) <= 5
    return (
        short and (said.named or len(texts) == 1) and not said.dates and not said.has("method", "outcome", "respond")
    )


def _by_tense(said: Said, scene: Scene) -> str:
    clause = said.clause
    if said.counts and all(c.of is not None and of_a_mixed_whole(c, said, scene) for c in said.counts):
        return ""
    coming = any(_is_coming(d, scene) for d in said.dates)
    if clause.tense == "past":
        if _only_an_idea(said, scene):
            return ""
        if said.has("activity", "method", "respond", "invite") or said.counts or (said.named and said.dates):
            return "done"
        if scene.asked_step and not said.named and (said.dates or "did" in texts_of(said, scene)):
            return "done"
        return ""
    if coming and (said.named or clause.present or scene.asked_field == "state"):
        return "planned"
    today = scene.context.today
    spans = [d.find(today, "none") for d in said.dates if not d.why]
    if clause.present and said.named and any(s and s[0] <= today <= s[1] and s[0] != s[1] for s in spans):
        return "under_way"
    counting = any(role_of(c, said, scene) for c in said.counts)
    if clause.present and said.dates and said.named and not said.has("respond") and not counting:
        return "planned"
    whole = any(c.of is not None for c in said.counts)
    if said.named and said.counts and (whole or said.has("method", "respond", "activity") or said.dates):
        return "done"
    if said.named and said.has("method", "activity") and said.dates and not clause.present:
        return "done"
    return ""


_ABOUT = frozenset({"of", "about", "for", "on", "before", "by", "without", "to"})


def _only_an_idea(said: Said, scene: Scene) -> bool:
    """ "Staff loved the idea of consulting tenants": the only activity is talked about, not done."""
    acts = said.clause.kinds("activity", "method", "respond", "invite")
    if not acts or said.counts:
        return False
    words = scene.words
    return all(words[m.start].text.endswith("ing") and words[m.start - 1].text in _ABOUT and m.start for m in acts)


def is_thin(said: Said, scene: Scene) -> bool:
    """A reply to a question for something else that names no activity says little about the state."""
    asked = scene.asked_field
    acted = said.named and said.has("activity")
    if asked == "method" and not said.dates and not acted and not said.has("finish", "done", "running"):
        return True
    return (
        not said.named
        and asked not in ("", "state", "confirm", "method", "date")
        and not said.has("finish", "done", "activity", "running")
    )


def _is_coming(phrase: DatePhrase, scene: Scene) -> bool:
    if phrase.leaning == "plan":
        return True
    span = None if phrase.why else phrase.find(scene.context.today, "none")
    return bool(span and span[0] > scene.context.today)


def _may_be_coming(phrase: DatePhrase, scene: Scene) -> bool:
    """Also of a day that could as well be gone."""
    return _is_coming(phrase, scene) or could_be_soon(phrase, "none", scene)


def settle_state(states: list[tuple[str, bool]], out: Conclusion, ahead: bool = False) -> None:
    """One state from those of all clauses; what has not begun and is done at once is asked about. `ahead`: the step
    is known to be still to come."""
    if not states:
        return
    values = [state for state, _ in states]
    kinds = set(values)
    if kinds == {"not_yet", "done"}:
        out.ask("state", "contradiction")
        return
    for state in ("under_way", "planned", "done", "not_yet"):
        if state in kinds:
            if state == "planned" and "done" in kinds and not ahead:
                state = "done"
            sure = [s for value, s in states if value == state]
            out.fact("state", state, any(sure) and (len(kinds) == 1 or all(sure)))
            break
    out.opens = [o for o in out.opens if not o.name.endswith(".state")]
