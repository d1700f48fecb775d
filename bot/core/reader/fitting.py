"""Which recorded activity is meant, and how its values change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.model.reading import Value
from bot.core.reader.activity import UNKNOWN, Activity
from bot.core.reader.holders import day_fits
from bot.core.reader.model import OPEN_ENTRY, EntryKey, Recorded, Span
from bot.core.reader.shapes import Scene

OPEN_STATES = frozenset({"planned", "under_way", "scheduled", "not_yet"})


_ANEW = frozenset(["another", "again", "further", "second", "more", "new", "plus"])


def record_of(scene: Scene, step: str, key: EntryKey) -> Mapping[str, Value]:
    return next((r.facts for r in scene.context.of(step) if r.id == key), {})


def overlaps(a: object, b: object) -> bool:
    """Whether two ranges of days share a day."""
    if not (isinstance(a, str) and isinstance(b, str) and "/" in a and "/" in b):
        return False
    return a[:10] <= b[-10:] and b[:10] <= a[-10:]


def activity_entry(
    scene: Scene, activity: Activity, used: set[tuple[str, str]], many: int
) -> tuple[str, EntryKey, str]:
    """(step, entry, why); 0 is a new entry."""
    context = scene.context
    step = activity.step
    if _answers_entry(scene, activity) and (context.asked_step == step or step == UNKNOWN):
        return context.asked_step, context.asked_entry, "the entry asked about"
    steps = [step] if step != UNKNOWN else list(scene.vocabulary.consulted)
    records = [r for s in steps for r in context.of(s) if r.id and (r.step, r.id) not in used]
    if not records:
        return step, 0, "nothing is recorded"
    fits = [r for r in records if _activity_fits(scene, activity, r)]
    picked = _by_old_value(scene, records, activity)
    if picked is not None and scene.held.repairs:
        return picked.step, picked.id, "the value said to be recorded"
    if scene.held.repairs and not _anew(scene, activity):
        return _corrected(scene, activity, step, records, fits)
    if _anew(scene, activity) and not _by_date(activity, fits):
        steps_of = {r.step for r in fits}
        if step == UNKNOWN and activity.methods and len(steps_of) == 1:
            step = steps_of.pop()  # "another coffee morning": of the same group
        return step, 0, "said to be another"
    return _completed(scene, activity, step, records, fits)


def _answers_entry(scene: Scene, activity: Activity) -> bool:
    if not scene.context.asked_entry or scene.held.old:
        return False
    record = record_of(scene, scene.context.asked_step, scene.context.asked_entry)
    methods = record.get("method")
    if activity.methods and isinstance(methods, tuple) and methods and not set(activity.methods) & set(methods):
        return False
    carried = all("frame:asked" in c.features or "frame:carried" in c.features for c in activity.candidates)
    return (
        carried
        or bool(activity.methods and isinstance(methods, tuple) and set(activity.methods) & set(methods))
        or not activity.methods
    )


def _anew(scene: Scene, activity: Activity) -> bool:
    words = {t.text for t in scene.looked.tokens}
    if not words & _ANEW:
        return False
    starts = [p for p, t in enumerate(scene.looked.tokens) if t.text in _ANEW]
    return any(abs(p - s) <= 6 for p in starts for s in ([c.start for c in activity.candidates] or [0]))


def _activity_fits(scene: Scene, activity: Activity, record: Recorded) -> bool:
    methods = record.facts.get("method")
    if activity.methods and isinstance(methods, tuple) and methods:
        if not set(activity.methods) & set(methods):
            return False
        if set(activity.methods) & set(methods) <= {"online"} and len(set(activity.methods) | set(methods)) > 1:
            return False
    return not (
        activity.methods
        and not methods
        and record.facts.get("state") not in OPEN_STATES
        and record.facts.get("date") is None
    )


def _by_date(activity: Activity, records: Sequence[Recorded]) -> list[Recorded]:
    return [r for r in records if activity.date and overlaps(activity.date, r.facts.get("date"))]


def old_values(scene: Scene) -> tuple[set[int], list[Span], set[str]]:
    """Numbers, dates and words that the message names as recorded."""
    spans = [s for s in scene.looked.spans if scene.held.is_old(s) or scene.held.picks_by(s)]
    numbers = {s.number for s in spans if s.kind == "count"}
    dates = [s for s in spans if s.kind == "date" and s.date is not None]
    words = {s.value for s in spans if s.kind in ("decision", "method", "body", "counted")}
    return numbers, dates, words


def matches_old(scene: Scene, record: Recorded) -> bool:
    numbers, dates, words = old_values(scene)
    for value in record.facts.values():
        if type(value) is int and value in numbers:
            return True
        if isinstance(value, str) and (
            value in words or any(day_fits(scene.looked, d, value, scene.context.today) for d in dates)
        ):
            return True
    return False


def _old_ways(scene: Scene) -> set[str]:
    """Ways that are set aside for another; "not just the survey" has one more."""
    if not scene.held.contrast:
        return set()
    old = [s for s in scene.looked.spans if s.kind == "method" and scene.held.is_old(s)]
    return {s.value for s in old if not {"just", "only"} & {scene.text(s.start - 1), scene.text(s.start - 2)}}


def _ways(record: Recorded) -> tuple[str, ...]:
    methods = record.facts.get("method")
    return methods if isinstance(methods, tuple) else ()


def _by_old_value(scene: Scene, records: Sequence[Recorded], activity: Activity) -> Recorded | None:
    put_right = [r for r in records if _old_ways(scene) & set(_ways(r))]
    if len(put_right) == 1 and activity.methods:
        return put_right[0]  # "the survey, not the workshop"
    fits = [r for r in records if matches_old(scene, r)]
    if activity.methods:
        fits = [r for r in fits if _activity_fits(scene, activity, r)]
    return fits[0] if len(fits) == 1 else None


def _corrected(
    scene: Scene, activity: Activity, step: str, records: Sequence[Recorded], fits: Sequence[Recorded]
) -> tuple[str, EntryKey, str]:
    if activity.methods and len(fits) == 1:
        return fits[0].step, fits[0].id, "the only one of its kind"
    if activity.methods and not fits:
        return step, 0, "none of its kind is recorded"
    dated = _by_date(activity, fits)
    if len(dated) == 1 and activity.methods:
        return dated[0].step, dated[0].id, "the day is recorded"
    if len(records) == 1:
        return records[0].step, records[0].id, "only one is recorded"
    steps = {r.step for r in records}
    if len(steps) == 1:
        step = next(iter(steps))
    if len(steps) > 1 and step == UNKNOWN:
        asked = scene.context.asked_step
        step = asked if asked in steps else min(steps, key=lambda s: -len([r for r in records if r.step == s]))
        mine = [r for r in records if r.step == step]
        if len(mine) == 1:
            return step, mine[0].id, "only one is recorded"
    return step, OPEN_ENTRY, "several are recorded"


def _completed(
    scene: Scene, activity: Activity, step: str, records: Sequence[Recorded], fits: Sequence[Recorded]
) -> tuple[str, EntryKey, str]:
    if activity.state == "not_yet" and activity.whole:
        return step, 0, "of the step as a whole"
    if step == UNKNOWN:
        fits = [r for r in fits if _ends_or_names(scene, activity, r)]
        if len(fits) != 1:
            return step, 0, "whom is open"
        return fits[0].step, fits[0].id, "the recorded one that it ends"
    dated = _by_date(activity, fits)
    if len(dated) == 1:
        return step, dated[0].id, "the same day"
    pending = [r for r in fits if r.facts.get("state") in OPEN_STATES]
    if activity.date:
        free = [r for r in fits if not r.facts.get("date")]
        waiting = [
            r
            for r in pending
            if activity.state in ("done", "")
            and not (
                r.facts.get("date")
                and activity.methods
                and r.facts.get("state") == "planned"
                and not overlaps(r.facts.get("date"), activity.date)
            )
        ]
        if activity.state == "planned":
            waiting = [r for r in pending if not r.facts.get("date") or (_is_moved(scene) and r in fits)]
        elif any(r.facts.get("state") == "under_way" for r in pending):
            waiting = [r for r in pending if r.facts.get("state") == "under_way"]
        if len(waiting) == 1:
            return step, waiting[0].id, "the one still open"
        if len(free) == 1 and (not activity.methods or free[0].facts.get("method")):
            return step, free[0].id, "the one without a day"
        return step, 0, "another day"
    if activity.methods:
        if not fits:
            return step, 0, "none of its kind is recorded"
        if len(fits) == 1:
            return step, fits[0].id, "the only one of its kind"
        if len(pending) == 1:
            return step, pending[0].id, "the one still open"
        return step, OPEN_ENTRY, "several of its kind are recorded"
    if (
        activity.state in ("done", "under_way", "planned")
        and activity.bare
        and len(pending) == 1
        and activity.state != "planned"
    ):
        return step, pending[0].id, "the one still open"
    lacking = [r for r in records if _lacks(activity, r)]
    if len(records) == 1:
        return step, records[0].id, "only one is recorded"
    if len(pending) == 1 and activity.state:
        return step, pending[0].id, "the one still open"
    if len(lacking) == 1:
        return step, lacking[0].id, "the only one that lacks it"
    if activity.bare:
        return step, 0, "of the step as a whole"
    return step, OPEN_ENTRY, "several are recorded"


def _is_moved(scene: Scene) -> bool:
    """ "The workshop got moved from 3 June to 10 June": the recorded one, on another day."""
    words = {t.text for t in scene.looked.tokens}
    return scene.looked.has("moved_meeting") or bool(words & _MOVED) or {"put", "back"} <= words


_MOVED = frozenset({"moved", "rescheduled", "rearranged", "postponed", "shifted", "instead"})


def _lacks(activity: Activity, record: Recorded) -> bool:
    if activity.took_part is not None:
        return "took_part" not in record.facts
    if activity.invited is not None:
        return "invited" not in record.facts
    return False


def _ends_or_names(scene: Scene, activity: Activity, record: Recorded) -> bool:
    """A recorded activity that is still open, or named with "the"; what is told of it is its own."""
    if not activity.methods or not record.facts.get("method"):
        return False
    if record.facts.get("state") in OPEN_STATES:
        ends = any("how:finished" in c.features for c in activity.candidates)
        return (activity.state in ("done", "under_way", "") and (not activity.date or ends)) or overlaps(
            activity.date, record.facts.get("date")
        )
    if activity.date and overlaps(activity.date, record.facts.get("date")):
        return True
    before = {scene.text(p) for s in activity.spans[:1] for p in range(max(s.start - 2, 0), s.start)}
    return "the" in before and not activity.date
