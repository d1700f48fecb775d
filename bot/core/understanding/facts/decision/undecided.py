"""A step that nothing was decided on yet: not yet taken, planned for a meeting, or only taken there."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.core.language.dates import DatePhrase, Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import could_be_soon, plan_edge, settle


def without_outcome(saids: Sequence[Said], out: Conclusion, scene: Scene) -> None:
    """Not yet taken there, booked for a meeting, or taken there with an open outcome."""
    for place, said in enumerate(saids):
        if said.dates and said.clause.tense != "plan" and _heard_then(saids[place + 1 : place + 2], scene):
            _planned(said, out, scene, said.sure)
            continue
        _one_without_outcome(said, out, scene)
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


def _one_without_outcome(said: Said, out: Conclusion, scene: Scene) -> None:
    clause = said.clause
    if _to_be_confirmed(said, scene):
        out.ask("outcome", "missing")
        return
    if said.has("moved_meeting") and said.dates and not clause.hope and not clause.unreal:
        _planned(said, out, scene, said.sure)
        return
    meeting = next((d for d in said.dates if _is_meetings_day(d, scene)), None)
    if meeting is not None and not clause.hope and not clause.negated:
        said.dates = [meeting]
        _planned(said, out, scene, said.sure)
        return
    if clause.unreal:
        if said.has("decide", "outcome", "move", "plan"):
            out.ask("outcome", "hope")
        return
    if clause.hope:
        if not said.has("return"):
            out.ask("outcome", "hope")
        return
    if said.has("not_until") and said.dates:
        _planned(said, out, scene, sure=False)
        return
    if said.has("return"):
        if _we_return(said, scene):
            _planned(said, out, scene, said.sure)
        return
    if clause.negated or said.has("to_do"):
        _negated(said, out, scene)
        return
    if said.has("other_thing") and said.has("outcome", "decide"):
        return
    if clause.tense == "plan" and (said.has("plan") or said.inherited):
        if not said.dates and not said.has("decide", "outcome") and not _moves(said) and _only_auxiliary(said, scene):
            return
        _planned(said, out, scene, said.sure)
        return
    if said.has("outcome") or said.has("move", "decide"):
        _moved(said, out, scene)
        return
    _only_a_date(said, out, scene)


def _we_return(said: Said, scene: Scene) -> bool:
    """ "We go back to board on 25 June": a meeting to come, of which nothing else is told."""
    texts = [w.text for w in scene.words[said.clause.start : said.clause.start + 6]]
    ours = bool({"we", "it", "goes"} & set(texts)) and bool({"go", "going", "goes", "back"} & set(texts))
    ahead = any(d.find(scene.context.today, "plan") for d in said.dates if not d.why)
    return ours and said.clause.tense != "past" and ahead


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


def _negated(said: Said, out: Conclusion, scene: Scene) -> None:
    clause = said.clause
    texts = [scene.words[i].text for i in range(clause.start, clause.end)]
    refused = said.has("decide") and "did" in texts and "yet" not in texts and not said.has("move")
    if any(m.value in ("not_agreed", "deferred", "delegated") for m in said.clause.kinds("outcome")):
        out.ask("outcome", "missing")
        return
    if refused:
        out.fact("outcome", "not_agreed", sure=False)
        out.ask("outcome", "vague")
        for phrase in said.dates:
            settle(out, "date", phrase, "past", scene, said.sure)
        return
    if "minute" in texts or "minutes" in texts:
        return  # "no minute yet" is about the minute
    told = said.has("decide", "outcome", "move", "to_do", "step", "body")
    if not told and scene.asked_field not in ("outcome", "date"):
        return
    plain = said.has("decide", "outcome", "move", "to_do", "activity") or {
        "yet",
        "has",
        "have",
        "been",
        "nothing",
        "never",
    } & set(texts)
    if not told and not plain:
        return  # "can't do this now" is about now, and not about the board
    out.fact("outcome", "not_yet", said.sure and bool(plain))
    if not plain:
        out.ask("outcome", "vague")


def _planned(said: Said, out: Conclusion, scene: Scene, sure: bool) -> None:
    out.fact("outcome", "scheduled", sure)
    dates = said.dates[-1:] if said.has("moved_meeting") else said.dates
    for phrase in dates:
        if not plan_edge(out, "date", phrase, scene) or said.has("not_until"):
            if said.has("not_until"):
                out.opens = [o for o in out.opens if not o.name.endswith(".date")]
            settle(out, "date", phrase, "plan", scene, sure)
            break


def _moved(said: Said, out: Conclusion, scene: Scene) -> None:
    """Taken there, presented, tabled, well received: the outcome is open, the day is known."""
    clause = said.clause
    if (
        clause.tense == "plan"
        or (clause.tense == "none" and any(_future(d, scene) for d in said.dates))
        or (clause.present and clause.tense != "past" and said.dates)
    ):
        _planned(said, out, scene, said.sure)
        return
    out.ask("outcome", "missing")
    for phrase in said.dates:
        if phrase.role != "until":
            settle(out, "date", phrase, "past", scene, said.sure)
            break


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


def _only_a_date(said: Said, out: Conclusion, scene: Scene) -> None:
    """A date beside the body's name, or in reply to a question for the date."""
    if not said.dates:
        if said.has("body") and said.named and scene.asked_field != "body" and said.clause.tense == "past":
            out.ask("outcome", "missing")
        return
    clause, phrase = said.clause, said.dates[0]
    replying = scene.asked_field == "date" and scene.asked_step == out.step
    if clause.tense != "past" and (_future(phrase, scene) or (clause.present and (said.named or not replying))):
        if replying and not said.named and not clause.present:
            settle(out, "date", phrase, "plan", scene, said.sure)
        else:
            _planned(said, out, scene, said.sure)
        return
    tense: Tense = clause.tense if clause.tense != "none" else phrase.leaning
    if replying and clause.present and tense == "none" and _on_a_day(said, scene):
        _planned(said, out, scene, said.sure)
        return
    if phrase.role == "until" and not phrase.why:
        return
    if tense != "past" and phrase.role in ("before", "by", "after") and plan_edge(out, "date", phrase, scene):
        return
    settle(out, "date", phrase, tense, scene, said.sure and not could_be_soon(phrase, tense, scene))
    if not replying and scene.asked_field != "outcome":
        out.ask("outcome", "missing")
