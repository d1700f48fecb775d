"""`bot adopters import`, `rename`, `close`, `reopen`, `pause`, `resume`: what the officer's pages do, by command."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.cli.acting import act, known_adopter, operator, tell, today_of
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.core.model import Adopter
from bot.core.model.people import plain_name
from bot.core.officers.importing import read_table
from bot.runtime import adopter_acts
from bot.runtime.adopter_acts import By
from bot.store.port import Tx

Doing = Callable[[Tx, argparse.Namespace, By, date], Adopter]


async def import_file(args: argparse.Namespace, access: StoreAccess) -> int:
    """All rows of a table or none. Every problem is printed by its row; then the exit code is 1."""
    by, text = operator(access), _read(args.file)
    known = await access.store.read(lambda tx: {plain_name(one.name) for one in tx.adopters()})
    rows, problems = read_table(text, known, today_of(access))
    if problems and args.json:
        print(json.dumps({"problems": [{"row": one.row, "text": one.text} for one in problems]}, ensure_ascii=False))
        return 1
    if problems:
        told = "\n".join(f"row {one.row}: {one.text}" for one in problems)
        raise CommandError(f"{args.file} was not imported: mend these rows first.\n{told}")
    made = await act(access, lambda tx: adopter_acts.import_all(tx, rows, by), args.dry_run)
    lines = [f"{one.key}\t{one.name}" for one in made]
    count = f"{len(made)} adopter{'' if len(made) == 1 else 's'}"
    last = f"{count} can be imported." if args.dry_run else f"{count} imported. None has a join code yet."
    tell(args, [*lines, last], imported=[{"key": one.key, "name": one.name} for one in made])
    return 0


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{name} is no text in UTF-8. Save it as CSV UTF-8.") from None


async def change(args: argparse.Namespace, access: StoreAccess) -> int:
    """One act with one adopter. Raises CommandError where it cannot be done."""
    by, today = operator(access), today_of(access)
    do, said = ACTS[args.action]

    def work(tx: Tx) -> tuple[str, Adopter]:
        before = known_adopter(tx, args.key)
        return before.name, do(tx, args, by, today)

    before, adopter = await act(access, work, args.dry_run)
    line = f"{before}: {'would be ' if args.dry_run else ''}{said}."
    tell(args, [line], action=args.action, key=adopter.key, name=adopter.name)
    return 0


ACTS: dict[str, tuple[Doing, str]] = {
    "rename": (lambda tx, args, by, _: adopter_acts.rename(tx, args.key, args.name, by), "renamed"),
    "close": (lambda tx, args, by, today: adopter_acts.close(tx, args.key, today, by), "closed"),
    "reopen": (lambda tx, args, by, _: adopter_acts.reopen(tx, args.key, by), "reopened, without a join code"),
    "pause": (lambda tx, args, by, _: adopter_acts.pause(tx, args.key, args.until, by), "paused (reminders)"),
    "resume": (lambda tx, args, by, _: adopter_acts.resume(tx, args.key, by), "resumed (reminders)"),
}
"""Each act, and what is said of it."""
