"""`bot briefings`: list them, publish one to its subscribers, stop that, save what is ready to use in one."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.app import App
from bot.core.model.journey import Briefing
from bot.http.guidance import download
from bot.runtime.publisher import Publisher, UnknownBriefingError
from bot.store.port import Publication, Readers

PATIENCE = 5.0
"""Seconds without progress after which the command leaves the rest to whatever serves."""


async def list_or_publish(args: argparse.Namespace, app: App) -> int:
    """Runs `list`, `publish` or `save`. Raises CommandError."""
    publisher = Publisher(app.store, app.turns.programme, app.clock)
    try:
        if args.action == "list":
            return _list(app)
        if args.action == "save":
            return _save(publisher.briefing(args.name), args.out)
        return await _publish(args, publisher)
    except UnknownBriefingError as error:
        raise CommandError(f"{error} `charter-bot briefings list` shows them.") from None


async def stop(args: argparse.Namespace, access: StoreAccess) -> int:
    """Hands over no more, whatever the content says by now."""
    going = await access.store.write(lambda tx: tx.stop_publication(args.name))
    print("Stopped. Publish it again to go on." if going else f"'{args.name}' is not on its way.")
    return 0


def _list(app: App) -> int:
    for b in app.content.programme().journey.briefings:
        print(f"{b.key}\t{b.published}\t{b.status}\t{b.title}")
    return 0


def _save(briefing: Briefing, out: str) -> int:
    if not briefing.download:
        raise CommandError(f"'{briefing.key}' has nothing to save as a file: it is there to be read.")
    path = Path(out or f"{briefing.key}.docx")
    path.write_bytes(download(briefing))
    print(f"Written: {path}")
    return 0


async def _publish(args: argparse.Namespace, publisher: Publisher) -> int:
    briefing = publisher.briefing(args.name)
    readers = await publisher.readers(args.name)
    print(f"{briefing.title}\n{say_readers(readers)}")
    if args.dry_run:
        return 0
    if not args.yes and not _agreed():
        print("Nothing was sent.")
        return 0
    await publisher.begin(args.name)
    state = await _hand_over(publisher, args.name)
    print(say_state(state))
    return 0


async def _hand_over(publisher: Publisher, key: str) -> Publication | None:
    """Hands over while there is part; what is left goes on wherever the bot is served."""
    idle = 0.0
    while idle < PATIENCE:
        looked = await publisher.go_on()
        state = await publisher.state(key)
        if state is None or state.state != "going":
            return state
        if not looked:
            await asyncio.sleep(0.5)
        idle = 0.0 if looked else idle + 0.5
    return await publisher.state(key)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise CommandError("add --yes to send it, or --dry-run to see only who would get it.")
    return input("Send it? [y/N] ").strip().casefold() in ("y", "yes")


def say_readers(readers: Readers) -> str:
    """Who will get it, in a line."""
    return (
        f"Goes at once to {_many(readers.people, 'person', 'people')} and {_many(readers.places, 'channel')}; "
        f"with the weekly digest to {readers.weekly}. Whoever has it already gets nothing."
    )


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def say_state(state: Publication | None) -> str:
    if state is None:
        return "It was never begun."
    handed = f"{_many(state.handed, 'message')} handed over, {state.weekly} for the weekly digest."
    if state.state == "done":
        return f"Done: {handed}"
    if state.state == "stopped":
        return f"Stopped: {handed} Publish it again to go on."
    return f"On its way: {handed} The rest goes out while the bot is served (`charter-bot serve`)."
