"""What the numbers of an activity count: who was asked, who came, what was counted, roughly or not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reader.activity import Activity, Gathered
from bot.core.reader.days import nearest
from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Span
from bot.core.reader.roles import (
    counted_as,
    counts_people,
    group_behind,
    is_series,
    of_them,
    part_of_people,
    role_of,
    shared_noun,
    unit_of,
    verb_of,
    who_came,
)
from bot.core.reader.shapes import Scene, candidate, corrects_itself
from bot.core.reader.unhappened import nobody_came
from bot.core.reader.ways import twin


def give_numbers(reader: Gathered, frame: Frame, clause: Clause, targets: Sequence[Activity]) -> None:
    """Gives each number of a clause to its activity."""
    scene = reader.scene
    spans = [s for s in clause.of("count") if counts_people(scene, frame, clause, s)]
    spans = [s for s in spans if nobody_came(scene, clause, s)]
    spans, summed = _total_or_parts(scene, clause, spans, targets)
    noun = shared_noun(scene, clause, spans)
    if _one_each(reader, frame, clause, spans, noun):
        return
    series = is_series(scene, clause, spans, targets)
    for place, span in enumerate(spans):
        chosen = nearest(scene, clause, span, targets)
        if not chosen:
            continue
        activity = chosen[0]
        if series and place:
            activity = twin(reader, frame, clause, activity)
        if span.why:
            reader.result.ask(f"{activity.step}.{role_of(scene, clause, span)}", span.why, span)
            continue
        if scene.held.is_old(span):
            continue
        if (
            clause.has("whole")
            and not summed
            and len(targets) + (len(reader.found) > 1) > 1
            and len([a for a in reader.found if a.step == activity.step]) > 1
            and not _of_the_last(reader, activity)
        ):
            reader.result.ask(f"{activity.step}.took_part", "whole", span)
            continue
        if clause.has("each"):
            _each(reader, frame, clause, targets if len(targets) > 1 else _all_alike(reader, activity), span, noun)
            continue
        _give(reader, frame, clause, activity, span, noun)


def _total_or_parts(
    scene: Scene, clause: Clause, spans: list[Span], targets: Sequence[Activity]
) -> tuple[list[Span], bool]:
    """ "Three drop-ins, 57 in all (21, 19, 17)": the parts, where as many activities were named, or else the total;
    and whether the numbers are such ones."""
    total = next((s for s in spans if s.number == sum(o.number for o in spans if o is not s)), None)
    parts = [s for s in spans if s is not total]
    if total is None or len(parts) < 2 or any(s.why or s.of is not None for s in spans):
        return spans, False
    bracket = "(" in scene.looked.tokens[parts[0].start].gap
    if not (clause.has("whole") or bracket):
        return spans, False
    return (parts if len(targets) == 1 and targets[0].several == len(parts) else [total]), True


def _of_the_last(reader: Gathered, activity: Activity) -> bool:
    """ "A survey, 412 responses; two focus groups, 17 people in all": those before have their own numbers."""
    others = [a for a in reader.found if a.step == activity.step and a is not activity]
    return (
        activity.several > 1
        and activity is reader.found[-1]
        and all(a.took_part is not None or a.invited is not None for a in others)
    )


def _one_each(reader: Gathered, frame: Frame, clause: Clause, spans: Sequence[Span], noun: str) -> bool:
    """ "Drop-in on the 3rd and a survey in May, 19 people and 77 responses": one number for each, in order."""
    scene = reader.scene
    usable = [s for s in spans if not s.why and s.of is None and not scene.held.is_old(s)]
    free = [a for a in reader.found if a.took_part is None and a.state not in ("planned", "not_yet") and not a.bare]
    if len(usable) < 2 or len(usable) != len(free) or clause.has("method", "send") or len(free) != len(reader.found):
        return False
    for activity, span in zip(free, usable, strict=True):
        _number(reader, frame, clause, activity, "took_part", span.number, span, noun, "one each")
    return True


def _all_alike(reader: Gathered, activity: Activity) -> list[Activity]:
    same = [a for a in reader.found if a.step == activity.step and a.took_part is None]
    return same if len(same) > 1 else [activity]


def _each(
    reader: Gathered,
    frame: Frame,
    clause: Clause,
    targets: Sequence[Activity],
    span: Span,
    noun: str,
) -> None:
    """ "15 each": to every activity; with a stated count, as many of them."""
    todo = list(targets)
    if len(todo) == 1 and 1 < todo[0].several <= 12:
        first = todo[0]
        date = [c for c in first.candidates if c.name == "date"]
        for _ in range(first.several - 1):
            copy = twin(reader, frame, clause, first)
            copy.date, copy.candidates = first.date, [*copy.candidates, *date]
            todo.append(copy)
    for activity in todo:
        _give(reader, frame, clause, activity, span, noun)


def _give(
    reader: Gathered,
    frame: Frame,
    clause: Clause,
    activity: Activity,
    span: Span,
    noun: str,
) -> None:
    scene = reader.scene
    role = role_of(scene, clause, span)
    group = group_behind(scene, clause, span)
    if (
        group
        and group != activity.step
        and activity.step in scene.vocabulary.consulted
        and clause.has("count")
        and not clause.has("method")
    ):
        return  # "4 were staff"
    value = activity.took_part
    if (
        group
        and group == activity.step
        and value is not None
        and value > span.number
        and not clause.has("method", "respond")
    ):
        activity.candidates = [c for c in activity.candidates if c.name not in ("took_part", "counted")]
        _number(reader, frame, clause, activity, "took_part", span.number, span, "", "of them")
        return  # "12 came. 4 were staff, 8 tenants"
    if span.of is not None and who_came(scene, clause, span):
        _number(reader, frame, clause, activity, "took_part", span.of, span, noun, "of")
        return
    if span.of is not None and not part_of_people(scene, span):
        _number(reader, frame, clause, activity, "took_part", span.number, span, noun, "of")
        _number(reader, frame, clause, activity, "invited", span.of, span, "", "of")
        return
    value = activity.took_part if role == "took_part" else activity.invited
    if role == "took_part" and value is not None and of_them(scene, clause, span):
        activity.candidates = [c for c in activity.candidates if c.name not in ("took_part", "counted")]
        _number(reader, frame, clause, activity, role, span.number, span, "", "of them")
        return
    if value is not None and value != span.number:
        repaired = scene.looked.has("repair") and frame.why == "carried"
        if repaired or corrects_itself(scene, span):
            activity.candidates = [c for c in activity.candidates if c.name != role]
        elif (
            role == "took_part"
            and activity.methods
            and (
                _elsewhere(scene, clause, span)
                or (activity.several > 1 and frame.why == "carried")
                or _bracketed(scene, clause)
                or _placed(scene, clause, span)
            )
        ):
            activity = twin(reader, frame, clause, activity)
        else:
            return
    _number(reader, frame, clause, activity, role, span.number, span, noun, "alone")


def _placed(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Rowan Court 12, The Limes 19": a name and its number."""
    before = list(range(clause.start, span.start))
    return 0 < len(before) <= 4 and all(scene.looked.tokens[p].capital for p in before) and not clause.groups


def _bracketed(scene: Scene, clause: Clause) -> bool:
    """ "At Ash House (8 tenants) and Beech Court (11 tenants)"."""
    return "(" in scene.looked.tokens[clause.start].gap


def _elsewhere(scene: Scene, clause: Clause, span: Span) -> bool:
    return any(
        scene.text(p) in ("at", "another", "other", "second", "one")
        for p in range(max(span.start - 4, clause.start), min(span.end + 4, clause.end))
    )


def _number(
    reader: Gathered,
    frame: Frame,
    clause: Clause,
    activity: Activity,
    role: str,
    value: int,
    span: Span,
    noun: str,
    how: str,
) -> None:
    scene = reader.scene
    if role == "took_part":
        activity.took_part = value
    else:
        activity.invited = value
    unit = unit_of(scene, clause, span)
    more = (
        f"role:{role}", f"unit:{unit}", f"role:{role}/{frame.why}", f"number:{how}",
        f"method:{bool(activity.methods)}",
        f"verb:{verb_of(clause)}", f"state:{activity.state}", f"unit:{unit}/{frame.why}",
    )  # fmt: skip
    activity.candidates.append(candidate(scene, frame, clause, role, value, span, *more, step=activity.step))
    if span.rough and not any(c.name == "approximate" for c in activity.candidates):
        activity.candidates.append(
            candidate(scene, frame, clause, "approximate", True, span, *more, step=activity.step)
        )
    counted = counted_as(scene, clause, span) or noun
    if counted and role == "took_part" and not any(c.name == "counted" for c in activity.candidates):
        activity.candidates.append(
            candidate(scene, frame, clause, "counted", counted, span, *more, step=activity.step)
        )
