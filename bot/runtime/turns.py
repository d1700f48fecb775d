"""The turn handler: one place takes every turn, answers it in the engine, and keeps the answer in one transaction.

Commit, then acknowledge, then send: `take` returns when the turn, its facts and its messages are on the disk. The
store takes the turns of an adopter one after another, and may run a work again. An event that comes twice is answered
once: its id is in the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import structlog
from structlog.contextvars import bound_contextvars

from bot.channels.port import BusyError
from bot.core.casework import officer_replies
from bot.core.engine import respond
from bot.core.guidance.adopters import asks_who
from bot.core.model import Account, CodesTried, Enclosed, Kind, Message, Outcome, Outgoing, Turn, TurnContext
from bot.core.model.casework import CloseCase, NoteOfficer, OpenCase, SayInCase
from bot.core.model.context import NOTHING_TRIED
from bot.core.model.errors import HistoryLeftOutError
from bot.core.model.gatherings import CALENDAR, PlacesNotHeldError, RenewCalendar, calendar_of
from bot.core.model.keepable import keepable, lost_id, put_right
from bot.core.model.peers import PeersNeededError
from bot.core.model.reading import EarlyReading
from bot.core.people import merging
from bot.core.people.codes import MOST_WRONG_CODES, codes_in, link_in
from bot.core.people.places import asks_for_code
from bot.core.safety.guard import read_early
from bot.core.turn.reply import Programme
from bot.core.turn.saying import is_unclear, text_of
from bot.runtime.adopters import listed
from bot.runtime.briefing_index import BriefingIndex
from bot.runtime.measuring import Measuring, NoMeasuring, NoTracing, Tracing, ticks
from bot.runtime.outbox import Outbox
from bot.runtime.reminders import sweep
from bot.runtime.tracks import Tracks
from bot.runtime.waiting import HEAVY, WaitingTurns
from bot.store.codes import short_code
from bot.store.port import (
    AccessTx,
    CaseworkTx,
    Delivery,
    GatheringsTx,
    InboxTx,
    OutboxTx,
    PeersTx,
    PeopleTx,
    Store,
    TracksTx,
    TurnsTx,
    UnreadTx,
)

log = structlog.get_logger(__name__)

WORDS = (Kind.TEXT, Kind.EDIT)
"""Kinds of turns whose text is somebody's words, rather than a button's label."""
SHORT = 160
"""Characters up to which words are read in the transaction. That takes a millisecond or two, and spares the turn a
second load of all that is known; everybody waits for the lock, so what takes longer is read before it is taken."""
MOST_NEEDS = 12
"""So many things may turn out to be needed to answer one turn."""
LOOK_SECONDS = 5.0
"""How often it is looked whether another process kept something unread."""


class ReadTx(TurnsTx, PeopleTx, Protocol):
    """What is needed to read a turn's words, and the codes in them."""


class AnswerTx(
    TurnsTx, CaseworkTx, InboxTx, TracksTx, OutboxTx, UnreadTx, AccessTx, PeopleTx, GatheringsTx, PeersTx, Protocol
):  # fmt: skip
    """What is needed to answer a turn and to claim its answer."""


LinkMaker = Callable[[Enclosed, datetime, int], str]
"""Makes a person's own link to a document, in the round of their access."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where something of ours went wrong, for the log."""

    turn: str
    """The turn's mark."""
    kind: str
    error: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a turn that is kept leads to outside the store."""

    deliveries: list[Delivery] = field(default_factory=list)
    shown: tuple[Account, ...] = ()
    """Whose pages may have changed."""
    fault: Fault | None = None
    understood: bool | None = None
    """Whether somebody's words were; None where there were none."""


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What was read of a turn's words before any lock was taken."""

    early: EarlyReading | None = None
    tried: CodesTried = NOTHING_TRIED
    seconds: float = 0.0


class TurnHandler:
    """Takes turns. `programme` gives the content in force; `outbox`, where there is one, sends at once."""

    def __init__(
        self,
        store: Store,
        programme: Callable[[], Programme],
        outbox: Outbox | None = None,
        site: str = "",
        link: LinkMaker | None = None,
        measuring: Measuring | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self._store = store
        self.programme = BriefingIndex(programme, site).programme
        """The programme in force, with its briefings to be found."""
        self.tracks = Tracks(self.programme)
        self._outbox = outbox
        self._link = link
        self._measuring = measuring or NoMeasuring()
        self._tracing = tracing or NoTracing()
        self._waiting = WaitingTurns()
        self._put_by = asyncio.Event()
        """Something was kept unread."""
        self.watchers: list[Callable[[Iterable[Account]], None]] = []
        """Told, after each commit, whose pages may have changed. Each returns at once and raises nothing."""

    async def take(self, turn: Turn) -> bool:
        """Answers one turn, durably. Returns True when it was kept, now or before; False when it never can be.

        A person's turns are taken one after another. What is more than waits at once is kept unread, and read when
        there is time. Raises StoreError when it could not be kept: then the event must not be acknowledged.
        """
        if self._never_kept(turn):
            return False
        turn = _put_right(turn)
        async with self._measured(turn):
            async with self._waiting.place(turn.account, len(turn.text) > HEAVY) as come:
                if come:
                    await self._take(turn)
            if not come:
                await self._keep_unread(turn)
        return True

    async def take_or_refuse(self, turn: Turn) -> bool:
        """The same where people still have their words when they are refused. Raises BusyError then."""
        if self._never_kept(turn):
            return False
        heavy = len(turn.text) > HEAVY
        async with self._measured(turn), self._waiting.place(turn.account, heavy, keeping=False) as come:
            if not come:
                raise BusyError
            await self._take(_put_right(turn))
        return True

    @contextlib.asynccontextmanager
    async def _measured(self, turn: Turn) -> AsyncIterator[None]:
        """Whatever is logged meanwhile names the turn, and how long it took to keep it is measured."""
        begun, mark, channel = ticks(), turn.mark, turn.address.channel
        with bound_contextvars(turn=mark), self._tracing.span("turn", mark, channel=channel, kind=turn.kind.value):
            yield
        self._measuring.turn(channel, ticks() - begun)

    async def _take(self, turn: Turn) -> None:
        before = await self._read(turn)
        with self._tracing.span("store", turn.mark):
            answered = await self._store.write(lambda tx: self._answer(tx, turn, before))
        if answered.understood is not None:
            self._measuring.words(turn.address.channel, answered.understood)
        self._after(answered)
        log.debug("turn_kept", kind=turn.kind.value, deliveries=[d.id for d in answered.deliveries])

    async def _keep_unread(self, turn: Turn) -> None:
        """Keeps the turn for later, and says so in one line a minute."""

        def keep(tx: AnswerTx) -> Answered:
            if tx.seen(turn.event) or not tx.put_by(turn):
                return Answered()
            who = turn.account
            line = f"busy:{who.channel}:{who.workspace}:{who.user}:{turn.at:%Y-%m-%dT%H:%M}"
            said = Outgoing(Message(text_of(self.programme().journey, "busy"), "busy"), turn.address)
            told = tx.keep_clock(line, turn.at, TurnContext(who), Outcome((said,)))
            return Answered(self._claim(tx, turn.at) if told else [])

        self._waiting.fell_behind(turn.account)
        self._after(await self._store.write(keep))
        self._put_by.set()

    async def read_unread(self) -> bool:
        """Answers the oldest unread turn of each account, one by one. False when there was none."""
        turns = await self._store.read(lambda tx: tx.next_unread())
        loop = asyncio.get_running_loop()
        for turn in turns:
            async with self._waiting.after_these(turn.account):
                begun = loop.time()
                async with self._measured(turn):
                    await self._take(turn)
            await asyncio.sleep(loop.time() - begun)  # Half of the time at most: the others come first.
        if not turns:
            self._waiting.caught_up()
        return bool(turns)

    async def catch_up(self) -> None:
        """Reads what is kept unread, by whichever process, until cancelled."""
        while True:
            self._put_by.clear()
            while await self.read_unread():
                pass
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._put_by.wait(), LOOK_SECONDS)

    def poke(self) -> None:
        """Another process may have kept something unread."""
        self._put_by.set()

    def _never_kept(self, turn: Turn) -> bool:
        """Whether no database can keep it, which the operator is told."""
        if lost := lost_id(turn):
            log.error(
                "turn_never_kept", channel=turn.address.channel, id=lost, event_id=ascii(turn.event),
                what="the id has half a character or a NUL, which no database keeps; the provider sends it again "
                "for nothing, so it is acknowledged",
            )  # fmt: skip
        return bool(lost)

    def _after(self, answered: Answered) -> None:
        """What follows the commit: a work may be run again, and so does nothing of this by itself."""
        if (fault := answered.fault) is not None:
            log.error("turn_failed", turn=fault.turn, kind=fault.kind, error=fault.error, where=list(fault.where))
        if self._outbox is not None:
            self._outbox.take(answered.deliveries)
        self._tell(answered.shown)

    def _tell(self, changed: Iterable[Account]) -> None:
        for watcher in self.watchers:
            watcher(changed)

    async def _read(self, turn: Turn) -> ReadBefore:
        """The turn's words, where reading takes long, read before any lock is taken, on what is known a moment
        before; and what in them may be a code, hashed."""
        programme = self.programme()
        if not _worth_reading_first(turn, programme):
            return ReadBefore()

        def read(tx: ReadTx) -> ReadBefore:
            if tx.seen(turn.event):
                return ReadBefore()
            context = tx.context(turn.account, turn.text, turn.at, turn.address, turn.home)
            begun = ticks()
            early = read_early(programme, context, turn)
            return ReadBefore(early, _codes_tried(tx, programme, context, turn.text), ticks() - begun)

        try:
            return await self._store.read(read)
        except Exception:
            # Whether the store can keep anything, and what to say after a fault of ours, is for the transaction.
            return ReadBefore()

    def _answer(self, tx: AnswerTx, turn: Turn, before: ReadBefore) -> Answered:
        """One transaction: has it been answered, what is known, what is answered, what can be sent at once."""
        tx.was_read(turn.event)
        if tx.seen(turn.event):
            return Answered()
        words = turn.text if turn.kind in WORDS else ""
        context = tx.context(turn.account, words, turn.at, turn.address, turn.home, before.tried)
        if officer_replies.is_inbox(context, turn):
            named, thread = officer_replies.case_named(turn.text), turn.address.thread
            case = tx.case(named) if named else tx.case_of_message(turn.address.channel, thread) if thread else None
            context = replace(context, casework=replace(context.casework, case=case))
        if turn.kind is Kind.TEXT and asks_who(turn.text):
            context = replace(context, listed=tuple(listed(tx)))
        begun = ticks()
        outcome, fault = self._respond(tx, context, turn, before.early)
        self._measuring.reading(turn.address.channel, before.seconds + ticks() - begun)
        outcome = self._with_links(tx, outcome, turn.at)
        key = context.adopter.key if outcome.facts and context.adopter is not None else ""
        track = tx.track(key) if key else None
        tx.keep(turn, context, outcome)
        if key:
            self.tracks.after(tx, key, track, outcome.facts, turn.at)
        understood = _understood(context, outcome) if words.strip() else None
        return Answered(self._claim(tx, turn.at), shown_to(context, outcome), fault, understood)

    def _with_links(self, tx: AccessTx, outcome: Outcome, at: datetime) -> Outcome:
        """Documents that go with an answer get their person's own link, of their present round of access."""
        if self._link is None or not any(going.message.encloses for going in outcome.messages):
            return outcome
        renewed = sum(isinstance(change, RenewCalendar) for change in outcome.changes)
        messages = []
        for going in outcome.messages:
            encloses = tuple(
                replace(e, link=self._link(e, at, tx.access_round(subject_of(e)) + renewed * (e.kind == CALENDAR)))
                for e in going.message.encloses
            )
            messages.append(replace(going, message=replace(going.message, encloses=encloses)))
        return replace(outcome, messages=tuple(messages))

    def _claim(self, tx: OutboxTx, at: datetime) -> list[Delivery]:
        return [] if self._outbox is None else self._outbox.claim(tx, at)

    async def officer(self, event: str, case: str, name: str, words: str, closing: bool, at: datetime) -> bool:
        """An officer answers a question from the programme's pages, or closes it. False when it is not open.

        `event` makes it happen once, however often the form is sent. Raises StoreError.
        """

        def answer(tx: AnswerTx) -> Answered | None:
            found = tx.case(case)
            if found is None or found.closed is not None:
                return None
            outcome = officer_replies.officer_outcome(self.programme(), found, name, words, closing)
            context = tx.context_of(found.adopter)
            if tx.keep_clock(event, at, context, outcome):
                done = " and ".join(["answered"] * bool(words.strip()) + ["closed"] * closing)
                tx.note_act(name, done, at, found.adopter, case)
            return Answered(self._claim(tx, at), shown_to(context, outcome))

        answered = await self._store.write(answer)
        if answered is None:
            return False
        self._after(answered)
        return True

    async def merge(self, gone: str, into: str, at: datetime) -> bool:
        """One adopter becomes part of another; both histories go on under the second. False when it did before.

        Raises KeyError for a key that is none, ValueError for an adopter and itself, StoreError.
        """
        return await self._store.write(lambda tx: self.merged(tx, gone, into, at))

    def merged(self, tx: TurnsTx, gone: str, into: str, at: datetime) -> bool:
        """The same in a transaction that is there already, to be kept or only tried."""
        if gone == into:
            raise ValueError("an adopter cannot be merged into itself")
        leaving, staying = tx.context_of(gone), tx.context_of(into)
        if leaving.adopter is not None and leaving.adopter.merged_into:
            return False
        journey = self.programme().journey
        tx.keep_clock(f"merge:{gone}:{into}", at, leaving, merging.going(leaving, staying))
        ids = merging.entry_ids(leaving, staying, journey.step_of_fact)
        for person in leaving.people:
            theirs = tx.context_of(gone, person.id)
            talk = merging.talk_goes_on(theirs.dialogue, ids, journey.step_of_fact)
            tx.keep_clock(f"merge:{gone}:{into}:{person.id}", at, theirs, Outcome(dialogue=talk))
        outcome = merging.staying(leaving, staying, journey.step_of_fact)
        return tx.keep_clock(f"merge:{into}:{gone}", at, staying, outcome)

    async def sweep(self, now: datetime, dry_run: bool = False) -> list[str]:
        """One pass of the clock: reminds whoever is due. Returns a line for each that was told or held back."""
        return await sweep(self._store, self.programme(), now, dry_run)

    def _respond(
        self, tx: AnswerTx, context: TurnContext, turn: Turn, early: EarlyReading | None
    ) -> tuple[Outcome, Fault | None]:
        """The engine's answer. A fault of ours becomes an apology: no turn is lost, and nobody sees a traceback."""
        programme = self.programme()
        try:
            return _answered(tx, programme, context, turn, early), None
        except Exception as error:
            # Whatever it was, sending the event again would meet it again. Where it was, and never what it said: the
            # text of an error can have people's words in it.
            where = [f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
            fault = Fault(turn.mark, turn.kind.value, type(error).__name__, tuple(where[-5:]))
            sorry = Message(text_of(programme.journey, "sorry"), "sorry")
            return Outcome((Outgoing(sorry, turn.address),), keep_text=False), fault


def _understood(context: TurnContext, outcome: Outcome) -> bool:
    """Whether somebody's words were: they did not hear that they were not, nor the same question put another way."""
    failed = outcome.dialogue is not None and outcome.dialogue.failures > context.dialogue.failures
    return not failed and not any(is_unclear(going.message) for going in outcome.messages)


def _answered(
    tx: AnswerTx, programme: Programme, context: TurnContext, turn: Turn, early: EarlyReading | None
) -> Outcome:
    """The engine's answer; with the whole history, with a gathering or an introduction held, or with everybody who
    may be asked, where it turns out that this is needed."""
    for _ in range(MOST_NEEDS):
        try:
            return respond(programme, context, turn, early)
        except HistoryLeftOutError:
            context = tx.with_history(context)
        except PlacesNotHeldError as places:
            context = replace(context, gatherings=tx.hold_gathering(context.gatherings, places.gathering))
        except PeersNeededError as needed:
            adopter = context.adopter.key if context.adopter else ""
            context = replace(context, peers=tx.with_peers(context.peers, needed, adopter, turn.at))
    return respond(programme, context, turn, early)


def _put_right(turn: Turn) -> Turn:
    """The turn with words that can be kept."""
    words = (turn.text, turn.press, turn.name, turn.timezone, *(part for field in turn.fields for part in field))
    if all(map(keepable, words)):
        return turn
    text, press, name, timezone = map(put_right, words[:4])
    fields = tuple((put_right(key), put_right(given)) for key, given in turn.fields)
    return replace(turn, text=text, press=press, name=name, timezone=timezone, fields=fields)


def _worth_reading_first(turn: Turn, programme: Programme) -> bool:
    """Whether words are read, and codes hashed, before the lock: what takes longer than loading all that is known a
    second time for it."""
    if turn.kind not in WORDS:
        return False
    return len(turn.text) > SHORT or _may_have_code(turn.text, programme)


def _may_have_code(text: str, programme: Programme) -> bool:
    """Whether anything in the words is to be hashed, whoever they are from."""
    return bool(link_in(text) or asks_for_code(text) or codes_in(text, programme.vocabulary.speller.known).found)


def _codes_tried(tx: PeopleTx, programme: Programme, context: TurnContext, text: str) -> CodesTried:
    """What of the words is worth hashing: nothing of somebody who has tried too many codes already."""
    if context.code_tries >= MOST_WRONG_CODES:
        return NOTHING_TRIED
    unknown = context.person is None
    link = link_in(text)
    join = codes_in(text, programme.vocabulary.speller.known).found if unknown and not link else ()
    fresh = short_code() if not unknown and asks_for_code(text) else ""
    return tx.codes_tried(join, link, fresh) if join or link or fresh else NOTHING_TRIED


def subject_of(enclosed: Enclosed) -> str:
    """Whose access a link to a document is part of."""
    return calendar_of(enclosed.person) if enclosed.kind == CALENDAR else enclosed.person


CASES = (OpenCase, SayInCase, CloseCase, NoteOfficer)


def shown_to(context: TurnContext, outcome: Outcome) -> tuple[Account, ...]:
    """Whose pages show what this turn changed: everybody's at the adopter; officers' too when it is about a case."""
    if not (outcome.facts or outcome.changes or outcome.dialogue):
        return ()
    officers = context.casework.officers if any(isinstance(c, CASES) for c in outcome.changes) else ()
    return tuple(dict.fromkeys((context.account, *(account for account, _ in context.accounts), *officers)))
