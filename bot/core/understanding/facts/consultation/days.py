"""When a group was or will be asked."""

from __future__ import annotations

from bot.core.language.dates import DatePhrase, Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import could_be_soon, plan_edge, settle, since


def dates_of(said: Said, own: str, state: str, out: Conclusion, scene: Scene) -> None:
    """`own` is the state that this clause tells, `state` what is known of the step so far."""
    clause = said.clause
    several = len(said.dates) > 1
    for phrase in said.dates:
        if out.has("date"):
            if phrase.why or state == "under_way":
                continue
            return
        if said.has("return"):
            continue
        if phrase.role == "since" and not phrase.why:
            since(out, "date", phrase, scene.context.today, said.sure)
            continue
        if said.has("only_end") or (state == "under_way" and phrase.role in ("until", "by", "before")):
            out.ask("date", "vague")
            continue
        if said.has("start") and not said.has("finish"):
            _begun(phrase, said, state, out, scene)
            continue
        if own == "under_way" and phrase.leaning == "plan":
            out.ask("date", "vague")  # "5 more to ring next week, 31 so far"
            continue
        if state == "planned" and plan_edge(out, "date", phrase, scene):
            continue
        if phrase.role == "after" or (not state and clause.tense != "past" and phrase.role in ("before", "by")):
            if not plan_edge(out, "date", phrase, scene):
                out.ask("date", "vague")
            continue
        if phrase.role == "until" and state != "done":
            out.ask("date", "vague")
            continue
        tense = _tense(clause.tense, state, phrase)
        settle(
            out,
            "date",
            phrase,
            tense,
            scene,
            said.sure and not several and not _unclear_year(phrase, tense, own, scene),
        )


def _begun(phrase: DatePhrase, said: Said, state: str, out: Conclusion, scene: Scene) -> None:
    """ "Started on 2 November": that day to today, where it is one day and the asking goes on."""
    if phrase.kind == "range":
        settle(out, "date", phrase, "plan" if state == "planned" else "past", scene, said.sure)
        return
    exact = phrase.kind in ("day", "day_of_month", "figures", "weekday") and state == "under_way"
    if exact and not phrase.why:
        since(out, "date", phrase, scene.context.today, said.sure)
    else:
        out.ask("date", "vague")


def _unclear_year(phrase: DatePhrase, tense: Tense, state: str, scene: Scene) -> bool:
    """Under way, and a day that may be the end to come: the bot asks."""
    return could_be_soon(phrase, "none" if state in ("under_way", "") else tense, scene)


def _tense(tense: Tense, state: str, phrase: DatePhrase) -> Tense:
    if state == "planned":
        return "plan"
    if state in ("done", "under_way"):
        return "past"
    return tense if tense != "none" else phrase.leaning
