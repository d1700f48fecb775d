"""`bot sweep --pause`, `--resume` and `--forecast`: the operator's word on all reminders, and the days to come."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.cli.errors import CommandError
from bot.runtime.reminders import HELD_KEY, WHY, coming

if TYPE_CHECKING:
    from bot.compose.app import App
    from bot.store.port import Tx


async def reminders(args: argparse.Namespace, app: App, now: datetime) -> int:
    """Holds all reminders, lets them go on, or prints those of the days to come."""
    if args.pause or args.resume:
        held = None if args.resume else _until(args.pause)
        await app.store.write(lambda tx: _hold(tx, held, now))
        print("Reminders go on." if held is None else f"All reminders are held: {held}.")
        return 0
    programme = app.content.programme()
    for line in await coming(app.store, programme, now, args.forecast):
        steps = ", ".join(
            f"{programme.journey.step(s).title} ({WHY[k]})" for s, k in zip(line.steps, line.kinds, strict=True)
        )
        local = line.at.astimezone(programme.zone)
        print(f"{local:%Y-%m-%d %H:%M}  {line.adopter}: {line.name}: {steps}")
    return 0


def _until(text: str) -> str:
    if text == "paused":
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CommandError(f"'{text}' is no day. Write it like 2027-01-04, or leave it out.") from None


def _hold(tx: Tx, held: str | None, now: datetime) -> None:
    """Keeps the word, and has every adopter planned anew."""
    tx.set_value(HELD_KEY, held)
    for adopter in tx.adopters():
        tx.set_wake(adopter.key, now)
