"""What the commands do, apart from `understand`, which needs none of this. Each returns an exit code."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.errors import CommandError
from bot.cli.times import parse_now
from bot.compose.logs import be_silent, set_up_logs
from bot.compose.masking import secrets_of
from bot.compose.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.compose.access import StoreAccess
    from bot.compose.app import App
    from bot.store.port import Tx

OK, PROBLEMS = 0, 1


Command = Callable[[argparse.Namespace, Settings], int]


def run(args: argparse.Namespace) -> int:
    """Runs the command that `args` names."""
    if args.command == "doctor":
        return doctor()
    settings = read_settings()
    set_up_logs(settings.log_level, secrets_of(settings))
    return COMMANDS[args.command](args, settings)


def in_app(work: Callable[[argparse.Namespace, App], Awaitable[int]]) -> Command:
    """A command that needs the store and the content."""

    def command(args: argparse.Namespace, settings: Settings) -> int:
        async def go() -> int:
            from bot.compose.app import open_app

            async with open_app(settings) as app:
                return await work(args, app)

        return asyncio.run(go())

    return command


def in_store(work: Callable[[argparse.Namespace, StoreAccess], Awaitable[int]]) -> Command:
    """A command that needs the store alone: broken content does not stop it."""

    def command(args: argparse.Namespace, settings: Settings) -> int:
        async def go() -> int:
            from bot.compose.access import open_access

            async with open_access(settings) as access:
                return await work(args, access)

        return asyncio.run(go())

    return command


# ---------------------------------------------------------------- serving and talking


def serve(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.serve import serve as serve_until_stopped

    return serve_until_stopped(args, settings)


def chat(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.chat import chat as chat_in_terminal

    return asyncio.run(chat_in_terminal(args, settings, parse_now(args.now, settings.zone)))


# ---------------------------------------------------------------- content


def check(args: argparse.Namespace, settings: Settings) -> int:
    """Every problem of the content, and of the settings that can be seen from here."""
    from bot.cli.check import all_problems
    from bot.compose.settings_check import oddities
    from bot.content.check_wording import wording_lines

    folder = Path(args.folder) if args.folder else settings.bot_content
    found, loaded = all_problems(folder, settings)
    problems = [*map(str, found), *(f"Setting: {line}" for line in oddities(settings))]
    for problem in problems:
        print(problem)
    for line in (*loaded.soon, *(wording_lines(loaded.spoken) if args.wording else ())):
        print(line)
    print(
        f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found in {folder}."
        if problems
        else "No problems."
    )
    return PROBLEMS if problems else OK


def links(args: argparse.Namespace, settings: Settings) -> int:
    """Whether the addresses that the content leads to are still there."""
    from bot.cli.links import links as ask

    be_silent()
    return asyncio.run(ask(Path(args.folder) if args.folder else settings.bot_content))


def rehearse(args: argparse.Namespace, settings: Settings) -> int:
    from bot.content.live import load_programme
    from bot.rehearsal.player import rehearse as play
    from bot.rehearsal.player import transcripts_in

    be_silent()
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


def content(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.content import content as copy

    return copy(args, settings)


def manifest(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.manifest import manifest as make

    return make(args, settings)


# ---------------------------------------------------------------- adopters, clock, upkeep


def sweep(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.reminders import forecast, hold, remind

    if args.pause or args.resume:
        return in_store(hold)(args, settings)
    return in_app(forecast if args.forecast else remind)(args, settings)


def adopters(args: argparse.Namespace, settings: Settings) -> int:
    return in_app(_merge)(args, settings) if args.action == "merge" else in_store(_adopters)(args, settings)


async def _adopters(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.adopters import adopters as run_adopters

    return await run_adopters(args, access)


async def _merge(args: argparse.Namespace, app: App) -> int:
    from bot.cli.merge import merge

    return await merge(args, app)


async def invite(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.invite import invitation

    print(await invitation(access, args.adopter, args.name or "", args.person, args.new))
    return OK


async def codes(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.codes import codes as run_codes

    return await run_codes(args, access)


def people(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.people import access, erase, list_them, remove

    if args.action == "erase":
        return in_app(erase)(args, settings)
    return in_store({"access": access, "list": list_them, "remove": remove}[args.action])(args, settings)


async def sign_out(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.sign_out import sign_out as end_access

    print(f"Signed out everywhere: {await end_access(access, args.who)}. A new link lets them in again.")
    return OK


def briefings(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.briefings import list_or_publish, stop

    return in_store(stop)(args, settings) if args.action == "stop" else in_app(list_or_publish)(args, settings)


async def gatherings(args: argparse.Namespace, app: App) -> int:
    from bot.cli.gatherings import gatherings as run_gatherings

    return await run_gatherings(args, app)


async def peers(args: argparse.Namespace, app: App) -> int:
    from bot.cli.peers import peers as run_peers

    return await run_peers(args, app)


async def officers(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.officers import officers as run_officers

    return await run_officers(args, access)


async def outbox(args: argparse.Namespace, access: StoreAccess) -> int:
    from bot.cli.outbox import outbox as run_outbox

    return await run_outbox(args, access)


async def migrate(args: argparse.Namespace, access: StoreAccess) -> int:
    print("The database is up to date.")
    return OK


def backup(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.backup import backup as copy

    return asyncio.run(copy(args.file, settings))


def restore(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.restore import restore as put_back

    return in_app(put_back)(args, settings)


def rotate_key(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.rotate_key import rotate_key as rotate

    return in_store(rotate)(args, settings)


def move(args: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.move import move as move_all

    return asyncio.run(move_all(args.source, args.target))


async def export(args: argparse.Namespace, access: StoreAccess) -> int:
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

    for line in await access.store.read(write):
        print(line)
    return OK


def doctor() -> int:
    """Also where a setting is wrong: that is among what is told."""
    from bot.cli.doctor import examine
    from bot.compose.settings import read_what_is_right

    settings, wrong = read_what_is_right()
    set_up_logs("critical", secrets_of(settings))
    lines, healthy = asyncio.run(examine(settings, wrong))
    print("\n".join(lines))
    return OK if healthy else PROBLEMS


COMMANDS: dict[str, Command] = {
    "manifest": manifest,
    "serve": serve,
    "chat": chat,
    "check": check,
    "content": content,
    "links": links,
    "rehearse": rehearse,
    "sweep": sweep,
    "adopters": adopters,
    "invite": in_store(invite),
    "codes": in_store(codes),
    "people": people,
    "sign-out": in_store(sign_out),
    "briefings": briefings,
    "gatherings": in_app(gatherings),
    "peers": in_app(peers),
    "officers": in_store(officers),
    "outbox": in_store(outbox),
    "migrate": in_store(migrate),
    "backup": backup,
    "restore": restore,
    "rotate-key": rotate_key,
    "move": move,
    "export": in_store(export),
}
