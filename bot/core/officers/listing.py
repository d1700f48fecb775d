"""A list of adopters as an officer asks for it: filtered, sorted, and as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.model.journey import Journey
from bot.core.model.tracks import AdopterTrack
from bot.core.officers.figures import Days, first_step, quiet_since, status_of

STATUSES = {
    "active": "Active", "quiet": "Gone quiet", "not_started": "Not started", "finished": "Finished",
    "closed": "Closed",
}  # fmt: skip
COLUMNS = ("Adopter", "Key", "Listed since", "Status", "Next step", "Started", "Last heard of", "Finished", "Closed")
NEVER = date.min


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which adopters are looked for, and in which order."""

    words: str = ""
    status: str = ""
    """One of `STATUSES`, or `started`: begun, whatever came after. Empty: all but closed ones."""
    step: str = ""
    quiet_since: date | None = None
    """Nothing was told after that day."""
    joined_from: date | None = None
    joined_to: date | None = None
    sort: str = "name"
    """One of `SORTS`; with `-` before it the other way round."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One adopter of the list, with what is worked out about it."""

    adopter: AdopterTrack
    status: str
    step: str
    """The key of what is next; empty when nothing is."""
    started: date | None
    last: date | None
    finished: date | None


SORTS: dict[str, tuple[str, Callable[[Listed], tuple[object, ...]]]] = {
    "name": ("Adopter", lambda one: ()),
    "joined": ("Listed since", lambda one: (one.adopter.joined or NEVER,)),
    "status": ("Status", lambda one: (one.status,)),
    "last": ("Last heard of", lambda one: (one.last or NEVER,)),
}
"""What a list is sorted by: its label, and the key; what is alike stays in the order of names."""


def choose(
    journey: Journey, adopters: Sequence[AdopterTrack], wanted: Wanted, today: date, day_of: Days
) -> list[Listed]:
    """The adopters that are wanted, of all of them by name."""
    since, first = quiet_since(journey, today), first_step(journey)
    listed = [
        Listed(
            one, status_of(one, since, day_of), first if one.last is None else one.track.at_step,
            *(None if at is None else day_of(at) for at in (one.started, one.last, one.track.finished)),
        )
        for one in adopters
    ]  # fmt: skip
    words = wanted.words.casefold().split()
    found = [
        one for one in listed
        if _has_status(one, wanted.status)
        and all(word in one.adopter.name.casefold() or word == one.adopter.key for word in words)
        and wanted.step in ("", one.step)
        and (wanted.quiet_since is None or (one.last or NEVER) <= wanted.quiet_since)
        and (wanted.joined_from is None or (one.adopter.joined or NEVER) >= wanted.joined_from)
        and (wanted.joined_to is None or (one.adopter.joined or date.max) <= wanted.joined_to)
    ]  # fmt: skip
    name = wanted.sort.removeprefix("-")
    if name in SORTS:
        found.sort(key=SORTS[name][1])
    return found[::-1] if wanted.sort.startswith("-") else found


def _has_status(one: Listed, wanted: str) -> bool:
    if wanted == "started":
        return one.status in ("active", "quiet", "finished")
    return one.status == wanted if wanted else one.status != "closed"


def rows_of(journey: Journey, listed: Sequence[Listed]) -> list[tuple[str | date | None, ...]]:
    """The list as rows, in the order of `COLUMNS`. What a spreadsheet would take for a formula is for its writer."""
    return [
        (
            one.adopter.name, one.adopter.key, one.adopter.joined, STATUSES[one.status],
            journey.step_by_key[one.step].title if one.step in journey.step_by_key else "",
            one.started, one.last, one.finished, one.adopter.closed,
        )
        for one in listed
    ]  # fmt: skip
