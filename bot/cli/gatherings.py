"""`bot gatherings`: add one from a file, list them, change one, cancel one."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli.errors import CommandError
from bot.compose.app import App
from bot.content.gatherings import read_gathering, told_changes
from bot.core.gatherings.learned import draft_of, quarter_of
from bot.core.model.gatherings import Gathering, Places
from bot.runtime.gatherings import Gatherings

OK, PROBLEMS = 0, 1
WORDS = {"when": "time", "where": "place", "link": "link", "title": "title"}


async def gatherings(args: argparse.Namespace, app: App) -> int:
    """Runs one of the acts. Raises CommandError."""
    acts = Gatherings(app.store, app.clock.now)
    if args.action == "list":
        for places in await acts.known():
            print(say(places))
        return OK
    if args.action == "learned":
        return await _learned(args, app, acts)
    if args.action == "cancel":
        return await _cancel(args, acts)
    made, problems = read_gathering(
        Path(args.file), app.content.programme().journey, str(app.settings.zone), app.clock.now()
    )
    if made is None:
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found; nothing was changed.")
        return PROBLEMS
    return await (_add if args.action == "add" else _change)(args, acts, made)


async def _add(args: argparse.Namespace, acts: Gatherings, made: Gathering) -> int:
    if not args.dry_run:
        await acts.add(made)
    print(f"{'Would add' if args.dry_run else 'Added'}: {say(Places(made))}")
    return OK


async def _change(args: argparse.Namespace, acts: Gatherings, made: Gathering) -> int:
    known = await _known(acts, made.key)
    told = told_changes(known.gathering, made)
    whom = (
        f"{_signed(known)} told of the new {' and '.join(WORDS[what] for what in told)}"
        if told
        else "Nobody is told: nothing of it concerns them"
    )
    if not args.dry_run:
        await acts.change(made, told_changes)
    print(f"{'Would change' if args.dry_run else 'Changed'}: {say(Places(made, known.taken, known.waiting))}")
    print(f"{whom}.")
    return OK


async def _cancel(args: argparse.Namespace, acts: Gatherings) -> int:
    known = await _known(acts, args.key)
    if not args.dry_run:
        known = await acts.cancel(args.key)
    print(f"{'Would cancel' if args.dry_run else 'Cancelled'}: {say(known)}")
    print(f"{_signed(known)} told.")
    return OK


async def _learned(args: argparse.Namespace, app: App, acts: Gatherings) -> int:
    """Writes what was shared in a quarter as the draft of a briefing."""
    zone = app.settings.zone
    span = quarter_of(args.quarter, zone)
    if span is None:
        raise CommandError(f"'{args.quarter}' is no quarter. Write it as 2026-Q4.")
    shared = await acts.learned(*span)
    if not shared:
        print(f"Nothing was shared in {args.quarter}.")
        return OK
    words = app.content.programme().journey.gatherings
    path = Path(args.out or f"learned-{args.quarter.lower()}.md")
    text = draft_of(words, shared, args.quarter.upper(), app.clock.now().astimezone(zone).date())
    await asyncio.to_thread(path.write_text, text, "utf-8")
    print(f"Written: {path} ({len(shared)} shared). Read it before you put it into conversations/briefings.")
    return OK


async def _known(acts: Gatherings, key: str) -> Places:
    found = await acts.one(key)
    if found is None:
        raise CommandError(f"there is no gathering '{key}'. `charter-bot gatherings list` shows them.")
    return found


def _signed(places: Places) -> str:
    count = places.taken + places.waiting
    return f"{count} {'person who signed up is' if count == 1 else 'people who signed up are'}"


def say(places: Places) -> str:
    """One gathering in a line, for a terminal."""
    one = places.gathering
    local = one.starts.astimezone(ZoneInfo(one.zone))
    most = "any number" if one.places is None else str(one.places)
    state = "" if one.state == "planned" else f"\t{one.state}"
    title = " ".join(one.title.split())
    return f"{one.key}\t{local:%Y-%m-%d %H:%M}\t{places.taken} of {most}, {places.waiting} waiting\t{title}{state}"
