"""`bot peers`: how many introductions there were about what, and a round now."""

from __future__ import annotations

import argparse

from bot.cli.errors import CommandError
from bot.compose.app import App
from bot.core.peers.wording import topic_of
from bot.runtime.peers import counts, pairs_of, run_round

OK = 0


async def peers(args: argparse.Namespace, app: App) -> int:
    """Runs one of the acts. Raises CommandError."""
    if args.action == "counts":
        journey = app.content.programme().journey
        for one in await counts(app.store):
            print(f"{topic_of(journey, one.topic)}: asked {one.asked}, introduced {one.opened}, helped {one.helped}")
        return OK
    programme, now = app.content.programme(), app.clock.now()
    try:
        if args.dry_run:
            pairs = await pairs_of(app.store, programme, now, now.isoformat())
            print(f"Would put together: {2 * len(pairs)} people. Each is asked first.")
        else:
            print(f"Put together: {await run_round(app.store, programme, now)} people. Each is asked first.")
    except ImportError:
        raise CommandError("A round needs a library: pip install 'charter-bot[rounds]'") from None
    return OK
