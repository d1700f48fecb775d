"""The values of reminding: what is said to whom, what is held back, what is noted when something was said.

`planning.py` works them out, `nudging.py` makes the messages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.core.journey import Step
from bot.core.model import WHOLE, Change, Nudged, Person, PersonCare, SaveCare, SavePersonCare, Scene, StepCare
from bot.core.reminders.occasions import KEPT, Kind

TEAM = "team"
"""The recipient that stands for the adopter's own channel."""
OFFICER = "officer"
"""The recipient that stands for the programme's inbox."""

ItemKind = Kind | Literal["returned", "tell", "escalate"]
"""What an item is: an occasion of a step; "returned": an offer that nobody accepted; "tell": a step went quiet, and
the lead hears of it; "escalate": so does the officer, where the adopter agreed to that."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say to somebody."""

    step: str
    kind: ItemKind
    key: str
    day: date
    person: str
    """Whose step it is (for "tell" and "returned": whom it was with)."""
    fact: str = ""
    since: date | None = None
    count: int = 0
    """Reminders about this step that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Tell:
    """One message: to whom, and what comes together in it, the most important first."""

    to: str
    """A person's id, or TEAM."""
    items: tuple[Item, ...]
    day: date

    @property
    def key(self) -> str:
        """Unique: one message a day."""
        return f"{self.to}:day:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Held:
    """What is due and not said, and why."""

    to: str
    steps: tuple[str, ...]
    why: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the clock does for one adopter now."""

    tell: tuple[Tell, ...] = ()
    held: tuple[Held, ...] = ()
    changes: tuple[Change, ...] = ()
    """What is only noted: a step seen open for the first time, an offer that came back."""
    wake: datetime | None = None


def care_of(scene: Scene, step: str) -> StepCare:
    """Who looks after the step, and its reminders."""
    return next((c for c in scene.cares if c.step == step), StepCare(step))


def person_care_of(scene: Scene, person: str) -> PersonCare:
    return next((c for c in scene.people_care if c.person == person), PersonCare(person))


def active(scene: Scene) -> list[Person]:
    """The adopter's people who are there. Whoever said that they leave hears nothing more."""
    return [p for p in scene.people if p.left_on is None and not p.officer]


def reachable(scene: Scene) -> list[Person]:
    """Those of them who can be told something: everybody, where the adopter has a channel of its own."""
    if scene.adopter is not None and scene.adopter.team_address is not None:
        return active(scene)
    return [p for p in active(scene) if p.id not in scene.unreachable]


def with_role(people: list[Person], role: str) -> Person | None:
    return next((p for p in people if p.role == role), None)


def responsible(scene: Scene, step: Step, without: str = "") -> Person | None:
    """Who is reminded of a step: its owner, else somebody of its role, else the lead, else whoever is there.

    `without` leaves one person out: who would it be if they were not there?
    """
    people = [p for p in reachable(scene) if p.id != without]
    owner = care_of(scene, step.key).owner
    own = next((p for p in people if p.id == owner), None)
    return own or with_role(people, step.owner) or with_role(people, "lead") or next(iter(people), None)


# ---------------------------------------------------------------- what telling changes


DATED = ("before", "after", "recurs")
"""Occasions that stay what they are once they were said: their keys are remembered."""


def changes_of(scene: Scene, tell: Tell, at: datetime) -> tuple[Change, ...]:
    """What is noted when a message goes out: each thing said, the day of the person, the counts."""
    changes: list[Change] = []
    for item in tell.items:
        care = care_of(scene, item.step)
        said = (*care.said, item.key)[-KEPT:] if item.kind in DATED else care.said
        if item.kind == "returned":
            care = replace(care, offered_to="", offered_by="", offered_at=None)
        elif item.kind == "tell":
            care = replace(care, told=True)
        elif item.kind == "escalate":
            care = replace(care, escalated=True)
        elif item.kind == "quiet":
            care = replace(care, quiet=at, told=False, escalated=False)
        else:
            count = item.count + 1
            until = None if item.kind == "asked" else care.until
            care = replace(care, last_nudge=at, before=care.last_nudge, unanswered=count, until=until)
        scene = _with_care(scene, replace(care, said=said))
        changes.append(SaveCare(care_of(scene, item.step)))
    if tell.to == TEAM:
        changes.append(SaveCare(replace(care_of(scene, WHOLE), last_nudge=at)))
    people: Iterable[str] = () if tell.to == OFFICER else (tell.to,)
    if tell.to == TEAM:
        people = dict.fromkeys(i.person for i in tell.items)
    changes += [SavePersonCare(replace(person_care_of(scene, p), last_nudge=at)) for p in people]
    return tuple(changes)


def marks_of(adopter: str, tell: Tell, why: str) -> tuple[Nudged, ...]:
    """The rows that make a message one: one for the day, one for each thing said."""
    steps = tuple(i.step for i in tell.items)
    day = Nudged(f"{adopter}:{tell.key}", tell.to, steps, why)
    return (day, *(Nudged(f"{adopter}:{i.key}:{tell.to}", i.person, (i.step,), i.kind) for i in tell.items))


def advance(scene: Scene, changes: Iterable[Change]) -> Scene:
    """The scene as it is once these changes are kept."""
    for change in changes:
        if isinstance(change, SaveCare):
            scene = _with_care(scene, change.care)
        elif isinstance(change, SavePersonCare):
            others = tuple(c for c in scene.people_care if c.person != change.care.person)
            scene = replace(scene, people_care=(*others, change.care))
    return scene


def _with_care(scene: Scene, care: StepCare) -> Scene:
    return replace(scene, cares=(*(c for c in scene.cares if c.step != care.step), care))
