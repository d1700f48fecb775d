"""What all that was said of asking a group comes to: state, method, numbers and dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.understanding.facts.consultation.days import dates_of
from bot.core.understanding.facts.consultation.denials import none_of_them_came
from bot.core.understanding.facts.consultation.numbers import numbers_of
from bot.core.understanding.facts.consultation.people import NUMBER_FIELDS
from bot.core.understanding.facts.consultation.states import is_thin, settle_state, state_of
from bot.core.understanding.facts.said import Conclusion, Said, Scene, usable


def conclude(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Goes through the clauses in order, and settles the state at the end."""
    out = Conclusion(step)
    saids = usable(saids)
    _keep_named_dates(saids)
    states: list[tuple[str, bool]] = []
    methods: dict[str, bool] = {}
    before: Said | None = None
    for said in saids:
        if step in scene.context.planned and said.clause.tense == "none" and not said.has(*_TELLS_THE_PAST):
            said.clause.tense = "plan"  # "the survey is June", of what is known to be still to come
        state = state_of(said, scene, before)
        if state == "hope":
            if scene.asked_field in NUMBER_FIELDS and said.counts and not said.named:
                numbers_of(said, out, scene, sure=False)
            else:
                out.ask("state", "hope")
            continue
        if state:
            adrift = not said.named and out.step != scene.asked_step and not states
            states.append((state, said.sure and not adrift and not is_thin(said, scene)))
        if state != "not_yet":
            for value in methods_of(said, saids) or _same_again(said, scene):
                if not _denied_value(said, value):
                    methods[value] = methods.get(value, True) and said.sure
            numbers_of(said, out, scene, planned=state == "planned")
            if none_of_them_came(said, scene) and not out.has("took_part"):
                out.fact("took_part", 0, said.sure)
            dates_of(said, state, state or _last(states), out, scene)
        before = said
    settle_state(states, out, step in scene.context.planned)
    _still_running(out, scene)
    if methods:
        spoken = bool(states) or scene.asked_step == step or out.has("took_part") or scene.correcting
        out.fact("method", tuple(sorted(methods)), all(methods.values()) and spoken)
    return out


def _keep_named_dates(saids: Sequence[Said]) -> None:
    """ "The gala is on the 15th. Our drop-ins for tenants ran from 3 to 5 June": the day of the sentence that names
    the group."""
    named = {s.clause.sentence for s in saids if s.named and s.dates}
    for said in saids:
        if named and not said.named and said.clause.sentence not in named:
            said.dates = []


_TELLS_THE_PAST = ("done", "finish", "running", "respond", "only_end", "negation", "to_do")


def methods_of(said: Said, saids: Sequence[Said]) -> list[str]:
    """The ways of asking in a clause. "A workshop at the staff conference": where it was is no second way."""
    where = {m.start for m in said.clause.kinds("occasion")}
    marks = said.clause.kinds("method")
    if where and any(
        m.start not in {o.start for o in s.clause.kinds("occasion")} for s in saids for m in s.clause.kinds("method")
    ):
        marks = [m for m in marks if m.start not in where]
    return list(dict.fromkeys(m.value for m in marks))


def _same_again(said: Said, scene: Scene) -> list[str]:
    """ "A workshop with 18 staff and another with 25 tenants": the method of the clause before."""
    clause, words = said.clause, scene.words
    if clause.link not in ("and", "&", ",", "then", "plus") or said.clause_before is None:
        return []
    first = clause.start + (words[clause.start].text in ("and", "then", "plus", "also"))
    texts = [w.text for w in words[first : first + 3]]
    again = texts[:1] == ["another"] or texts[:2] in (["the", "other"], ["a", "second"], ["a", "separate"])
    if not again or said.clause_before.sentence != clause.sentence:
        return []
    return said.clause_before.values("method")


def _still_running(out: Conclusion, scene: Scene) -> None:
    """ "Letters went out on 2 November, 73 replies so far", "5 more to ring next week, 31 so far": of what goes on, a
    day that is not today's is asked about."""
    if not any(f.name == f"{out.step}.state" and f.value == "under_way" for f in out.facts):
        return
    today = scene.context.today.isoformat()
    out.facts = [
        replace(f, sure=False) if f.name == f"{out.step}.date" and not _holds(str(f.value), today) else f
        for f in out.facts
    ]


def _holds(span: str, day: str) -> bool:
    first, _, last = span.partition("/")
    return first <= day <= last


def _last(states: list[tuple[str, bool]]) -> str:
    return states[-1][0] if states else ""


def _denied_value(said: Said, value: str) -> bool:
    for mark in said.clause.kinds("method"):
        if mark.value != value:
            continue
        for neg in said.clause.kinds("negation"):
            if neg.end <= mark.start <= neg.end + 2:
                return True
    return False
