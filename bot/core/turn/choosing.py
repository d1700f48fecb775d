"""Which entry somebody's words name: by its line in the list that was shown, by its way, its body or its day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.core.calendar import span_of
from bot.core.model.journey import Step
from bot.core.model.reading import Reading, Understood
from bot.core.record.entries import Entry
from bot.core.record.placing import Fit, Shape
from bot.core.turn.entries import entries_now
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in, understand

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LINE = re.compile(
    rf"\b(?:the|my|our) (?P<word>{'|'.join(_PLACES)}|last)(?: one| line| entry)?\b"
    r"(?! (?:of|bit|part|thing|message|answer|time|meeting|board|survey)\b)"
    rf"|\b(?:number|no\.?|line|entry|#) ?(?P<number>\d\d?)\b|^\W*(?P<bare>\d)\W*$",
    re.IGNORECASE,
)
"""A line of a list: "the second one", "number 2". "A second" is one more, and no line."""


def line_named(reply: Reply, text: str) -> tuple[str, str] | None:
    """The step and the entry of the line that the words name, in the list that was shown last."""
    found = _LINE.search(text)
    lines = reply.dialogue.listed
    if found is None or not lines:
        return None
    word = (found["word"] or "").casefold()
    number = found["number"] or found["bare"]
    place = int(number) - 1 if number else len(lines) - 1 if word == "last" else _PLACES.index(word)
    if not 0 <= place < len(lines):
        return None
    step, _, entry = lines[place].partition("#")
    return step, entry


def read_of(reply: Reply, step: Step, text: str, by_day: bool = False) -> Reading:
    """What the words say if they are about this step; with `by_day`, if they answer when it was."""
    kind = step.entries
    shape = Shape.of(step, kind) if kind is not None else None
    dates = shape.dates if shape is not None and by_day else ()
    asked = next(iter(dates), "")
    return understand(reply.programme, text, reply.reading_context(asked or None))


def steps_named(reply: Reply) -> list[str]:
    """The steps that the turn's words name, in order."""
    return list(dict.fromkeys(steps_in(reply.programme, reply.turn.text, reply.reading_context())))


def named(reply: Reply, step: Step, told: Iterable[Understood], among: Iterable[str] = ()) -> list[Entry]:
    """The entries of a step that these values name."""
    kind = step.entries
    if kind is None:
        return []
    shape, values = Shape.of(step, kind), {u.name: u.value for u in told}
    allowed = set(among)
    found = [e for e in entries_now(reply, step) if not allowed or e.id in allowed]
    by_name = [e for e in found if shape.named(values, e)]
    if by_name and kind.body in values and kind.body:
        return by_name
    by_day = [e for e in (by_name or found) if shape.days(values, e) is Fit.SAME]
    day_is_given = any(name in values for name in shape.dates)
    if len(by_day) == 1 or (by_day and not by_name):
        return by_day
    return by_name if by_name or not day_is_given else by_day


def only_picks(step: Step, entry: Entry, told: Understood) -> bool:
    """What is said of the entry already, and so only says which one is meant."""
    kind = step.entries
    known = entry.value(told.name)
    if kind is None or known is None:
        return False
    if told.value == known:
        return True
    shape = Shape.of(step, kind)
    if told.name in shape.lists:
        return shape.ways({told.name: told.value}, entry) is Fit.SAME
    if told.name in shape.dates:
        (first, last), (begin, end) = span_of(str(told.value)), span_of(str(known))
        return first <= begin and end <= last
    return False


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def in_its_year(entry: Entry, told: Understood, words: str) -> Understood:
    """ "It was 5 February, not the 4th", of a February that is recorded: that one, in its year."""
    known, value = str(entry.value(told.name) or ""), str(told.value)
    if not _A_DAY.fullmatch(known) or not _A_DAY.fullmatch(value) or _YEAR.search(words):
        return told
    moved = f"{known[:4]}{value[4:10]}"
    try:
        there, was, now = date.fromisoformat(moved), date.fromisoformat(known[:10]), date.fromisoformat(value[:10])
    except ValueError:  # the 29th of February of a year that has none
        return told
    return replace(told, value=f"{moved}/{moved}") if abs(there - was) < abs(now - was) else told


_A_DAY = re.compile(r"(\d{4}-\d\d-\d\d)/\1")
