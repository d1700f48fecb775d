"""What commands do that change something: in one transaction, for a person or a program, or only tried out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.core.model import Adopter
from bot.runtime.adopter_acts import ActError, By
from bot.store.port import Tx

T = TypeVar("T")
OPERATOR = "operator"
"""Under what name commands stand in the audit list."""
UNCHANGED = "Nothing was changed."


class _TriedError(Exception):
    """Ends a transaction that is not to be kept."""


def operator(access: StoreAccess) -> By:
    """Whose act a command is."""
    return By(OPERATOR, access.clock.now())


def today_of(access: StoreAccess) -> date:
    """The day that it is where the programme is."""
    return access.clock.now().astimezone(access.settings.zone).date()


async def act(access: StoreAccess, work: Callable[[Tx], T], dry_run: bool = False) -> T:
    """Does what the officer's pages do too. Raises CommandError where it cannot be done.

    `dry_run`: it is done and taken back, so that it finds the same problems.
    """
    done: list[T] = []

    def try_out(tx: Tx) -> T:
        done.append(work(tx))
        raise _TriedError

    try:
        return await access.store.write(try_out if dry_run else work)
    except ActError as error:
        raise CommandError(str(error)) from None
    except _TriedError:
        return done[-1]


def tell(args: argparse.Namespace, lines: Sequence[str], **fields: object) -> None:
    """What was done: lines for a person, or with `--json` one object for a program."""
    if args.json:
        print(json.dumps(fields | {"dry_run": args.dry_run}, ensure_ascii=False))
        return
    for line in (*lines, *([UNCHANGED] if args.dry_run else ())):
        print(line)


def tell_list(args: argparse.Namespace, rows: Sequence[dict[str, object]], none: str) -> None:
    """A list: a line each with tabs between, or with `--json` one array. `none`: what is said of an empty one, but to
    a program."""
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print("\t".join("" if cell is None else str(cell) for cell in row.values()))
    if not rows:
        print(none)


def known_adopter(tx: Tx, key: str) -> Adopter:
    """The adopter with this key. Raises CommandError for a key that is none."""
    adopter = tx.adopter(key)
    if adopter is None:
        raise CommandError(f"there is no adopter with the key '{key}'. `charter-bot adopters list` shows them.")
    return adopter
