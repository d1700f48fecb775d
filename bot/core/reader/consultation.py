"""Activities in which a group of people is asked: what, when, how many were asked and came. Each is an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.reader.activity import UNKNOWN, Activity, Gathered
from bot.core.reader.counts import give_numbers
from bot.core.reader.days import give_days, is_moved
from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause
from bot.core.reader.naming import groups_of, methods_of
from bot.core.reader.shapes import Conclusion, Scene, candidate, day_range, is_ahead, is_gone, vetoes
from bot.core.reader.states import state_of
from bot.core.reader.unhappened import did_not_happen, only_informed, only_told, stayed_away
from bot.core.reader.ways import bundled, targets_of

_ONWARDS = frozenset({"and", "also", "plus", "then"})


def activities(scene: Scene) -> tuple[list[Activity], Conclusion]:
    """The activities that a message tells of, in order, and what stays open."""
    reader = Gathered(scene, Conclusion())
    last = ""
    for frame in scene.frames:
        if frame.shape != "consultation":
            continue
        clause = scene.looked.clauses[frame.clause]
        last = _step(scene, frame, clause, last)
        _read(reader, frame, clause, last)
    reader.found = [
        a for a in reader.found if not (a.whole and any(o.step == a.step and not o.whole for o in reader.found))
    ]
    for activity in reader.found:
        _since(scene, activity, reader.result)
    for activity in reader.found:
        _been_after_all(scene, activity)
        _ahead_after_all(scene, activity)
    found = [
        a for a in reader.found if a.candidates and not (a.step == UNKNOWN and not a.methods and a.took_part is None)
    ]
    if any(a.step == UNKNOWN for a in found) and not any(x.name == f"{UNKNOWN}.group" for x in reader.result.asks):
        reader.result.ask(f"{UNKNOWN}.group", "missing")
    return found, reader.result


_BY_THE_DAY = frozenset({"how:date ahead", "how:present", "how:progressive"})


def _been_after_all(scene: Scene, activity: Activity) -> None:
    """ "Youth panel this Tuesday, 5 came": where people were counted, a day that only might be to come is past."""
    if activity.state != "planned" or activity.took_part is None:
        return
    state = next((c for c in activity.candidates if c.name == "state"), None)
    if state is None or not _BY_THE_DAY & set(state.features):
        return
    spans = {d.start: d for c in scene.looked.clauses for d in c.of("date")}
    out = []
    for c in activity.candidates:
        if c.name == "date" and c.start in spans:
            value = day_range(spans[c.start], scene, "past")
            if not value or is_ahead(value, scene):
                return
            c = replace(c, value=value)
            activity.date = value
        out.append(replace(c, value="done", features=(*c.features, "counted")) if c.name == "state" else c)
    activity.state, activity.candidates = "done", out


def _ahead_after_all(scene: Scene, activity: Activity) -> None:
    """A plan told after its day: the day is to come."""
    if activity.state != "planned" or not activity.date or not is_gone(activity.date, scene):
        return
    spans = [d for c in scene.looked.clauses for d in c.of("date")]
    for place, c in enumerate(activity.candidates):
        span = next((d for d in spans if c.name == "date" and d.start == c.start), None)
        value = day_range(span, scene, "plan") if span is not None else ""
        if value and is_ahead(value, scene):
            activity.date = value
            activity.candidates[place] = replace(c, value=value)


def _since(scene: Scene, activity: Activity, result: Conclusion) -> None:
    """Under way since a day: from that day to today. A vaguer beginning stays open."""
    today = scene.context.today.isoformat()
    if activity.state != "under_way" or not activity.date or activity.date[-10:] >= today:
        return
    exact = activity.date[:10] == activity.date[-10:]
    dated = [c for c in activity.candidates if c.name == "date"]
    activity.candidates = [c for c in activity.candidates if c.name != "date"]
    if exact and dated:
        activity.date = f"{activity.date[:10]}/{today}"
        activity.candidates += [replace(c, value=activity.date) for c in dated]
    else:
        result.ask(f"{activity.step}.date", "vague")


def _step(scene: Scene, frame: Frame, clause: Clause, last: str) -> str:
    """Which group was asked: by the words, by what was said before, by the question; else it is open."""
    if frame.step:
        return frame.step
    recorded = _recorded_step(scene, clause)
    if recorded:
        return recorded
    named = [g.value for c in scene.looked.clauses for g in groups_of(c, scene.vocabulary) if _is_asked(c)]
    if last and last != UNKNOWN:
        return last
    after = list(dict.fromkeys(named))
    if len(after) == 1:
        return after[0]
    asked = scene.context.asked_step
    if asked in scene.vocabulary.consulted:
        return asked
    return last or UNKNOWN


def _recorded_step(scene: Scene, clause: Clause) -> str:
    """ "The survey has closed": of the group whose survey is recorded."""
    methods = [m for m in methods_of(clause) if not clause.asks and scene.text(m.start - 1) in _DEFINITE]
    steps = {
        r.step
        for r in scene.context.known
        for m in methods
        if r.step in scene.vocabulary.consulted and m.value in _as_tuple(r.facts.get("method"))
    }
    return next(iter(steps)) if len(steps) == 1 else ""


def _as_tuple(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


_DEFINITE = frozenset({"the", "that", "this", "both"})


def _is_asked(clause: Clause) -> bool:
    """A clause that can lend its group to an activity told without one; "haven't done staff yet" tells of none."""
    return clause.holder == "speaker" and not clause.has("body", "not_yet_words") and not clause.denied


def _read(reader: Gathered, frame: Frame, clause: Clause, step: str) -> None:
    scene, result = reader.scene, reader.result
    if vetoes(scene, clause):
        if clause.holder == "condition" and frame.named and not clause.asks:
            result.ask(f"{step}.state", "hope")
        return
    if clause.has("preparing") or only_told(clause):
        return
    if clause.has("off_subject") and clause.has("method", "consult_noun") and _on_other(scene, clause):
        return
    whom = clause.of("whom")
    methods = [m for m in methods_of(clause) if not scene.held.is_old(m)]
    bundles = bundled(scene, methods)
    state, how = state_of(scene, frame, clause, methods)
    if not state and _goes_on_planning(scene, clause, step):
        state, how = "planned", "plan"
    if clause.hoped and state not in ("done", "under_way"):
        if step != UNKNOWN and (frame.named or frame.why == "asked"):
            result.ask(f"{step}.state", "hope")
        return
    if only_informed(scene, clause):
        state, how = "not_yet", "denied"
    if state == "not_yet":
        _not_yet(reader, frame, clause, step, how)
        return
    if state == "off" and _moved_behind(scene, clause):
        state = ""  # "Half term put paid to the focus group, so that's moved to 4 November"
    if state == "off":
        return
    if frame.why == "ahead" and not bundles and not _one_of_several(scene, clause):
        _keep_ahead(reader, frame, clause, state)
        return
    targets = targets_of(reader, frame, clause, step, bundles, bool(whom))
    if state == "done" and how == "told" and is_moved(scene, clause):
        state, how = "planned", "moved"
    for activity in targets:
        _set_state(reader, frame, clause, activity, state, how)
    give_days(reader, frame, clause, targets, state)
    _shared(reader, frame, clause, targets)
    give_numbers(reader, frame, clause, targets)


def _moved_behind(scene: Scene, clause: Clause) -> bool:
    behind = [c for c in scene.looked.clauses if c.sentence == clause.sentence and c.start >= clause.end]
    return any(is_moved(scene, c) and c.has("date") for c in behind)


def _goes_on_planning(scene: Scene, clause: Clause, step: str) -> bool:
    """ "And a workshop on 3 February", after a plan: one more of what is to come."""
    if clause.start or scene.text(0) not in _ONWARDS or clause.tense != "none" or not clause.has("date", "method"):
        return False
    days = [r.facts.get("date") for r in scene.context.of(step) if r.facts.get("state") == "planned"]
    return any(isinstance(day, str) and is_ahead(day, scene) for day in days)


def _one_of_several(scene: Scene, clause: Clause) -> bool:
    """ "12 on the 3rd and 9 on the 10th, …": each with its number and its day, before they are named."""
    inside = [c for c in scene.looked.clauses if c.sentence == clause.sentence]
    return clause in inside and sum(c.has("count") and c.has("date") and not c.has("method") for c in inside) > 1


def _keep_ahead(reader: Gathered, frame: Frame, clause: Clause, state: str) -> None:
    """A day in front of several activities is of all of them."""
    for span in clause.of("date"):
        if span.date is not None and not span.why and not reader.scene.held.is_old(span):
            reader.ahead = (span, frame, clause)


def _shared(reader: Gathered, frame: Frame, clause: Clause, targets: Sequence[Activity]) -> None:
    """Gives a day said in front, or of a whole list, to the activities of its sentence that have none."""
    scene = reader.scene
    if reader.ahead is None:
        leading = [d for d in clause.of("date") if d.date is not None and not d.why]
        methods = [s for a in targets for s in a.spans if clause.start <= s.start < clause.end]
        if leading and methods and leading[0].end <= methods[0].start and len(leading) == 1:
            reader.ahead = (leading[0], frame, clause)
        return
    span, _, source = reader.ahead
    if source.sentence != clause.sentence or source.start == clause.start:
        reader.ahead = None if source.sentence != clause.sentence else reader.ahead
        return
    if (
        clause.has("date")
        or (frame.why != "method")
        or (any(not g.bare for g in clause.groups) and source.has("method"))
    ):
        return
    for activity in targets:
        if activity.date or not activity.methods:
            continue
        tense = "plan" if activity.state == "planned" else "past" if activity.state else clause.tense
        value = day_range(span, scene, "plan" if tense == "plan" else "past" if tense == "past" else "none")
        if value:
            activity.date, activity.shared_day = value, True
            activity.candidates.append(
                candidate(
                    scene,
                    frame,
                    clause,
                    "date",
                    value,
                    span,
                    f"date:{span.value}",
                    "fits:True",
                    "method:True",
                    "shared:True",
                    f"state:{activity.state}",
                    step=activity.step,
                )
            )


def _on_other(scene: Scene, clause: Clause) -> bool:
    about = list(clause.of("off_subject"))
    for span in about:
        before = scene.text(span.start - 1)
        if before in ("on", "about", "over", "regarding") or span.start == clause.start:
            return True
        after = scene.text(span.end)
        if after in ("survey", "consultation", "workshop", "ballot", "meeting"):
            return True
    return False


def _not_yet(reader: Gathered, frame: Frame, clause: Clause, step: str, how: str) -> None:
    if step == UNKNOWN or not did_not_happen(reader.scene, clause) or stayed_away(clause):
        return
    current = reader.current(step)
    if current is not None and not current.bare:
        if not only_informed(reader.scene, clause):
            return
        reader.found.remove(current)
    activity = Activity(step, state="not_yet", start=clause.start, whole=True)
    activity.candidates.append(
        candidate(
            reader.scene, frame, clause, "state", "not_yet", None, "how:denied", f"how:denied/{frame.why}", step=step
        )
    )
    reader.found.append(activity)


def _set_state(reader: Gathered, frame: Frame, clause: Clause, activity: Activity, state: str, how: str) -> None:
    if not state:
        return
    if activity.state and activity.state != state:
        if how in ("finished", "running") or (False):
            activity.candidates = [c for c in activity.candidates if c.name != "state"]
        else:
            return
    elif activity.state == state:
        return
    activity.state = state
    activity.candidates.append(
        candidate(
            reader.scene, frame, clause, "state", state, None, f"how:{how}", f"state:{state}",
            f"how:{how}/{frame.why}",
            f"method:{bool(activity.methods)}", step=activity.step,
        )
    )  # fmt: skip
