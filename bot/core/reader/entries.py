"""Tells entries apart: which of the recorded ones the words complete or put right, and which are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.model.reading import Value
from bot.core.reader.activity import UNKNOWN, Activity
from bot.core.reader.decision import Meeting
from bot.core.reader.fitting import OPEN_STATES, activity_entry, matches_old, old_values, overlaps, record_of
from bot.core.reader.model import OPEN_ENTRY, Ask, Candidate, EntryKey, Recorded
from bot.core.reader.shapes import Scene


@dataclass(frozen=True, slots=True)
class Placed:
    """The candidates of one entry, with the key that they go under; and why."""

    key: EntryKey
    step: str
    candidates: tuple[Candidate, ...]
    why: str = ""


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
        step, key, why = activity_entry(scene, activity, used, len(found))
        settled = step if step != UNKNOWN and isinstance(key, str) else settled
        if key == 0:
            number[step] = number.get(step, 0) + 1
            key = number[step]
        elif isinstance(key, str) and key != OPEN_ENTRY:
            used.add((step, key))
        record = record_of(scene, step, key)
        candidates = [replace(c, step=step) for c in _retarget(scene, activity.candidates, record)]
        candidates += _only_told_rough(scene, activity, record)
        if key == OPEN_ENTRY:
            candidates = _without_selectors(scene, step, candidates)
            if candidates:
                asks.append(Ask(f"{step}.entry", "which"))
        asks += _no_such_day(candidates, record, scene)
        out.append(Placed(key, step, tuple(_fresh(candidates, record, scene)), why))
    return out, asks


def _of_all(scene: Scene, activity: Activity) -> list[Recorded]:
    """ "Both the staff bits are finished": each recorded entry that is still open."""
    if not activity.bare or not activity.state or not scene.looked.has("both_of"):
        return []
    records = [r for r in scene.context.of(activity.step) if r.id]
    return records if len(records) > 1 else []


def _fresh(candidates: Sequence[Candidate], record: Mapping[str, Value], scene: Scene) -> list[Candidate]:
    """Without what is recorded already in the same words."""
    out = []
    for c in candidates:
        old = record.get(c.name)
        if c.name == "outcome" and c.value == "scheduled" and scene.held.repairs and old is not None:
            continue  # only its day is put right
        if _day_alone(c, old, scene):
            moved = _same_month(str(c.value), str(old))  # a day alone keeps the recorded month and year
            if not moved:
                continue
            c = replace(c, value=moved)
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
            changed = "moves on" if old in OPEN_STATES else "changes"
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


def _day_alone(c: Candidate, old: object, scene: Scene) -> bool:
    """ "No, the 13th": the day of a recorded date is put right."""
    alone = c.name == "date" and "date:day_of_month" in c.features
    return alone and scene.held.repairs and isinstance(old, str)


def _same_month(value: str, old: str) -> str:
    """The day in the month of the recorded date; nothing where that month has no such day."""
    day = f"{old[:8]}{value[8:10]}"
    try:
        date.fromisoformat(day)
    except ValueError:
        return ""
    return f"{day}/{day}"


def _no_such_day(candidates: Sequence[Candidate], record: Mapping[str, Value], scene: Scene) -> list[Ask]:
    """ "No, the 31st", of a meeting in June."""
    old = record.get("date")
    days = [c for c in candidates if _day_alone(c, old, scene)]
    return [Ask(c.full, "impossible_date") for c in days if not _same_month(str(c.value), str(old))]


def _wider(value: Value, old: Value) -> bool:
    a, b = str(value), str(old)
    return a[:10] <= b[:10] and a[-10:] >= b[-10:]


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, tuple) or isinstance(b, tuple):
        return set(a if isinstance(a, tuple) else (a,)) == set(b if isinstance(b, tuple) else (b,))
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _retarget(scene: Scene, candidates: Sequence[Candidate], record: Mapping[str, Value]) -> list[Candidate]:
    """A corrected number stands for the fact whose recorded value was named."""
    numbers, _, _ = old_values(scene)
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
        record = record_of(scene, step, key)
        candidates: list[Candidate] = list(meeting.candidates)
        if key == OPEN_ENTRY:
            candidates = [c for c in candidates if c.name != "body"]
            if candidates:
                asks.append(Ask(f"{step}.entry", "which"))
        asks += _no_such_day(candidates, record, scene)
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
            and not (len(records) > 1 and _settled_otherwise(scene, meeting, asked))
        ):
            return asked.id, "the entry asked about"
    anew = _meets_again(scene, meeting) and bool(meeting.date) and not _dated(meeting, records)
    if (scene.held.repairs or scene.held.old) and not anew:
        fits = [r for r in records if matches_old(scene, r)]
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


def _settled_otherwise(scene: Scene, meeting: Meeting, record: Recorded) -> bool:
    """Another outcome than the settled one, where something else was asked: it may be another meeting's."""
    outcome = record.facts.get("outcome")
    settled = outcome is not None and outcome not in OPEN_STATES
    asked = scene.context.asked_field == "outcome"
    return settled and not asked and not scene.held.repairs and meeting.outcome not in ("", outcome)


def _meeting_completed(
    scene: Scene, meeting: Meeting, mine: Sequence[Recorded], records: Sequence[Recorded]
) -> tuple[EntryKey, str]:
    same = _dated(meeting, mine)
    if len(same) == 1:
        return same[0].id, "the same day"
    ahead = [r for r in mine if r.facts.get("outcome") in OPEN_STATES]
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
            and any("plan:True" in c.features or "how:ahead" in c.features for c in meeting.candidates)
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
    return OPEN_ENTRY, "several are recorded"


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
