"""`bot adopters merge`: one adopter becomes part of another."""

from __future__ import annotations

import argparse

from bot.cli.acting import act, known_adopter, tell
from bot.cli.errors import CommandError
from bot.compose.app import App
from bot.store.port import Tx


async def merge(args: argparse.Namespace, app: App) -> int:
    """Merges, or shows what would be merged. Raises CommandError where it cannot be done."""
    now = app.clock.now()

    def work(tx: Tx) -> tuple[bool, int]:
        known_adopter(tx, args.gone), known_adopter(tx, args.into)
        people = sum(person.left_on is None for person in tx.people(args.gone))
        return app.turns.merged(tx, args.gone, args.into, now), people

    try:
        done, people = await act(app, work, args.dry_run)
    except ValueError as error:
        raise CommandError(f"{error}.") from None
    who = f"{people} {'person' if people == 1 else 'people'}"
    part = f"{args.gone} {'would be' if args.dry_run else 'is'} part of {args.into}{'' if args.dry_run else ' now'}"
    line = f"{part}, with {who} and its record." if done else f"{args.gone} was merged before."
    tell(args, [line], action="merge", key=args.gone, into=args.into, merged=done, people=people if done else 0)
    return 0
