"""`bot people`: who they are; somebody is there no longer; what is held about a person is handed over, or deleted."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.port import MadeFile
from bot.cli.acting import act, known_adopter, operator, tell, tell_list, today_of
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.core.model import Person
from bot.runtime import adopter_acts
from bot.runtime.person_files import CONTENT_TYPES, person_file
from bot.runtime.traces import clear_traces
from bot.store.port import Tx

if TYPE_CHECKING:
    from bot.compose.app import App

STAYS = 'The adopter\'s evidence stays, told by "{former}". Backups and exports made before keep what they have.'


async def access(args: argparse.Namespace, to: StoreAccess) -> int:
    """Writes all of it as files, and says where. Raises CommandError for somebody who is nobody."""
    person, held = await to.store.read(lambda tx: (found := person_by_name(tx, args.who), tx.held_about(found.id)))
    _write(Path(args.out), [person_file(f"held-{person.id}", held, form, to.clock.now()) for form in CONTENT_TYPES])
    print(f"{sum(len(part.rows) for part in held)} rows about {person.name or person.id}. Hand it to nobody else.")
    return 0


def _write(folder: Path, files: list[MadeFile]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in files:
        path = folder / file.name
        path.unlink(missing_ok=True)  # an earlier file may be open to others
        path.write_bytes(file.data)
        print(path)


async def erase(args: argparse.Namespace, app: App) -> int:
    """Deletes it, when told to. Raises CommandError for somebody who is nobody, StoreError where traces remain."""
    former = app.former()
    person, held = await app.store.read(lambda tx: (found := person_by_name(tx, args.who), tx.held_about(found.id)))
    for part in held:
        print(f"{part.table:16} {len(part.rows):>7,}  {part.what}")
    print(STAYS.format(former=former))
    if args.dry_run:
        print("Nothing was changed.")
        return 0
    question = f"Delete what is held about {person.name} ({person.id})? Type yes: "
    if not args.yes and (await asyncio.to_thread(input, question)).strip() != "yes":
        print("Nothing was changed.")
        return 1
    at = app.clock.now()
    counts = await app.store.write(lambda tx: tx.erase(person.id, former, at))
    await clear_traces(app.store, app.clock)
    print(f"Deleted, or freed from the person: {sum(counts.values())} rows.")
    return 0


async def list_them(args: argparse.Namespace, to: StoreAccess) -> int:
    """Everybody, or everybody at one adopter. Raises CommandError for an adopter that is none."""

    def find(tx: Tx) -> list[Person]:
        adopters = [known_adopter(tx, args.adopter)] if args.adopter else tx.adopters()
        return [person for adopter in adopters for person in tx.people(adopter.key)]

    tell_list(args, [_row(person) for person in await to.store.read(find)], "Nobody has come in yet.")
    return 0


def _row(person: Person) -> dict[str, object]:
    left = None if person.left_on is None else person.left_on.isoformat()
    return {"id": person.id, "name": person.name, "role": person.role, "adopter": person.adopter, "left": left}


async def remove(args: argparse.Namespace, to: StoreAccess) -> int:
    """Somebody is there no longer. Raises CommandError for somebody who is nobody, or left before."""
    by, today = operator(to), today_of(to)

    def leave(tx: Tx) -> Person:
        return adopter_acts.remove(tx, person_by_name(tx, args.who), today, by)

    gone = await act(to, leave, args.dry_run)
    who = f"{gone.name or gone.id} at {gone.adopter}"
    done = f"{who} would be removed." if args.dry_run else f"{who} is removed: no link, no session, no message."
    tell(args, [done, "What they told stays."], removed=_row(gone))
    return 0


def person_by_name(tx: Tx, who: str, where: str = "") -> Person:
    """The person of this id, or the only one of this name. Raises CommandError when nobody is, or several are."""
    if known := tx.person(who):
        return known
    found = [p for a in tx.adopters() for p in tx.people(a.key) if p.name.casefold() == who.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"nobody is called '{who}'{where}.")
    ids = ", ".join(f"{p.id} ({p.adopter})" for p in found)
    raise CommandError(f"several people are called '{who}'. Name one of them by id: {ids}.")
