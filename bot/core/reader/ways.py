"""The ways of asking that a clause names, and the activities that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.reader.activity import MOST, UNKNOWN, WAYS, Activity, Gathered
from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Span
from bot.core.reader.shapes import Scene, candidate, day_range
from bot.core.reader.verbs import tag_set

_LINKS = bag(
    """
    on by via over through using in with at the a an our to and of form
    """
)


def bundled(scene: Scene, methods: Sequence[Span]) -> list[list[Span]]:
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
            ways = span.value in WAYS or any(s.value in WAYS for s in out[-1])
            overlap = span.start < last.end
            same = span.value == last.value and not between
            sent = last.value in WAYS and span.value == "survey" and _sent_out(scene, last, between)
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


def targets_of(
    reader: Gathered, frame: Frame, clause: Clause, step: str, bundles: list[list[Span]], both: bool
) -> list[Activity]:
    """The activities that a clause is of: new ones for its methods, or those told of before."""
    scene = reader.scene
    current = reader.current(step)
    if not bundles:
        if clause.has("both_of") and len([a for a in reader.found if a.step == step]) > 1:
            return [a for a in reader.found if a.step == step]
        if current is None:
            return [new_activity(reader, frame, clause, step, [])]
        if _another(scene, clause, current):
            return [new_activity(reader, frame, clause, step, [], like=current)]
        return [current]
    out: list[Activity] = []
    several = _both_named(reader, clause, step, bundles)
    if several:
        for activity in several:
            _add_methods(scene, frame, clause, activity, bundles[0])
        return several
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
            for activity in _nameless(reader, current, clause):
                _add_methods(scene, frame, clause, activity, bundle)
            _add_methods(scene, frame, clause, current, bundle)
            out.append(current)
            continue
        latest = out[-1] if out else current
        if (
            latest is not None
            and latest.methods
            and set(values) <= WAYS
            and latest.sentence == clause.sentence
            and not clause.has("count")
            and not _others_between(scene, latest.spans[-1], bundle[0])
            and _adds_way(scene, clause, bundle)
        ):
            _add_methods(scene, frame, clause, latest, bundle)
            out = [*(a for a in out if a is not latest), latest]
            continue
        out.append(new_activity(reader, frame, clause, step, bundle))
    return out


def _both_named(reader: Gathered, clause: Clause, step: str, bundles: Sequence[Sequence[Span]]) -> list[Activity]:
    """ "Postal for sheltered, online for the others, both surveys": what the two are that were told of by their
    ways."""
    mine = [a for a in reader.found if a.step == step and a.methods and a.sentence == clause.sentence]
    both = len(bundles) == 1 and reader.scene.text(bundles[0][0].start - 1) == "both"
    return mine if both and len(mine) == 2 and all(set(a.methods) <= WAYS for a in mine) else []


def _others_between(scene: Scene, named: Span, way: Span) -> bool:
    """ "14 tenants (28 Oct, coffee morning), 3 leaseholders (29 Oct, Zoom)": people and a day of another."""
    between = {s.kind for s in scene.looked.spans if named.end <= s.start and s.end <= way.start}
    return {"count", "date"} <= between


def _nameless(reader: Gathered, current: Activity, clause: Clause) -> list[Activity]:
    """ "12 on the 3rd and 9 on the 10th, tenants' drop-ins": all that were counted before their name was said."""
    return [
        a
        for a in reader.found
        if a is not current and a.step == current.step and not a.methods and a.took_part is not None
        and a.sentence == clause.sentence and not clause.has("count", "date")
    ]  # fmt: skip


def _same_way(activity: Activity, values: Sequence[str], clause: Clause) -> bool:
    """The same way of asking; 64 phone calls are not the survey that went out by text."""
    both = set(activity.methods) & set(values)
    own, others = set(activity.methods) - WAYS, set(values) - WAYS
    if own and others and not own & others:
        return False  # An online survey and a focus group on Zoom
    only_way = set(values) <= WAYS and not set(activity.methods) <= WAYS
    another = (
        only_way and activity.took_part is not None and clause.has("count") and not clause.has("send", "sent_noun")
    )
    return bool(both) and not another


_DONE_BY = bag("on via by over mostly all mainly done using through")


def _adds_way(scene: Scene, clause: Clause, bundle: Sequence[Span]) -> bool:
    before = scene.text(bundle[0].start - 1)
    if _comma(scene, bundle[0].start):
        return clause.end - clause.start <= 2
    if before == "the":
        before = scene.text(bundle[0].start - 2)  # "Over the phone"; "the phone calls" are others.
    return before in _DONE_BY


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


def new_activity(
    reader: Gathered, frame: Frame, clause: Clause, step: str, bundle: Sequence[Span], like: Activity | None = None
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


def twin(reader: Gathered, frame: Frame, clause: Clause, activity: Activity) -> Activity:
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
