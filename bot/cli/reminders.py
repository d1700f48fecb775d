"""`bot sweep`: one pass of the clock, the operator's word on all reminders, and the days to come."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.cli.errors import CommandError
from bot.cli.times import parse_now
from bot.runtime.reminders import HELD_KEY, WHY, coming

if TYPE_CHECKING:
    from bot.compose.access import StoreAccess
    from bot.compose.app import App
    from bot.store.port import Tx


async def remind(args: argparse.Namespace, app: App) -> int:
    """Reminds whoever is due, or prints who would be."""
    now = parse_now(args.now, app.settings.zone) or app.clock.now()
    lines = await app.turns.sweep(now, dry_run=args.dry_run)
    for line in lines:
        print(line)
    if not lines:
        print("Nobody is due.")
    return 0


async def hold(args: argparse.Namespace, access: StoreAccess) -> int:
    """Holds all reminders, or lets them go on."""
    now = parse_now(args.now, access.settings.zone) or access.clock.now()
    held = None if args.resume else _until(args.pause, now.astimezone(access.settings.zone).date())
    await access.store.write(lambda tx: _hold(tx, held, now))
    print("Reminders go on." if held is None else f"All reminders are held: {held}.")
    return 0


async def forecast(args: argparse.Namespace, app: App) -> int:
    """Prints the reminders of the days to come."""
    now, programme = parse_now(args.now, app.settings.zone) or app.clock.now(), app.content.programme()
    for line in await coming(app.store, programme, now, args.forecast):
        steps = ", ".join(
            f"{programme.journey.step(s).title} ({WHY[k]})" for s, k in zip(line.steps, line.kinds, strict=True)
        )
        local = line.at.astimezone(programme.zone)
        print(f"{local:%Y-%m-%d %H:%M}  {line.adopter}: {line.name}: {steps}")
    return 0


def _until(text: str, today: date) -> str:
    if text == "paused":
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no day. Write it like 2027-01-04, or leave it out.") from None
    if day <= today:
        raise CommandError(f"{day} is not to come: until then nothing is held. Name a later day, or leave it out.")
    return day.isoformat()


def _hold(tx: Tx, held: str | None, now: datetime) -> None:
    """Keeps the word, and has every adopter planned anew."""
    tx.set_value(HELD_KEY, held)
    for adopter in tx.adopters():
        tx.set_wake(adopter.key, now)
