"""Tells entries apart: which of the recorded ones the words complete or put right, and which are new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.model.reading import Value
from bot.core.reader.activity import UNKNOWN, Activity
from bot.core.reader.decision import Meeting
from bot.core.reader.holders import day_fits
from bot.core.reader.model import OPEN_ENTRY, Ask, Candidate, EntryKey, Recorded, Span
from bot.core.reader.shapes import Scene

_OPEN_STATES = frozenset({"planned", "under_way", "scheduled", "not_yet"})
_ANEW = frozenset(["another", "again", "further", "second", "more", "new", "plus"])


@dataclass(frozen=True, slots=True)
class Placed:
    """The candidates of one entry, with the key that they go under; and why."""

    key: EntryKey
    step: str
    candidates: tuple[Candidate, ...]
    why: str = ""


def overlaps(a: object, b: object) -> bool:
    """Whether two ranges of days share a day."""
    if not (isinstance(a, str) and isinstance(b, str) and "/" in a and "/" in b):
        return False
    return a[:10] <= b[-10:] and b[:10] <= a[-10:]


def place_activities(scene: Scene, found: Sequence[Activity]) -> tuple[list[Placed], list[Ask]]:
    """Each activity with its entry."""
    out: list[Placed] = []
    asks: list[Ask] = []
    number: dict[str, int] = {}
    used: set[tuple[str, str]] = set()
    settled = ""
    for activity in found:
        if activity.step == UNKNOWN and settled:
            activity.step = settled
        every = _of_all(scene, activity)
        if every:
            out += [
                Placed(r.id, r.step, tuple(_fresh(activity.candidates, r.facts, scene)), "said of all") for r in every
            ]
            continue
        step, key, why = _activity_entry(scene, activity, used, len(found))
        settled = step if step != UNKNOWN and isinstance(key, str) else settled
        if key == 0:
            number[step] = number.get(step, 0) + 1
            key = number[step]
        elif isinstance(key, str) and key != OPEN_ENTRY:
            used.add((step, key))
        record = _record(scene, step, key)
        candidates = [replace(c, step=step) for c in _retarget(scene, activity.candidates, record)]
        candidates += _only_told_rough(scene, activity, record)
        if key == OPEN_ENTRY:
            candidates = _without_selectors(scene, step, candidates)
            if candidates:
                asks.append(Ask(f"{step}.entry", "which"))
        out.append(Placed(key, step, tuple(_fresh(candidates, record, scene)), why))
    return out, asks


def _of_all(scene: Scene, activity: Activity) -> list[Recorded]:
    """ "Both the staff bits are finished": each recorded entry that is still open."""
    if not activity.bare or not activity.state or not scene.looked.has("both_of"):
        return []
    records = [r for r in scene.context.of(activity.step) if r.id]
    return records if len(records) > 1 else []


def _record(scene: Scene, step: str, key: EntryKey) -> Mapping[str, Value]:
    return next((r.facts for r in scene.context.of(step) if r.id == key), {})


def _fresh(candidates: Sequence[Candidate], record: Mapping[str, Value], scene: Scene) -> list[Candidate]:
    """Without what is recorded already in the same words."""
    out = []
    for c in candidates:
        old = record.get(c.name)
        if c.name == "outcome" and c.value == "scheduled" and scene.held.repairs and old is not None:
            continue  # only its day is put right
        if c.name == "date" and "date:day_of_month" in c.features and scene.held.repairs and isinstance(old, str):
            c = replace(c, value=_same_month(str(c.value), old))  # a day alone keeps the recorded month and year
        if c.name == "date" and scene.held.repairs and isinstance(old, str):
            c = replace(c, value=_nearest_year(str(c.value), old))
        if (
            c.name == "state"
            and old == "under_way"
            and c.value == "done"
            and "how:told" in c.features
            and not scene.looked.has("finished")
        ):
            continue  # "it went to 3,200 households" ends nothing
        if old is None:
            changed = "fills"
        elif (
            _same(old, c.value)
            or (c.name == "date" and overlaps(old, c.value) and _wider(c.value, old))
            or (
                c.name == "method"
                and isinstance(old, tuple)
                and isinstance(c.value, tuple)
                and set(c.value) <= set(old)
            )
        ):
            continue
        else:
            changed = "moves on" if old in _OPEN_STATES else "changes"
        out.append(replace(c, features=(*c.features, f"entry:{changed}") if record else c.features))
    return out


def _nearest_year(value: str, old: str) -> str:
    """A corrected day lies in the year of the recorded one."""
    try:
        first, last, known = (
            date.fromisoformat(value[:10]),
            date.fromisoformat(value[-10:]),
            date.fromisoformat(old[:10]),
        )
        shift = -1 if (first - known).days > 200 else 1 if (known - first).days > 200 else 0
        return f"{first.replace(year=first.year + shift)}/{last.replace(year=last.year + shift)}"
    except ValueError:
        return value


def _same_month(value: str, old: str) -> str:
    day = f"{old[:8]}{value[8:10]}"
    return f"{day}/{day}"


def _wider(value: Value, old: Value) -> bool:
    a, b = str(value), str(old)
    return a[:10] <= b[:10] and a[-10:] >= b[-10:]


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, tuple) or isinstance(b, tuple):
        return set(a if isinstance(a, tuple) else (a,)) == set(b if isinstance(b, tuple) else (b,))
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _activity_entry(
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
    record = _record(scene, scene.context.asked_step, scene.context.asked_entry)
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
        and record.facts.get("state") not in _OPEN_STATES
        and record.facts.get("date") is None
    )


def _by_date(activity: Activity, records: Sequence[Recorded]) -> list[Recorded]:
    return [r for r in records if activity.date and overlaps(activity.date, r.facts.get("date"))]


def _old_values(scene: Scene) -> tuple[set[int], list[Span], set[str]]:
    """Numbers, dates and words that the message names as recorded."""
    spans = [s for s in scene.looked.spans if scene.held.is_old(s) or scene.held.picks_by(s)]
    numbers = {s.number for s in spans if s.kind == "count"}
    dates = [s for s in spans if s.kind == "date" and s.date is not None]
    words = {s.value for s in spans if s.kind in ("decision", "method", "body", "counted")}
    return numbers, dates, words


def _matches_old(scene: Scene, record: Recorded) -> bool:
    numbers, dates, words = _old_values(scene)
    for value in record.facts.values():
        if type(value) is int and value in numbers:
            return True
        if isinstance(value, str) and (
            value in words or any(day_fits(scene.looked, d, value, scene.context.today) for d in dates)
        ):
            return True
    return False


def _by_old_value(scene: Scene, records: Sequence[Recorded], activity: Activity) -> Recorded | None:
    fits = [r for r in records if _matches_old(scene, r)]
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
    pending = [r for r in fits if r.facts.get("state") in _OPEN_STATES]
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
            waiting = [r for r in pending if not r.facts.get("date")]
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
    if record.facts.get("state") in _OPEN_STATES:
        ends = any("how:finished" in c.features for c in activity.candidates)
        return (activity.state in ("done", "under_way", "") and (not activity.date or ends)) or overlaps(
            activity.date, record.facts.get("date")
        )
    if activity.date and overlaps(activity.date, record.facts.get("date")):
        return True
    before = {scene.text(p) for s in activity.spans[:1] for p in range(max(s.start - 2, 0), s.start)}
    return "the" in before and not activity.date


def _retarget(scene: Scene, candidates: Sequence[Candidate], record: Mapping[str, Value]) -> list[Candidate]:
    """A corrected number stands for the fact whose recorded value was named."""
    numbers, _, _ = _old_values(scene)
    names = [n for n in ("invited", "took_part") if type(record.get(n)) is int and record.get(n) in numbers]
    if len(names) != 1:
        return list(candidates)
    return [replace(c, name=names[0]) if c.name in ("invited", "took_part") else c for c in candidates]


def _only_told_rough(scene: Scene, activity: Activity, record: Mapping[str, Value]) -> list[Candidate]:
    """ "The 40 was only a rough figure", "the 57 is attendances": said of a recorded number."""
    numbers = [
        s
        for s in scene.looked.spans
        if s.kind == "count" and s.number in (record.get("took_part"), record.get("invited"))
    ]
    if not numbers or not record:
        return []
    out = []
    source = activity.candidates[0] if activity.candidates else None
    if source is None:
        return []
    if scene.looked.has("rough_word") and not any(c.name == "approximate" for c in activity.candidates):
        out.append(replace(source, name="approximate", value=True, features=(*source.features, "remark")))
    counted = [s for s in scene.looked.spans if s.kind == "counted" and not scene.held.is_old(s)]
    if counted and not any(c.name == "counted" for c in activity.candidates):
        out.append(replace(source, name="counted", value=counted[0].value, features=(*source.features, "remark")))
    return out


def _without_selectors(scene: Scene, step: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without methods and states that only say which entries may be meant."""
    return [c for c in candidates if c.name not in ("method", "state", "counted", "body")]


def place_meetings(scene: Scene, found: Sequence[Meeting]) -> tuple[list[Placed], list[Ask]]:
    """Each meeting with its entry."""
    step = scene.vocabulary.of_shape("decision")
    out: list[Placed] = []
    asks: list[Ask] = []
    number = 0
    used: set[str] = set()
    for place, meeting in enumerate(found):
        key, why = _meeting_entry(
            scene, meeting, [r for r in scene.context.of(step) if r.id and r.id not in used], place, found
        )
        if key == 0:
            number += 1
            key = number
        elif isinstance(key, str) and key != OPEN_ENTRY:
            used.add(key)
        record = _record(scene, step, key)
        candidates: list[Candidate] = list(meeting.candidates)
        if key == OPEN_ENTRY:
            candidates = [c for c in candidates if c.name != "body"]
            if candidates:
                asks.append(Ask(f"{step}.entry", "which"))
        out.append(Placed(key, step, tuple(_fresh(candidates, record, scene)), why))
    return out, asks


def _meeting_entry(
    scene: Scene, meeting: Meeting, records: Sequence[Recorded], place: int, found: Sequence[Meeting]
) -> tuple[EntryKey, str]:
    context = scene.context
    board = scene.vocabulary.of_shape("decision")
    if not records:
        return 0, "nothing is recorded"
    later = any("return" in c.features for c in meeting.candidates)
    if context.asked_entry and context.asked_step == board and not later and not scene.held.old and not place:
        asked = next((r for r in records if r.id == context.asked_entry), None)
        if (
            asked is not None
            and _body_fits(meeting, asked)
            and not (meeting.outcome == "scheduled" and asked.facts.get("outcome") not in (None, "scheduled"))
        ):
            return asked.id, "the entry asked about"
    if scene.held.repairs or scene.held.old:
        fits = [r for r in records if _matches_old(scene, r)]
        if len(fits) == 1:
            return fits[0].id, "the value said to be recorded"
        named = [r for r in records if meeting.body and _body_fits(meeting, r)]
        if len(named) == 1:
            return named[0].id, "the same body"
        if len(records) == 1 and scene.held.repairs:
            return records[0].id, "only one is recorded"
    mine = [r for r in records if _body_fits(meeting, r)]
    if later or _meets_again(scene, meeting):
        same = _dated(meeting, mine)
        return (same[0].id, "the same day") if len(same) == 1 else (0, "another meeting")
    return _meeting_completed(scene, meeting, mine, records)


def _meeting_completed(
    scene: Scene, meeting: Meeting, mine: Sequence[Recorded], records: Sequence[Recorded]
) -> tuple[EntryKey, str]:
    same = _dated(meeting, mine)
    if len(same) == 1:
        return same[0].id, "the same day"
    ahead = [r for r in mine if r.facts.get("outcome") == "scheduled"]
    undated = [r for r in mine if not r.facts.get("date")]
    if meeting.date:
        waiting = [r for r in ahead if not r.facts.get("date")]
        if len(waiting) == 1:
            return waiting[0].id, "the one still ahead"
        if len(undated) == 1 and not meeting.outcome:
            return undated[0].id, "the one without a day"
        if not meeting.outcome and len(records) == 1 and scene.asked(scene.vocabulary.of_shape("decision"), "date"):
            return records[0].id, "only one is recorded"
        moved = [
            r
            for r in ahead
            if meeting.outcome == "scheduled"
            and any("plan:True" in c.features for c in meeting.candidates)
            and _moving(scene)
        ]
        if len(moved) == 1:
            return moved[0].id, "moved to another day"
        return 0, "another day"
    if meeting.outcome and len(ahead) == 1:
        return ahead[0].id, "the only one ahead"
    if meeting.reference and not meeting.outcome:
        return (records[0].id, "only one is recorded") if len(records) == 1 else (OPEN_ENTRY, "several are recorded")
    if not mine:
        return 0, "another body"
    if len(mine) == 1:
        return mine[0].id, "only one is recorded"
    return (OPEN_ENTRY, "several are recorded") if scene.held.repairs else (0, "another meeting")


def _moving(scene: Scene) -> bool:
    return any(
        t.text in ("moved", "now", "rescheduled", "instead", "rearranged", "shifted") for t in scene.looked.tokens
    )


def _dated(meeting: Meeting, records: Sequence[Recorded]) -> list[Recorded]:
    return [r for r in records if meeting.date and overlaps(meeting.date, r.facts.get("date"))]


def _body_fits(meeting: Meeting, record: Recorded) -> bool:
    recorded = str(record.facts.get("body") or "board")
    return not meeting.body or meeting.body == recorded


def _meets_again(scene: Scene, meeting: Meeting) -> bool:
    spots = [p for p, t in enumerate(scene.looked.tokens) if t.text in ("again", "back", "second")]
    return any(abs(p - c.start) <= 7 for p in spots for c in meeting.candidates) and meeting.outcome not in (
        "",
        "deferred",
    )


KeyOf = Callable[[Candidate], EntryKey]
