"""What the commands do, apart from `understand`. Each returns an exit code."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.cli.errors import CommandError
from bot.compose.settings import Settings, SettingsError, read_settings
from bot.store.port import StoreError

if TYPE_CHECKING:
    from bot.compose.app import App
    from bot.store.port import Tx

OK, PROBLEMS = 0, 1


def run(args: argparse.Namespace) -> int:
    """Runs the command that `args` names."""
    set_up_logs()
    settings = read_settings()
    return COMMANDS[args.command](args, settings)


def set_up_logs() -> None:
    """Logs go to standard error as lines of JSON: ids and numbers, never people's words."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def parse_now(text: str, settings: Settings) -> datetime | None:
    """`--now`: a date, or a time, in the programme's time zone unless it says otherwise. None when not given."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no time. Write it like 2026-11-24 or 2026-11-24T10:00.") from None
    return (at if at.tzinfo else at.replace(tzinfo=settings.zone)).astimezone(UTC)


def in_app(work: Callable[..., Awaitable[int]]) -> Callable[[argparse.Namespace, Settings], int]:
    """A command that needs the store and the content."""

    def command(args: argparse.Namespace, settings: Settings) -> int:
        async def go() -> int:
            from bot.compose.app import open_app

            async with open_app(settings) as app:
                return await work(args, app)

        return asyncio.run(go())

    return command


# ---------------------------------------------------------------- serving and talking


def serve(args: argparse.Namespace, settings: Settings) -> int:
    from bot.compose.app import serve as serve_app

    if args.only != "worker":
        address = settings.public_url or f"http://{settings.host}:{settings.port}"
        print(f"Charter Bot is starting at {address}", flush=True)
        if settings.demo:
            print("No credentials are set, so this is a demo: open the address in a browser. Ctrl+C stops it.")
        sys.stdout.flush()
    try:
        asyncio.run(serve_app(settings, args.only))
    except* asyncio.CancelledError:
        pass  # Asked to stop (SIGTERM): everything was closed in order.
    except* (SettingsError, StoreError) as group:
        raise group.exceptions[0] from None
    return OK


def chat(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.chat import chat as chat_in_terminal

    return asyncio.run(chat_in_terminal(args, settings, parse_now(args.now, settings)))


# ---------------------------------------------------------------- content


def check(args: argparse.Namespace, settings: Settings) -> int:
    """Every problem of the content, and of the settings that can be seen from here."""
    from bot.cli.check import all_problems

    folder = Path(args.folder) if args.folder else settings.bot_content
    problems = all_problems(folder, settings)
    for problem in problems:
        print(problem)
    print(
        f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found in {folder}."
        if problems
        else "No problems."
    )
    return PROBLEMS if problems else OK


def rehearse(args: argparse.Namespace, settings: Settings) -> int:
    from bot.content.live import load_programme
    from bot.rehearsal.player import rehearse as play
    from bot.rehearsal.player import transcripts_in

    logging.disable(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    files = transcripts_in(Path(f) for f in args.files)
    if not files:
        raise CommandError("there is no transcript there (a transcript is a file that ends in .txt).")
    programme = load_programme(settings.bot_content, settings.zone)

    async def play_all() -> int:
        failed = 0
        for file in files:
            difference = await play(file, settings.bot_content, settings.zone, programme)
            print(f"differs  {difference}" if difference else f"as written  {file}")
            failed += difference is not None
        print(f"{len(files) - failed} passed, {failed} failed")
        return PROBLEMS if failed else OK

    return asyncio.run(play_all())


def manifest(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.manifest import manifest as make

    return make(args, settings)


# ---------------------------------------------------------------- adopters, clock, upkeep


async def sweep(args: argparse.Namespace, app: App) -> int:
    from bot.cli.reminders import reminders

    now = parse_now(args.now, app.settings) or app.clock.now()
    if args.pause or args.resume or args.forecast:
        return await reminders(args, app, now)
    for line in await app.turns.sweep(now, dry_run=args.dry_run):
        print(line)
    return OK


async def adopters(args: argparse.Namespace, app: App) -> int:
    from bot.store.codes import new_code

    if args.action == "add":
        name, code = " ".join(args.name.split()), new_code()
        if not name:
            raise CommandError("the adopter needs a name.")
        try:
            adopter = await app.store.write(lambda tx: tx.add_adopter(name, code, app.clock.now()))
        except ValueError:
            raise CommandError(f"there is an adopter called '{name}' already.") from None
        print(f"{adopter.name}\n  key: {adopter.key}\n  join code: {code}\n(The code is shown only now.)")
        return OK
    if args.action == "merge":
        return await _merge(args, app)
    for adopter in await app.store.read(lambda tx: tx.adopters()):
        print(f"{adopter.key}\t{adopter.name}")
    return OK


async def _merge(args: argparse.Namespace, app: App) -> int:
    try:
        done = await app.turns.merge(args.gone, args.into, app.clock.now())
    except KeyError as error:
        raise CommandError(
            f"there is no adopter with the key {error}. `charter-bot adopters list` shows them."
        ) from None
    except ValueError as error:
        raise CommandError(f"{error}.") from None
    print(f"{args.gone} is part of {args.into} now." if done else f"{args.gone} was merged before.")
    return OK


async def invite(args: argparse.Namespace, app: App) -> int:
    from bot.cli.invite import invitation

    print(await invitation(app, args.adopter, args.name))
    return OK


async def sign_out(args: argparse.Namespace, app: App) -> int:
    from bot.cli.sign_out import sign_out as end_access

    print(f"Signed out everywhere: {await end_access(app, args.who)}. A new link lets them in again.")
    return OK


async def briefings(args: argparse.Namespace, app: App) -> int:
    from bot.cli.briefings import briefings as run_briefings

    return await run_briefings(args, app)


async def officers(args: argparse.Namespace, app: App) -> int:
    from bot.cli.officers import officers as run_officers

    return await run_officers(args, app)


async def migrate(args: argparse.Namespace, app: App) -> int:
    print("The database is up to date.")
    return OK


async def backup(args: argparse.Namespace, app: App) -> int:
    await app.store.backup(args.file)
    print(f"Copied to {args.file}.")
    return OK


async def export(args: argparse.Namespace, app: App) -> int:
    folder = Path(args.folder)

    def write(tx: Tx) -> list[str]:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = []
        for kind, rows in tx.dump():
            path = folder / f"{kind}.jsonl"
            path.unlink(missing_ok=True)  # an earlier export's file may be open to others
            with path.open("w", encoding="utf-8") as file:
                count = 0
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    count += 1
            written.append(f"{path}: {count}")
        return written

    for line in await app.store.read(write):
        print(line)
    return OK


def doctor(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.doctor import examine

    lines, healthy = asyncio.run(examine(settings))
    print("\n".join(lines))
    return OK if healthy else PROBLEMS


COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "manifest": manifest,
    "serve": serve,
    "chat": chat,
    "check": check,
    "rehearse": rehearse,
    "sweep": in_app(sweep),
    "adopters": in_app(adopters),
    "invite": in_app(invite),
    "sign-out": in_app(sign_out),
    "briefings": in_app(briefings),
    "officers": in_app(officers),
    "migrate": in_app(migrate),
    "backup": in_app(backup),
    "export": in_app(export),
    "doctor": doctor,
}
