"""Activities in which a group of people is asked: what, when, how many were asked and came. Each is an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.core.reader.frames import Frame, groups_of, methods_of
from bot.core.reader.model import Candidate, Clause, Span
from bot.core.reader.shapes import Conclusion, Scene, candidate, day_range, is_ahead, is_gone, vetoes
from bot.core.reader.verbs import tag_set
from bot.core.understanding.bags import bag

MOST = 40
"""Activities that one message may tell of; further ones are not told apart."""
UNKNOWN = "consultation"
"""The step of an activity of which neither the words nor the question say whom it asked."""
_WAYS = frozenset({"online", "phone", "letter"})
"""Methods that may only say how another was done: "an online survey", "a postal survey"."""
_LINKS = bag(
    """
    on by via over through using in with at the a an our to and of form
    """
)
_TOWARDS = bag(
    """
    at to for from through via by in on with the our a two three second first
    """
)
_COUNTED_METHOD = frozenset(["survey", "workshop", "drop_in", "focus_group", "meeting", "panel", "doorstep"])


@dataclass(slots=True)
class Activity:
    """One activity while it is being read."""

    step: str
    methods: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    state: str = ""
    date: str = ""
    took_part: int | None = None
    invited: int | None = None
    start: int = 0
    candidates: list[Candidate] = field(default_factory=list)
    sentence: int = -1
    in_month: str = ""
    """The month that was named for all of the kind, where its own day was named after."""
    whole: bool = False
    """Said of the step as a whole: "residents all done"."""
    several: int = 0
    shared_day: bool = False
    """Its day was said of all of the kind: "two workshops in July"."""
    """How many of the kind were named: "three drop-ins"."""

    @property
    def bare(self) -> bool:
        return not (self.methods or self.date or self.took_part is not None or self.invited is not None)


@dataclass(slots=True)
class _Reader:
    scene: Scene
    result: Conclusion
    found: list[Activity] = field(default_factory=list)
    ahead: tuple[Span, Frame, Clause] | None = None

    def current(self, step: str) -> Activity | None:
        return next((a for a in reversed(self.found) if a.step == step), None)


def activities(scene: Scene) -> tuple[list[Activity], Conclusion]:
    """The activities that a message tells of, in order, and what stays open."""
    reader = _Reader(scene, Conclusion())
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
        _ahead_after_all(scene, activity)
    found = [
        a for a in reader.found if a.candidates and not (a.step == UNKNOWN and not a.methods and a.took_part is None)
    ]
    if any(a.step == UNKNOWN for a in found) and not any(x.name == f"{UNKNOWN}.group" for x in reader.result.asks):
        reader.result.ask(f"{UNKNOWN}.group", "missing")
    return found, reader.result


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
    named = [g.value for c in scene.looked.clauses for g in groups_of(c, scene.vocabulary) if _is_asked(scene, c, g)]
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


def _is_asked(scene: Scene, clause: Clause, group: Span) -> bool:
    return clause.holder == "speaker" and not clause.has("body")


def _read(reader: _Reader, frame: Frame, clause: Clause, step: str) -> None:
    scene, result = reader.scene, reader.result
    if vetoes(scene, clause):
        if clause.holder == "condition" and frame.named and not clause.asks:
            result.ask(f"{step}.state", "hope")
        return
    if clause.has("preparing"):
        return
    if clause.has("off_subject") and clause.has("method", "consult_noun") and _on_other(scene, clause):
        return
    whom = clause.of("whom")
    methods = [m for m in methods_of(clause) if not scene.held.is_old(m)]
    bundles = _bundles(scene, methods)
    state, how = _state(scene, frame, clause, methods)
    if clause.hoped and state not in ("done", "under_way"):
        if step != UNKNOWN and (frame.named or frame.why == "asked"):
            result.ask(f"{step}.state", "hope")
        return
    if state == "not_yet":
        _not_yet(reader, frame, clause, step, how)
        return
    if state == "off":
        return
    if frame.why == "ahead" and not bundles:
        _keep_ahead(reader, frame, clause, state)
        return
    targets = _targets(reader, frame, clause, step, bundles, bool(whom))
    if state == "done" and how == "told" and _moved(scene, clause):
        state, how = "planned", "moved"
    for activity in targets:
        _set_state(reader, frame, clause, activity, state, how)
    _dates(reader, frame, clause, targets, state)
    _shared(reader, frame, clause, targets)
    _numbers(reader, frame, clause, targets)


def _keep_ahead(reader: _Reader, frame: Frame, clause: Clause, state: str) -> None:
    """A day in front of several activities is of all of them."""
    for span in clause.of("date"):
        if span.date is not None and not span.why and not reader.scene.held.is_old(span):
            reader.ahead = (span, frame, clause)


def _shared(reader: _Reader, frame: Frame, clause: Clause, targets: Sequence[Activity]) -> None:
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


def _bundles(scene: Scene, methods: Sequence[Span]) -> list[list[Span]]:
    """Methods of one activity together: "an online survey", "Teams meetings", "a survey on Zoom"."""
    out: list[list[Span]] = []
    for span in methods:
        if out:
            last = out[-1][-1]
            between = [scene.text(p) for p in range(last.end, span.start)]
            near = (
                all(t in _LINKS and t not in ("and", "to") for t in between)
                and len(between) <= 3
                and not _comma(scene, span.start)
            )
            ways = span.value in _WAYS or any(s.value in _WAYS for s in out[-1])
            overlap = span.start < last.end
            same = span.value == last.value and not between
            sent = last.value in _WAYS and span.value == "survey" and _sent_out(scene, last, between)
            if (near and ways) or overlap or same or sent:
                out[-1].append(span)
                continue
            again = bool(set(between) & {"and", "another", "then", "also", "plus"})
            if span.value == last.value and not again and not _comma(scene, span.start) and len(between) <= 5:
                out[-1].append(span)  # "posted 800 letters"
                continue
            if "and" in between and span.value == last.value == "survey":
                out[-1].append(span)
                continue
        out.append([span])
    return out


def _sent_out(scene: Scene, way: Span, between: Sequence[str]) -> bool:
    """ "Emailed 1,900 tenants a survey": one activity."""
    return "past" in tag_set(scene.text(way.start)) and len(between) <= 6 and "and" not in between


def _comma(scene: Scene, at: int) -> bool:
    return bool(scene.looked.tokens[at].gap.strip(" -")) if at < len(scene.looked.tokens) else False


def _state(scene: Scene, frame: Frame, clause: Clause, methods: Sequence[Span]) -> tuple[str, str]:
    """How far an activity is, and by which words that is known."""
    finished, running = _finished(clause), _running(scene, clause)
    if clause.has("called_off"):
        return "off", "called off"
    if clause.denied and clause.has("respond") and any(c.number == 0 and not c.why for c in clause.of("count")):
        return "done", "nobody came"
    if clause.denied and scene.words(clause) & {"nothing", "none", "nowt"} and frame.named:
        return "not_yet", "denied"
    if clause.denied and not (running and clause.has("running")) and not clause.has("finished"):
        return _denied(scene, frame, clause)
    if clause.denied and clause.has("finished") and not clause.has("running"):
        return "under_way", "not finished"
    if clause.tense == "plan" and not (finished and _tells(clause)):
        return ("planned", "plan") if not running or clause.has("plan") else ("under_way", "running")
    if finished and not (running and clause.tense != "past" and running[0].width > 1):
        return "done", "finished"
    if running:
        return "under_way", "running"
    acting = [g for g in clause.groups if g.head in _acting_heads(clause)]
    if _date_ahead(scene, clause) and not any(g.told for g in clause.groups):
        return "planned", "date ahead"
    if any(g.aspect == "progressive" and g.tense == "present" for g in acting):
        return ("planned", "progressive") if _dated_ahead(scene, clause) else ("under_way", "progressive")
    if any(g.told for g in acting) or (
        clause.tense == "past" and (methods or clause.has("respond", "send", "activity"))
    ):
        return "done", "told"
    if (
        clause.present
        and methods
        and clause.has("date")
        and not finished
        and not _gone_date(scene, clause)
        and not _just_gone(scene, clause)
    ):
        return "planned", "present"
    if _date_ahead(scene, clause) and not clause.groups:
        return "planned", "date ahead"
    if frame.named and clause.end - clause.start <= 3 and len(scene.frames) > 1:
        if clause.has("yes"):
            return "done", "yes"
        if clause.has("no_words"):
            return "not_yet", "no"
    return "", ""


def _just_gone(scene: Scene, clause: Clause) -> bool:
    """A day that has just been is nearer than the next of its name: "In September we phone …", said in October."""
    today = scene.context.today
    for span in clause.of("date"):
        behind, ahead = day_range(span, scene, "past"), day_range(span, scene, "plan")
        if behind and ahead and behind != ahead:
            gone = (today - date.fromisoformat(behind[-10:])).days
            return gone * 3 < (date.fromisoformat(ahead[:10]) - today).days
    return False


def _finished(clause: Clause) -> list[Span]:
    """Words for an end that has come: "closed", "all done"; not "it closes on Friday"."""
    out = []
    for span in clause.of("finished", "done"):
        groups = [g for g in clause.groups if span.start <= g.head < span.end]
        if all(g.told or (g.bare and g.tense == "past") for g in groups):
            out.append(span)
    return out


def _gone_date(scene: Scene, clause: Clause) -> bool:
    """A day that can only be past: "last Tuesday", a year that is over."""
    for span in clause.of("date"):
        if span.date is not None and span.date.leaning == "past":
            return True
        value = day_range(span, scene, "plan") if span.date is not None and not span.why else ""
        if value and is_gone(value, scene):
            return True
    return False


def _running(scene: Scene, clause: Clause) -> list[Span]:
    out = []
    for span in clause.of("running"):
        word = scene.text(span.start)
        if word == "since" and not any(d.start in (span.start, span.end) for d in clause.of("date")):
            continue
        if (
            span.width == 1
            and word == "still"
            and any(g.told and g.head > span.start and not g.aspect for g in clause.groups)
        ):
            continue  # "the panel still met"
        if (
            span.width == 1
            and word in ("start", "starts", "starting", "begin", "begins", "launch", "launches", "launching")
            and clause.tense != "past"
        ):
            continue
        out.append(span)
    return out


def _tells(clause: Clause) -> bool:
    return any(g.told and not g.bare for g in clause.groups)


def _acting_heads(clause: Clause) -> set[int]:
    return {p for s in clause.of("activity", "send", "respond", "method", "step") for p in range(s.start, s.end)}


def _denied(scene: Scene, frame: Frame, clause: Clause) -> tuple[str, str]:
    if clause.has("count") and any(s.number == 0 for s in clause.of("count")) and not clause.has("to_do"):
        return "", ""
    asked = scene.words(clause)
    if asked & {"enough", "many", "much", "everyone", "all"}:
        return "", ""
    if clause.has("date") and clause.has("plan"):
        return "planned", "plan"
    if clause.has("to_do") and methods_of(clause) and ("come" in asked or "do" in asked):
        return "planned", "to do"
    if frame.named or clause.has("not_yet_words", "to_do"):
        return "not_yet", "denied"
    return "", ""


def _date_ahead(scene: Scene, clause: Clause) -> bool:
    for span in clause.of("date"):
        if span.date is None or span.why or scene.held.is_old(span):
            continue
        fixed = day_range(span, scene, "none")
        if span.date.leaning == "plan" or (fixed and is_ahead(fixed, scene)):
            return True
    return False


def _dated_ahead(scene: Scene, clause: Clause) -> bool:
    """ "We're doing another on 10 September": what is being done on a day is to come."""
    exact = [d for d in clause.of("date") if d.date is not None and not d.why and d.date.role == ""]
    return _date_ahead(scene, clause) or any(
        d.value in ("day", "weekday", "day_of_month") and day_range(d, scene, "plan") for d in exact
    )


def _not_yet(reader: _Reader, frame: Frame, clause: Clause, step: str, how: str) -> None:
    if step == UNKNOWN:
        return
    current = reader.current(step)
    if current is not None and not current.bare:
        return
    activity = Activity(step, state="not_yet", start=clause.start, whole=True)
    activity.candidates.append(
        candidate(
            reader.scene, frame, clause, "state", "not_yet", None, "how:denied", f"how:denied/{frame.why}", step=step
        )
    )
    reader.found.append(activity)


def _targets(
    reader: _Reader, frame: Frame, clause: Clause, step: str, bundles: list[list[Span]], both: bool
) -> list[Activity]:
    """The activities that a clause is of: new ones for its methods, or those told of before."""
    scene = reader.scene
    current = reader.current(step)
    if not bundles:
        if clause.has("both_of") and len([a for a in reader.found if a.step == step]) > 1:
            return [a for a in reader.found if a.step == step]
        if current is None:
            return [_new(reader, frame, clause, step, [])]
        if _another(scene, clause, current):
            return [_new(reader, frame, clause, step, [], like=current)]
        return [current]
    out: list[Activity] = []
    for bundle in bundles:
        values = list(dict.fromkeys(s.value for s in bundle))
        held = next((a for a in reversed(reader.found) if a.step == step and _same_way(a, values, clause)), None)
        if held is not None and not _apart(scene, clause, held, bundle):
            held.spans += bundle
            out.append(held)
            continue
        if (
            current is not None
            and not current.methods
            and current.state != "not_yet"
            and current not in out
            and _completes(scene, current, clause, bundle)
        ):
            _add_methods(scene, frame, clause, current, bundle)
            out.append(current)
            continue
        if (
            current is not None
            and current.methods
            and set(values) <= _WAYS
            and current.sentence == clause.sentence
            and not clause.has("count")
            and _adds_way(scene, clause, bundle)
        ):
            _add_methods(scene, frame, clause, current, bundle)
            out.append(current)
            continue
        out.append(_new(reader, frame, clause, step, bundle))
    return out


def _same_way(activity: Activity, values: Sequence[str], clause: Clause) -> bool:
    """The same way of asking; 64 phone calls are not the survey that went out by text."""
    both = set(activity.methods) & set(values)
    only_way = set(values) <= _WAYS and not set(activity.methods) <= _WAYS
    another = (
        only_way and activity.took_part is not None and clause.has("count") and not clause.has("send", "sent_noun")
    )
    return bool(both) and not another


def _adds_way(scene: Scene, clause: Clause, bundle: Sequence[Span]) -> bool:
    before = scene.text(bundle[0].start - 1)
    if _comma(scene, bundle[0].start):
        return clause.end - clause.start <= 2
    return before in ("on", "via", "by", "over", "mostly", "all", "mainly", "done", "using", "through", "the")


def _completes(scene: Scene, current: Activity, clause: Clause, bundle: Sequence[Span]) -> bool:
    """A method named after what was told without one: "consulted residents: a survey", "41 came to the coffee
    mornings"."""
    if current.took_part is not None and clause.has("count"):
        return False
    return not (current.date and clause.has("date")) or current.took_part is None


def _another(scene: Scene, clause: Clause, current: Activity) -> bool:
    texts = scene.words(clause)
    later = "one" in texts or "ones" in texts or "last" in texts
    if later and clause.tense == "plan" and current.state == "done" and clause.has("date"):
        return True
    if "another" in texts or ("again" in texts and clause.has("date")):
        return True
    if (
        "one" in texts
        and clause.has("count")
        and current.methods
        and (current.took_part is not None or current.several > 1)
        and not any(scene.held.picks_by(s) for s in clause.spans)
    ):
        return current.took_part is not None
    dates = [d for d in clause.of("date") if not scene.held.is_old(d)]
    if "second" in texts or "other" in texts:
        return current.took_part is not None and clause.has("count")
    return bool(dates and current.date and clause.has("count") and current.took_part is not None)


def _apart(scene: Scene, clause: Clause, held: Activity, bundle: Sequence[Span]) -> bool:
    """The same way of asking once more: another day, another number, or said to be another."""
    texts = scene.words(clause)
    if "another" in texts or "second" in texts or "again" in texts:
        return True
    if held.spans and held.spans[-1].start >= clause.start:
        return True
    if clause.list_item and held.sentence != clause.sentence:
        return True
    dates = [d for d in clause.of("date") if not scene.held.is_old(d)]
    return bool(dates and held.date and not all(day_range(d, scene, "past") == held.date for d in dates))


def _new(
    reader: _Reader, frame: Frame, clause: Clause, step: str, bundle: Sequence[Span], like: Activity | None = None
) -> Activity:
    if len(reader.found) >= MOST:
        return reader.found[-1]
    activity = Activity(step, start=bundle[0].start if bundle else clause.start, sentence=clause.sentence)
    reader.found.append(activity)
    if bundle:
        _add_methods(reader.scene, frame, clause, activity, bundle)
    elif like is not None and like.methods:
        activity.methods = list(like.methods)
        activity.candidates.append(
            candidate(reader.scene, frame, clause, "method", tuple(like.methods), None, "method:carried", step=step)
        )
        states = [c for c in like.candidates if c.name == "state"]
        if states and (clause.tense in ("none", "past")):
            activity.state, activity.candidates = like.state, [*activity.candidates, states[0]]
        if like.shared_day and not clause.has("date"):
            activity.date, activity.shared_day = like.date, True
            activity.candidates += [c for c in like.candidates if c.name == "date"]
    return activity


def _add_methods(scene: Scene, frame: Frame, clause: Clause, activity: Activity, bundle: Sequence[Span]) -> None:
    for span in bundle:
        if span.value not in activity.methods:
            activity.methods.append(span.value)
    activity.spans += bundle
    if activity.methods == ["drop_in", "other"]:
        activity.methods = ["drop_in"]
    activity.several = max(activity.several, _number_before(scene, bundle[0]))
    activity.candidates = [c for c in activity.candidates if c.name != "method"]
    joined = len(bundle) > 1
    activity.candidates.append(
        candidate(
            scene, frame, clause, "method", tuple(activity.methods), bundle[0], f"joined:{joined}",
            f"word:{bundle[0].value}", f"method/{frame.why}", f"group:{activity.step != UNKNOWN}", step=activity.step,
        )
    )  # fmt: skip


def _number_before(scene: Scene, span: Span) -> int:
    """ "Three drop-ins": three, a number of activities and not of people."""
    for count in scene.looked.spans:
        if (
            count.kind == "count"
            and 0 <= span.start - count.end <= 1
            and not count.why
            and 1 < count.number <= 20
            and scene.text(span.end - 1).endswith("s")
        ):
            return count.number
    return 0


def _set_state(reader: _Reader, frame: Frame, clause: Clause, activity: Activity, state: str, how: str) -> None:
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


def _dates(reader: _Reader, frame: Frame, clause: Clause, targets: Sequence[Activity], state: str) -> None:
    scene = reader.scene
    spans = [
        d for d in clause.of("date") if not scene.held.is_old(d) and not scene.held.picks_by(d) and d.date is not None
    ]
    for place, span in enumerate(spans):
        chosen = _nearest(scene, clause, span, targets)
        role = span.date.role if span.date else ""
        step = chosen[0].step if chosen else UNKNOWN
        tense = (
            "plan"
            if state == "planned" or _moved(scene, clause)
            else "past"
            if state in ("done", "under_way")
            else clause.tense
        )
        if tense == "none" and clause.present:
            tense = "none"
        value = day_range(span, scene, "plan" if tense == "plan" else "past" if tense == "past" else "none")
        if state == "under_way" and role == "since" and value:
            value = f"{value[:10]}/{scene.context.today.isoformat()}"
        elif span.why or _leaves_open(scene, clause, span, state):
            reader.result.ask(f"{step}.date", span.why or "vague", span)
            continue
        if not value:
            continue
        value = _in_week(reader, span, value)
        if span.value == "day_of_month" and chosen and chosen[0].methods:
            value = _in_month(scene, span, value, [a for a in reader.found if a.step == step])
        for activity in chosen:
            if activity.date and activity.date != value:
                if _moved(scene, clause) or (activity.shared_day and _inside(value, activity.date)):
                    activity.candidates = [c for c in activity.candidates if c.name != "date"]
                elif place and activity.methods and _list_of_days(scene, spans, place):
                    activity = _twin(reader, frame, clause, activity)
                elif scene.looked.has("repair"):
                    activity.candidates = [c for c in activity.candidates if c.name != "date"]
                else:
                    continue
            elif activity.date:
                continue
            if activity.date and _inside(value, activity.date):
                activity.in_month = activity.date[:7]
            activity.date = value
            activity.shared_day = activity.several > 1 or span.value in ("month", "season", "range", "week")
            fits = (
                not activity.state
                or (activity.state == "planned") == is_ahead(value, scene)
                or not is_gone(value, scene)
            )
            activity.candidates.append(
                candidate(
                    scene, frame, clause, "date", value, span, f"date:{span.value}", f"fits:{fits}",
                    f"method:{bool(activity.methods)}",
                    f"shared:{len(chosen) > 1}", f"state:{activity.state}",
                    f"date/{frame.why}:{bool(activity.methods)}", step=activity.step,
                )
            )  # fmt: skip


def _moved(scene: Scene, clause: Clause) -> bool:
    return clause.has("moved_meeting") or bool(scene.words(clause) & {"moved", "rescheduled", "rearranged"})


def _inside(value: str, month: str) -> bool:
    return month[:10] <= value[:10] and value[-10:] <= month[-10:] and value != month


def _in_week(reader: _Reader, span: Span, value: str) -> str:
    """ "Last week: Monday a phone round, Wednesday a drop-in": days of the week that was named in front."""
    if span.value != "weekday" or reader.ahead is None or reader.ahead[0].date is None:
        return value
    days = reader.ahead[0].date.find(reader.scene.context.today, "past")
    if days is None or (days[1] - days[0]).days != 6:
        return value
    day = next(
        (
            days[0] + timedelta(days=n)
            for n in range(7)
            if (days[0] + timedelta(days=n)).weekday() == date.fromisoformat(value[:10]).weekday()
        ),
        None,
    )
    return f"{day}/{day}" if day else value


def _in_month(scene: Scene, span: Span, value: str, found: Sequence[Activity]) -> str:
    """ "In August: 12 on the 4th": a day of the month that was named for all."""
    for activity in reversed(found):
        if (
            activity.date
            and activity.date[8:10] == "01"
            and activity.date[:7] == activity.date[11:18]
            and activity.date[-2:] >= "28"
        ):
            day = f"{activity.date[:8]}{value[8:10]}"
            return f"{day}/{day}"
        if activity.date and activity.date[:10] == activity.date[-10:] and activity.in_month:
            day = f"{activity.in_month}-{value[8:10]}"
            return f"{day}/{day}"
    return value


def _leaves_open(scene: Scene, clause: Clause, span: Span, state: str) -> bool:
    role = span.date.role if span.date else ""
    if role in ("until", "before") or (role == "by" and state != "done"):
        return True
    if role == "after":
        return True
    ends = [s for s in clause.of("only_end") if s.end >= span.start - 1 and s.start <= span.start]
    if state == "under_way" and span.value in ("day", "weekday", "day_of_month") and not ends:
        return False
    starts = [
        s
        for s in clause.of("vague_start")
        if s.end in (span.start, span.start + 1, span.start + 2) or s.end == span.start
    ]
    if ends and state in ("under_way", "planned", ""):
        return True
    if (
        starts
        and scene.text(starts[0].start) != "from"
        and (state in ("planned", "under_way") or span.value not in ("day", "weekday"))
    ):
        return True
    return role == "since" and state != "under_way"


def _list_of_days(scene: Scene, spans: Sequence[Span], place: int) -> bool:
    """ "12 and 19 May": two days are two meetings."""
    return spans[place].value in ("day", "day_of_month", "weekday") and spans[place - 1].value in (
        "day",
        "day_of_month",
        "weekday",
        "month",
    )


def _twin(reader: _Reader, frame: Frame, clause: Clause, activity: Activity) -> Activity:
    twin = Activity(
        activity.step, list(activity.methods), list(activity.spans), start=activity.start, state=activity.state
    )
    kept = ["method", "state"]
    if activity.shared_day and not clause.has("date"):
        kept.append("date")
        twin.date, twin.shared_day = activity.date, True
    twin.candidates += [c for c in activity.candidates if c.name in kept]
    reader.found.append(twin)
    return twin


def _nearest(scene: Scene, clause: Clause, span: Span, targets: Sequence[Activity]) -> list[Activity]:
    """The activities that a date or number beside them belongs to."""
    here = [(a, s) for a in targets for s in a.spans if clause.start <= s.start < clause.end]
    if len(targets) == 1 or not here:
        return list(targets[:1]) if len(targets) == 1 or clause.has("both_of") is False else list(targets)
    ahead = [(a, s) for a, s in here if s.start >= span.end]
    behind = [(a, s) for a, s in here if s.end <= span.start]
    linked = [(a, s) for a, s in ahead if s.start - span.end <= 6 and _linked(scene, span.end, s.start)]
    if linked:
        return [linked[0][0]]
    if behind:
        return [behind[-1][0]]
    return list(targets) if span.kind == "date" else [ahead[0][0]] if ahead else list(targets[:1])


def _linked(scene: Scene, start: int, end: int) -> bool:
    texts = [scene.text(p) for p in range(start, end)]
    return (
        bool(texts)
        and texts[-1] != "and"
        and bool(set(texts) & {"at", "to", "for", "from", "through", "via", "by"})
        and not any(scene.looked.tokens[p].gap.strip(" -") for p in range(start, end + 1))
    )


def _numbers(reader: _Reader, frame: Frame, clause: Clause, targets: Sequence[Activity]) -> None:
    from bot.core.reader.counts import counted_in

    counted_in(reader, frame, clause, targets, _nearest, _new, _twin)


__all__ = ["UNKNOWN", "Activity", "activities"]
