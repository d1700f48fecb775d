"""What an officer or operator does with an adopter: one place for the pages and the commands.

Each act is a work of one transaction: it changes what it is about, and notes in the audit list who did it. What
cannot be done raises ActError with what to do instead, and nothing is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.model import (
    WHOLE,
    Adopter,
    Outcome,
    Person,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    Wake,
)
from bot.core.model.context import Assignment
from bot.core.model.errors import ToldError
from bot.core.officers.importing import LONGEST_NAME, NewAdopter
from bot.store.codes import new_code
from bot.store.port import Tx


class ActError(ToldError):
    """The act cannot be done. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and when."""

    name: str
    at: datetime


def add(tx: Tx, name: str, by: By) -> tuple[Adopter, str]:
    """A new adopter, and its join code, which is known only now."""
    code = new_code()
    adopter = _add(tx, name, code, by)
    tx.note_act(by.name, "added", by.at, adopter.key)
    return adopter, code


def import_all(tx: Tx, rows: Sequence[NewAdopter], by: By) -> list[Adopter]:
    """New adopters, all or none, without join codes: each gets its own when its letter is made."""
    made = [_add(tx, row.name, "", by, row.listed) for row in rows]
    tx.note_act(by.name, "imported", by.at, about=f"{len(made)} adopters")
    return made


def make_code(tx: Tx, key: str, by: By) -> tuple[Adopter, str]:
    """A new join code, known only now. The old one no longer works."""
    adopter = standing(tx, key)
    if adopter.closed_on is not None:
        raise ActError(f"{adopter.name} is closed: nobody can join. Reopen it first.")
    code, had = new_code(), tx.has_code(key)
    tx.set_code(key, code)
    tx.note_act(by.name, "rotated the join code" if had else "made a join code", by.at, key)
    return adopter, code


def revoke_code(tx: Tx, key: str, by: By) -> Adopter:
    """Nobody joins by code until a new one is made."""
    adopter = standing(tx, key)
    if not tx.take_code_back(key):
        raise ActError(f"{adopter.name} has no join code.")
    tx.note_act(by.name, "revoked the join code", by.at, key)
    return adopter


def rename(tx: Tx, key: str, name: str, by: By) -> Adopter:
    """Another name; the key, and every link with it, stays."""
    adopter, name = standing(tx, key), _name(name)
    renamed = _save(tx, replace(adopter, name=name), by)
    tx.note_act(by.name, "renamed", by.at, key, f"before: {adopter.name}")
    return renamed


def close(tx: Tx, key: str, day: date, by: By) -> Adopter:
    """Nothing is sent by itself any more, nobody joins, it is on no list. What was told is kept.

    Its code and its workspaces stay known, so that whoever comes by them is told that it is closed.
    """
    adopter = standing(tx, key)
    if adopter.closed_on is not None:
        raise ActError(f"{adopter.name} is closed already.")
    closed = _save(tx, replace(adopter, closed_on=day), by)
    tx.set_wake(key, None)
    tx.note_act(by.name, "closed", by.at, key)
    return closed


def reopen(tx: Tx, key: str, by: By) -> Adopter:
    """It goes on where it was, with reminders; its people need no new code, others do."""
    adopter = standing(tx, key)
    if adopter.closed_on is None:
        raise ActError(f"{adopter.name} is not closed.")
    opened = _save(tx, replace(adopter, closed_on=None), by)
    tx.take_code_back(key)
    tx.set_wake(key, by.at)
    tx.note_act(by.name, "reopened", by.at, key)
    return opened


def pause(tx: Tx, key: str, until: date | None, by: By) -> Adopter:
    """No reminder goes to this adopter until that day, or (without one) until it is resumed."""
    adopter = standing(tx, key)
    if until is not None and until <= by.at.date():
        raise ActError(f"{until.isoformat()} is not to come. Name a later day, or none.")
    _remind(tx, key, by, until=until, paused=until is None)
    tx.note_act(by.name, "paused reminders", by.at, key, f"until {until.isoformat()}" if until else "")
    return adopter


def resume(tx: Tx, key: str, by: By) -> Adopter:
    """Reminders go on."""
    adopter = standing(tx, key)
    _remind(tx, key, by, until=None, paused=False)
    tx.note_act(by.name, "resumed reminders", by.at, key)
    return adopter


def note(tx: Tx, key: str, words: str, by: By) -> Adopter:
    """Writes something down about an adopter, for other officers."""
    adopter = standing(tx, key)
    tx.add_note(key, by.name, words, by.at)
    tx.note_act(by.name, "wrote a note", by.at, key)
    return adopter


def remove(tx: Tx, person: Person, day: date, by: By) -> Person:
    """Somebody is there no longer: no link or session of theirs counts, and no message goes to them. What they told
    is kept, and their steps go to whoever is next."""
    if person.left_on is not None:
        raise ActError(f"{person.name or person.id} left on {person.left_on.isoformat()} already.")
    gone = replace(person, left_on=day)
    _keep(tx, person.adopter, by, SavePerson(gone), Wake(by.at))
    tx.note_act(by.name, "removed a person", by.at, person.adopter)
    return gone


def standing(tx: Tx, key: str) -> Adopter:
    """The adopter of that key, which stands by itself."""
    adopter = tx.adopter(key)
    if adopter is None:
        raise ActError(f"There is no adopter with the key “{key}”.")
    if adopter.merged_into:
        raise ActError(f"{adopter.name} became part of another adopter. Its key is {adopter.merged_into}.")
    return adopter


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ActError(f"A name has 1 to {LONGEST_NAME} characters that can be shown.")
    return name


def _add(tx: Tx, name: str, code: str, by: By, listed: date | None = None) -> Adopter:
    name = _name(name)
    try:
        return tx.add_adopter(name, code, by.at, listed)
    except ValueError:
        raise ActError(f"There is an adopter called “{name}” already.") from None


def _save(tx: Tx, adopter: Adopter, by: By) -> Adopter:
    try:
        _keep(tx, adopter.key, by, SaveAdopter(adopter))
    except ValueError:
        raise ActError(f"There is an adopter called “{adopter.name}” already.") from None
    return adopter


def _remind(tx: Tx, key: str, by: By, until: date | None, paused: bool) -> None:
    known = next((one for one in tx.context_of(key).assignments if one.step == WHOLE), Assignment(WHOLE))
    _keep(tx, key, by, SaveAssignment(replace(known, until=until, paused=paused)), Wake(by.at))


def _keep(tx: Tx, key: str, by: By, *changes: SaveAdopter | SaveAssignment | SavePerson | Wake) -> None:
    """An act has no event that comes twice: each has an id of its own."""
    event = f"act:{key}:{by.at.isoformat()}:{secrets.token_hex(4)}"
    tx.keep_clock(event, by.at, tx.context_of(key), Outcome(changes=changes))
