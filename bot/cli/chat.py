"""`bot chat`: the conversation in the terminal, on the same store, through the same turns and outbox."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.channels.console import ConsoleChannel, account_of, address_of
from bot.cli.chat_json import JsonConversation, Listener
from bot.cli.errors import CommandError
from bot.compose.app import DEMO_ADOPTER, App, ensure_adopter, open_app
from bot.compose.settings import Settings
from bot.core.model import Account, Adopter, Kind, Person, Turn
from bot.rehearsal.recorder import Recorder
from bot.runtime.clock import Clock, StoppedClock
from bot.runtime.documents import StoredDocuments
from bot.runtime.traces import clear_traces
from bot.store.port import PeopleTx, StoreError

PROMPT = "> "
PAPERS = "charter-bot-papers"
"""The folder of what somebody asks for as a file, where the chat was started; it is made with the first one."""
GOODBYES = ("exit", "quit", "bye", "/quit")


async def chat(args: argparse.Namespace, settings: Settings, now: datetime | None) -> int:
    """Talks until the input ends. Returns 0."""
    clock = StoppedClock(now) if now else Clock()
    async with open_app(settings, clock) as app:
        adopter = await _adopter(app, args.adopter)
        if args.json:
            listener = Listener()
            app.add(listener)
            await JsonConversation(app, adopter, args.name, listener).run(sys.stdin, sys.stdout)
            await _leave_nothing(app)
            return 0
        documents = StoredDocuments(app.store, app.turns.programme, clock.now)
        channel = ConsoleChannel(lambda text: print(f"{text}\n", flush=True), documents, Path.cwd() / PAPERS)
        app.add(channel)
        account = account_of(args.name)
        await _person(app, adopter, account, args.name)
        recorder = Recorder(adopter.name, args.name, clock.now(), settings.zone) if args.record else None
        await Sitting(app, channel, account, args.name, recorder).run()
        await _leave_nothing(app)
        if recorder:
            text = recorder.text(await app.store.read(lambda tx: list(tx.facts(adopter.key))))
            await asyncio.to_thread(Path(args.record).write_text, text, encoding="utf-8")
    return 0


async def _leave_nothing(app: App) -> None:
    """Where somebody had themselves deleted: what lies beside the rows goes too. A bot that runs beside sees to it
    otherwise."""
    with contextlib.suppress(StoreError):
        await clear_traces(app.store, app.clock)


async def _adopter(app: App, key: str) -> Adopter:
    """The adopter of that key. Without one the demo's, which is never made among real ones. Raises CommandError."""
    known = await app.store.read(lambda tx: tx.adopters())
    if not key and app.settings.demo and all(a.name == DEMO_ADOPTER for a in known):
        return await ensure_adopter(app, DEMO_ADOPTER)
    if not key:
        raise CommandError("say at which adopter: --adopter KEY. `charter-bot adopters list` shows them.")
    found = next((a for a in known if a.key == key), None)
    if found is None:
        raise CommandError(f"there is no adopter with the key '{key}'. `charter-bot adopters list` shows them.")
    return found


async def _person(app: App, adopter: Adopter, account: Account, name: str) -> None:
    """The person of that name at this adopter, made when new. A name used at another adopter is somebody else."""

    def find(tx: PeopleTx) -> None:
        known = tx.person_of(account)
        if known is None or known.adopter != adopter.key:
            person = next((p for p in tx.people(adopter.key) if p.name == name), None)
            person = person or Person(f"p-{uuid.uuid4().hex[:16]}", adopter.key, name)
            tx.save_person(person, account)

    await app.store.write(find)


class Sitting:
    """One sitting at the terminal."""

    def __init__(
        self, app: App, channel: ConsoleChannel, account: Account, name: str, recorder: Recorder | None
    ) -> None:
        self._app, self._channel, self._account, self._name = app, channel, account, name
        self._recorder = recorder
        self._at_terminal = sys.stdin.isatty()

    async def run(self) -> None:
        await self._take(Kind.OPEN)
        while True:
            line = await asyncio.to_thread(self._read)
            if line is None or line.strip().casefold() in GOODBYES:
                return
            if not line.strip() and self._at_terminal:
                continue
            choice = self._channel.press_for(line)
            if choice is not None:
                await self._take(Kind.PRESS, line, choice.value, choice.label)
            else:
                await self._take(Kind.TEXT, line)

    def _read(self) -> str | None:
        """The next line without its end; None when there is no more. Bytes that are no UTF-8 become a mark."""
        if self._at_terminal:
            print(PROMPT, end="", flush=True)
        raw = sys.stdin.buffer.readline()
        return raw.decode("utf-8", errors="replace").rstrip("\r\n") if raw else None

    async def _take(self, kind: Kind, text: str = "", press: str = "", label: str = "") -> None:
        now = self._app.clock.now()
        turn = Turn(
            f"console:{uuid.uuid4().hex}", kind, self._account, address_of(self._account), now,
            text=text, press=press, name=self._name,
        )  # fmt: skip
        await self._app.turns.take(replace(turn, text="") if press else turn)
        await self._app.outbox.drain(now)
        if self._recorder:
            self._recorder.line(kind, label or text, self._channel.sent)
        self._channel.sent.clear()
