"""When activities were: the days of a clause, each given to its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.reader.activity import UNKNOWN, Activity, Gathered
from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Span
from bot.core.reader.shapes import Scene, candidate, corrects_itself, day_range, is_ahead, is_gone
from bot.core.reader.ways import twin


def give_days(reader: Gathered, frame: Frame, clause: Clause, targets: Sequence[Activity], state: str) -> None:
    scene = reader.scene
    spans = [
        d for d in clause.of("date") if not scene.held.is_old(d) and not scene.held.picks_by(d) and d.date is not None
    ]
    for place, span in enumerate(spans):
        chosen = nearest(scene, clause, span, targets)
        role = span.date.role if span.date else ""
        step = chosen[0].step if chosen else UNKNOWN
        tense = (
            "plan"
            if state == "planned" or is_moved(scene, clause)
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
        if span.value == "day_of_month":
            value = _of_the_month_named(scene, clause, span, value)
        for activity in chosen:
            if activity.date and activity.date != value:
                if is_moved(scene, clause) or (activity.shared_day and _inside(value, activity.date)):
                    activity.candidates = [c for c in activity.candidates if c.name != "date"]
                elif place and activity.methods and _list_of_days(scene, spans, place):
                    activity = twin(reader, frame, clause, activity)
                elif scene.looked.has("repair") or corrects_itself(scene, span):
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


def is_moved(scene: Scene, clause: Clause) -> bool:
    return clause.has("moved_meeting") or bool(scene.words(clause) & {"moved", "rescheduled", "rearranged"})


def _inside(value: str, month: str) -> bool:
    return month[:10] <= value[:10] and value[-10:] <= month[-10:] and value != month


def _in_week(reader: Gathered, span: Span, value: str) -> str:
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


def _of_the_month_named(scene: Scene, clause: Clause, span: Span, value: str) -> str:
    """ "Planned for April, workshop on the 16th", "12 on the 3rd and 9 on the 10th of November"."""
    inside = [c for c in scene.looked.clauses if c.sentence == clause.sentence]
    inside = [c for c in inside if c is clause or not c.has("method") or c.start < clause.start]
    named = [d for c in inside for d in c.of("date") if d.value in ("month", "day", "range") and d is not span]
    ranges = {day_range(d, scene, clause.tense) for d in named}
    months = {r[:7] for r in ranges if r and r[:7] == r[11:18]}
    if len(months) != 1:
        return value
    return _in(next(iter(months)), value)


def _in(month: str, value: str) -> str:
    """The day of the month of a value, in another month; the value where that month has no such day."""
    try:
        day = date.fromisoformat(f"{month}-{value[8:10]}").isoformat()
    except ValueError:
        return value
    return f"{day}/{day}"


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


_BEGINS = frozenset(["start", "starts", "begin", "begins", "open", "opens", "launch", "launches"])


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
    if ends and (state in ("under_way", "planned", "") or clause.tense != "past"):
        return True
    if any(scene.text(s.start) in _BEGINS for s in starts) and clause.tense != "past":
        return True  # "phone calls start Monday": only the beginning is told
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


def nearest(scene: Scene, clause: Clause, span: Span, targets: Sequence[Activity]) -> list[Activity]:
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
