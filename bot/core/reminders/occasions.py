"""What there is to remind of: of each entry of a step whose date is known the occasion that comes next, and of the
step as a whole one, each with the day from which it is due.

A date that the adopter gave comes first, and holds the rhythm back until it has passed; but only for its own entry:
what is told of one meeting silences nothing about another. Only the present counts: an occasion that lies behind (a
paper for a meeting that has been) is passed over, so that a machine that was off for a week sends today's reminder
and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from bot.core.calendar import WorkingDays, span_of
from bot.core.model import Assignment, Fact
from bot.core.model.journey import Rhythm, Step
from bot.core.record.assignments import gone_quiet, touched
from bot.core.record.comes_round import comes_round
from bot.core.record.entries import FIRST, Entry
from bot.core.record.progress import Progress, State, counts

Kind = Literal["before", "after", "recurs", "asked", "rhythm", "quiet"]
"""before, after: a date that the adopter gave. recurs: it comes round again. asked: the person said "remind me then".
rhythm: nothing was heard for a while. quiet: nothing came back, and the bot stops asking."""

KEPT = 250
"""Keys of reminders about dates that a step's assignment remembers: two for each entry of a step that has many, and
for dates that moved."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to remind of, from that day on."""

    step: str
    kind: Kind
    key: str
    """Unique within the adopter for ever: the same thing is never said twice."""
    day: date
    fact: str = ""
    """The date that it is about."""
    since: date | None = None
    """For a rhythm: since when nothing was heard."""
    entry: str = ""
    """The entry that it is about; empty for the step as a whole."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an occasion is worked out from."""

    step: Step
    rhythm: Rhythm
    progress: Progress
    assignment: Assignment
    days: WorkingDays
    zone: tzinfo
    at: datetime
    slower: int = 1

    @property
    def today(self) -> date:
        return self.day_of(self.at)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def fact(self, name: str) -> Fact | None:
        return self.progress.facts.get(name) if name else None

    @property
    def touched(self) -> datetime | None:
        """When something was last heard of the step."""
        return touched(self.progress, self.assignment)

    @property
    def unanswered(self) -> int:
        """Reminders since something was last heard."""
        last, touched = self.assignment.last_nudge, self.touched
        return 0 if last is None or (touched is not None and touched > last) else self.assignment.unanswered

    @property
    def gone_quiet(self) -> bool:
        """The bot has said that it stops, and nothing was heard since."""
        return gone_quiet(self.progress, self.assignment)

    def unsaid(self, occasion: Occasion) -> bool:
        return occasion.key not in self.assignment.said


def pending(progress: Progress, step: Step) -> bool:
    """Whether there is something to remind of: a step that can be worked on and counts, or one begun and left."""
    state = progress.of(step.key).state
    if counts(step):
        return state in (State.OPEN, State.BEGUN)
    return state is State.BEGUN and step.done_when is not None and step.done_when.rule != "never"


def occasions(look: Look) -> Iterator[Occasion]:
    """What comes next for a step: of each entry that is still to come, and of the step as a whole."""
    open_now = pending(look.progress, look.step)
    again = None if open_now else _again(look)
    awaited = _awaited(look)
    if look.gone_quiet or not (open_now or again or awaited):
        return
    if (asked := _asked(look)) is not None:
        yield asked
        return
    later = _put_off(look, awaited)
    for entry, day in later.items():
        yield Occasion(look.step.key, "asked", f"{look.step.key}:asked#{entry}:{day}", day, entry=entry)
    free = [e for e in awaited if e.id not in later]
    dated = {e.id: found for e in free if (found := _next_dated(look, e)) is not None}
    if open_now and (found := _next_dated(look, None)) is not None:
        dated[""] = found
    yield from dated.values()
    if again is not None:
        yield again if look.unsaid(again) else _rhythm(look)
    elif open_now:
        yield from _regular(look, free, dated, bool(later))


def _awaited(look: Look) -> Sequence[Entry]:
    """The step's entries that have not taken place yet, as far as is known."""
    step, kind = look.step, look.step.entries
    if kind is None or not kind.state or step.done_when is None or step.done_when.rule == "never":
        return ()
    return tuple(e for e in look.progress.of(step.key).entries if str(e.value(kind.state)) not in kind.held)


def _put_off(look: Look, awaited: Sequence[Entry]) -> dict[str, date]:
    """The entries with a day of their own to be asked on, of which nothing was told on that day or after it."""
    days = dict(look.assignment.later)
    heard = {e.id: look.day_of(max(f.at for f in e.facts.values())) for e in awaited if e.id in days}
    return {entry: days[entry] for entry, told in heard.items() if told < days[entry]}


def _regular(look: Look, awaited: Sequence[Entry], dated: Mapping[str, Occasion], later: bool) -> Iterator[Occasion]:
    """The rhythm: of an entry that has no date to wait for, else of the step, where no date holds it back."""
    without = [e for e in awaited if e.id not in dated]
    if (dated or later) and not without:
        return
    leading = look.progress.of(look.step.key).leading
    about = next((e for e in without if leading is not None and e.id == leading.id), next(iter(without[-1:]), None))
    found = _rhythm(look, about.id if about is not None else "")
    if found.kind == "rhythm" or not dated:  # Who stops asking has nothing more to say: a date to come waits for it.
        yield found


def _asked(look: Look) -> Occasion | None:
    """The day on which somebody wanted to be asked again."""
    until = look.assignment.until
    if until is None:
        return None
    return Occasion(look.step.key, "asked", f"{look.step.key}:asked:{until}", until)


def _next_dated(look: Look, entry: Entry | None) -> Occasion | None:
    """The next occasion by a date: of this entry, or with None, of the step as a whole."""
    return min(filter(look.unsaid, _dated(look, entry)), key=lambda o: o.day, default=None)


def _dated(look: Look, entry: Entry | None) -> Iterator[Occasion]:
    """Before and after the dates that the adopter gave; those that were known in time."""
    key, of = look.step.key, entry.id if entry is not None else ""
    mark = f"#{of}" if of not in ("", FIRST) else ""  # The first entry's keys are those of steps without entries.
    for name, count in look.rhythm.before_date:
        if (fact := _date_of(look, name, entry)) is not None:
            first, _ = span_of(str(fact.value))
            day = look.days.back(first, count)
            if look.day_of(fact.at) < day and look.today < first:
                yield Occasion(key, "before", f"{key}:before:{name}{mark}={fact.value}", day, name, entry=of)
    for name, count in look.rhythm.after_date:
        if (fact := _date_of(look, name, entry)) is not None:
            _, last = span_of(str(fact.value))
            if look.day_of(fact.at) <= last:
                due = last + timedelta(days=count)
                yield Occasion(key, "after", f"{key}:after:{name}{mark}={fact.value}", due, name, entry=of)


def _date_of(look: Look, name: str, entry: Entry | None) -> Fact | None:
    if look.step.has_entries(name):
        return entry.facts.get(name) if entry is not None else None
    return look.fact(name) if entry is None else None


def _again(look: Look) -> Occasion | None:
    """A step that is done and comes round again, by the rhythm that the adopter chose."""
    last, due = look.fact(look.rhythm.recurs_from), comes_round(look.step, look.progress.facts)
    if last is None or due is None:
        return None
    told = look.day_of(last.at) + timedelta(days=look.rhythm.first_after)
    name, key = look.rhythm.recurs_from, look.step.key
    return Occasion(key, "recurs", f"{key}:recurs:{last.value}:{last.id}", max(due, told), name)


def _rhythm(look: Look, entry: str = "") -> Occasion:
    """So many days after the step opened or was last heard of; then every so often; then quiet."""
    assignment, rhythm, key = look.assignment, look.rhythm, look.step.key
    count, touched = look.unanswered, look.touched
    if count and assignment.last_nudge is not None:
        day = look.day_of(assignment.last_nudge) + timedelta(days=rhythm.every * look.slower)
    else:
        base = touched or assignment.since or look.at
        wait = rhythm.first_after if assignment.last_nudge is None else rhythm.every
        day = look.day_of(base) + timedelta(days=wait * look.slower)
    since = look.day_of(touched or assignment.since or look.at)
    if count >= rhythm.times:
        return Occasion(key, "quiet", f"{key}:quiet:{day}", day, since=since)
    return Occasion(key, "rhythm", f"{key}:rhythm:{day}:{count}", day, since=since, entry=entry)
