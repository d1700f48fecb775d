"""How far an activity is, and by which words that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Span
from bot.core.reader.naming import methods_of
from bot.core.reader.shapes import Scene, day_range, is_ahead, is_gone


def state_of(scene: Scene, frame: Frame, clause: Clause, methods: Sequence[Span]) -> tuple[str, str]:
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
        if span.date is None or span.why or scene.held.is_old(span) or _ends(clause, span):
            continue
        fixed = day_range(span, scene, "none")
        if span.date.leaning == "plan" or (fixed and is_ahead(fixed, scene)):
            return True
    return False


def _ends(clause: Clause, span: Span) -> bool:
    """ "Closes 12 December": what has a last day to come is under way."""
    return any(s.end in (span.start, span.start - 1) for s in clause.of("only_end"))


def _dated_ahead(scene: Scene, clause: Clause) -> bool:
    """ "We're doing another on 10 September": what is being done on a day is to come."""
    exact = [d for d in clause.of("date") if d.date is not None and not d.why and d.date.role == ""]
    return _date_ahead(scene, clause) or any(
        d.value in ("day", "weekday", "day_of_month") and day_range(d, scene, "plan") for d in exact
    )
