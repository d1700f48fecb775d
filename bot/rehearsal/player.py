"""Plays transcripts against the content, on a real store in a temporary file, with a moved clock.

The same player serves the tests, `bot rehearse` and the console's recorder. It stops at the first line of a
transcript that differs, and says what was expected and what came.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.channels.abilities import ABILITIES, for_delivery
from bot.channels.port import Ending, Sent
from bot.content.gatherings import read_gathering, told_changes
from bot.content.live import load_programme
from bot.core.model import Address, Adopter, Fact, Kind, Message, Person, Turn
from bot.core.people.codes import LINK_LIKE
from bot.core.turn.reply import Programme
from bot.rehearsal.telling import (
    PLACES,
    Difference,
    DiffersError,
    PlayError,
    account_of,
    aware,
    current_facts,
    has_piece,
    mentions_in,
    place_of,
    said,
    show,
    slug,
)
from bot.rehearsal.transcript import Line, Transcript, parse
from bot.runtime.clock import StoppedClock
from bot.runtime.gatherings import Gatherings
from bot.runtime.outbox import Outbox
from bot.runtime.passing import passing
from bot.runtime.turns import TurnHandler
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import PeopleTx, Store, Tx


@dataclass(slots=True)
class Stage:
    """Where the messages of a rehearsal arrive: one channel under the names of all."""

    name: str
    heard: list[tuple[Address, Message]] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        self.heard.append((address, message))
        return Sent(Ending.SENT, handle=f"m{delivery}")


@dataclass(slots=True)
class Player:
    """Plays one transcript."""

    script: Transcript
    programme: Programme
    store: Store
    clock: StoppedClock
    stages: dict[str, Stage] = field(default_factory=lambda: {n: Stage(n) for n in PLACES.values()})
    waiting: list[tuple[str, Message]] = field(default_factory=list)
    """(to whom, message) that no `Bot:` line has looked at yet."""
    buttons: dict[str, list[Message]] = field(default_factory=dict)
    last_speaker: str = ""
    events: int = 0
    adopters: dict[str, Adopter] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    outbox: Outbox = field(init=False)
    turns: TurnHandler = field(init=False)

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.store, self.stages, self.clock)
        self.turns = TurnHandler(self.store, lambda: self.programme)

    async def play(self) -> None:
        """Raises DiffersError at the first line that differs, with the line in `at`."""
        await self._cast()
        for line in self.script.lines:
            try:
                await getattr(self, f"_{line.kind}")(line)
            except DiffersError as error:
                raise PlayError(Difference(self.script.file, line.number, error.expected, error.got)) from None
        last = self.script.lines[-1].number if self.script.lines else 1
        try:
            self._nothing_left()
        except DiffersError as error:
            raise PlayError(Difference(self.script.file, last, error.expected, error.got)) from None

    # ---- setting the context

    async def _cast(self) -> None:
        names = self.script.adopters or ["Riverside Homes"]
        self.codes = {name: new_code() for name in names}
        self.names |= {_id_of(name): name for name in self.script.people}
        self.adopters = await self.store.write(lambda tx: self._make(tx, names))

    def _make(self, tx: PeopleTx, names: list[str]) -> dict[str, Adopter]:
        adopters = {name: tx.add_adopter(name, self.codes[name], self.clock.now()) for name in names}
        for name, (role, adopter) in self.script.people.items():
            person = Person(_id_of(name), adopters[adopter or names[0]].key, name, role)
            for place in PLACES.values():
                tx.save_person(person, account_of(name, place))
        return adopters

    # ---- lines

    async def _says(self, line: Line) -> None:
        text = line.text
        for name, code in self.codes.items():
            text = text.replace(f"<code of {name}>", code)
        if "<linking code>" in text:
            shown = [m.text for messages in self.buttons.values() for m in messages]
            codes = [found.group() for t in shown if (found := LINK_LIKE.search(t))]
            text = text.replace("<linking code>", codes[-1] if codes else "none was shown")
        await self._take(line, Kind.TEXT, text=text)

    async def _edits(self, line: Line) -> None:
        await self._take(line, Kind.EDIT, text=line.text)

    async def _deletes(self, line: Line) -> None:
        await self._take(line, Kind.DELETE)

    async def _opens(self, line: Line) -> None:
        await self._take(line, Kind.OPEN)

    async def _presses(self, line: Line) -> None:
        label, _, owner = line.text.partition(" of ")
        for message in reversed(self.buttons.get(owner or line.who, [])):
            for choice in message.buttons:
                if choice.label == label:
                    await self._take(line, Kind.PRESS, press=choice.value)
                    return
        known = [c.label for m in self.buttons.get(line.who, [])[-1:] for c in m.choices]
        raise DiffersError(f"a button '{label}'", f"the last message has: {', '.join(known) or 'no buttons'}")

    async def _officer(self, line: Line) -> None:
        """The programme's officer answers somebody's question, or closes it (no words)."""
        self._nothing_left()
        self.events += 1
        person = f"p-{line.who.casefold()}"
        cases = await self.store.read(lambda tx: [c.id for c in tx.cases() if c.person == person])
        if not cases:
            raise DiffersError(f"an open question of {line.who}", "there is none")
        name = self.programme.journey.officer_name
        await self.turns.officer(f"e{self.events}", cases[0], name, line.text, not line.text, self.clock.now())
        await self._deliver()

    async def _gathering(self, line: Line) -> None:
        """The officer makes a gathering, changes or cancels one."""
        self._nothing_left()
        acts = Gatherings(self.store, self.clock.now)
        if line.who == "cancels":
            await acts.cancel(line.text)
            return
        file = Path(self.script.file).parent / line.text
        made, problems = read_gathering(file, self.programme.journey, str(self.programme.zone))
        if made is None:
            raise DiffersError("a file that is right", "\n".join(map(str, problems)))
        if line.who == "adds":
            await acts.add(made)
        else:
            await acts.change(made, told_changes)

    async def _take(self, line: Line, kind: Kind, text: str = "", press: str = "") -> None:
        self._nothing_left()
        self.last_speaker = line.who
        self.events += 1
        channel, private = place_of(line.place)
        account = account_of(line.who, channel)
        conversation = account.user if private else line.place.lstrip("#")
        address = Address(channel, account.workspace, conversation, private=private)
        turn = Turn(
            f"e{self.events}", kind, account, address, self.clock.now(), text=text, press=press, name=line.who,
            mentions=tuple(mentions_in(text, channel, self.script.people)), can=ABILITIES[channel],
        )  # fmt: skip
        await self.turns.take(turn)
        await self._deliver()

    async def _deliver(self) -> None:
        await self.outbox.drain(self.clock.now())
        for stage in self.stages.values():
            for address, message in stage.heard:
                who = address.conversation
                name = next((n for n in [*self.script.people, self.last_speaker] if slug(n) == who), f"#{who}")
                self.waiting.append((name, message))
                self.buttons.setdefault(name, []).append(message)
            stage.heard.clear()

    async def _bot(self, line: Line) -> None:
        who = line.who or self.last_speaker
        mine = [m for to, m in self.waiting if to == who or (not line.who and to.startswith("#"))]
        self.waiting = [w for w in self.waiting if not any(w[1] is m for m in mine)]  # equal ones stay
        phrases = " ".join(m.phrase for m in mine).split()
        text = "\n".join(part for m in mine for part in _said_by(m))
        wanted = line.text.split()
        good = phrases[: len(wanted)] == wanted and (line.more or len(phrases) == len(wanted))
        if not good:
            raise DiffersError(
                f"Bot: {line.text}{' …' if line.more else ''}", f"it said: {' '.join(phrases)}\n{text}"
            )
        for piece in line.pieces:
            if not has_piece(text, piece):
                raise DiffersError(f'"{piece}" in the answer', f"it said:\n{text}")

    def _nothing_left(self) -> None:
        if self.waiting:
            to, message = self.waiting[0]
            raise DiffersError("nothing more from the bot", f"it said to {to}: {message.phrase}\n{message.text}")

    async def _pass(self, line: Line) -> None:
        await self._until_time(self.clock.now() + line.span)

    async def _until(self, line: Line) -> None:
        assert line.at is not None
        await self._until_time(aware(line.at, self.programme))

    async def _until_time(self, target: datetime) -> None:
        self._nothing_left()
        async for _ in passing(self.clock, self.turns, target):
            await self._deliver()

    async def _merge(self, line: Line) -> None:
        gone, into = self.adopters[line.who], self.adopters[line.text]
        await self.turns.merge(gone.key, into.key, self.clock.now())

    async def _kept(self, line: Line) -> None:
        facts = await self._current()
        fact = facts.get(line.text)
        if fact is None:
            raise DiffersError(f"{line.text} = {line.value} kept", f"kept is: {show(facts.values())}")
        if said(fact.value) != line.value or (line.who and self.names.get(fact.person) != line.who):
            raise DiffersError(f"{line.text} = {line.value}{f' by {line.who}' if line.who else ''}", show([fact]))

    async def _not_kept(self, line: Line) -> None:
        facts = await self._current()
        found = [f for n, f in facts.items() if line.text in ("anything", n) or n.startswith(f"{line.text}.")]
        if found:
            raise DiffersError(f"{line.text} not kept", f"kept is: {show(found)}")

    async def _current(self) -> dict[str, Fact]:
        """What counts. Of an adopter that was merged into another, only what came along does."""

        def read(tx: Tx) -> dict[str, Fact]:
            gone = {a.key for a in tx.adopters() if a.merged_into}
            return current_facts(f for f in tx.facts() if f.adopter not in gone)

        return await self.store.read(read)


def _said_by(message: Message) -> list[str]:
    """What a message says, with its rows and the names of the documents that go with it."""
    rows = [f"{label}: {value}" for label, value in message.facts]
    title = [message.title] if message.title else []
    return [*title, message.text, *rows, *(f"Encloses: {enclosed.name}" for enclosed in message.encloses)]


def _id_of(name: str) -> str:
    return f"p-{name.casefold()}"


def transcripts_in(paths: Iterable[Path]) -> list[Path]:
    """The transcript files that the paths name: files, or folders of them."""
    return [f for p in paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])]


async def rehearse(
    path: Path, content: Path, zone: ZoneInfo, programme: Programme | None = None
) -> Difference | None:
    """Plays one file. None when everything is as it says. Raises TranscriptError, BrokenContentError."""
    script, programme = _read(path, content, zone, programme)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        store = open_store(f"sqlite:///{folder}/rehearsal.db", for_delivery())
        try:
            await store.migrate()
            await Player(script, programme, store, StoppedClock(aware(script.now, programme))).play()
        except PlayError as error:
            return error.difference
        finally:
            await store.close()
    return None


def _read(path: Path, content: Path, zone: ZoneInfo, programme: Programme | None) -> tuple[Transcript, Programme]:
    """The transcript, and the programme that it is played against."""
    script = parse(path.read_text(encoding="utf-8"), str(path))
    folder = path.parent / script.content if script.content else content
    if programme is None or script.content:
        programme = load_programme(folder, zone)
    return script, programme
