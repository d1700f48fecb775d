"""The parts of a transaction, by who needs them. A work names the part that it uses; `Tx` is all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.core.model import Account, Address, Adopter, CodesTried, Fact, Message, Outcome, Person, Turn, TurnContext
from bot.core.model.casework import Case, CaseLine, Subscription, UnmetSearch
from bot.core.model.context import NOTHING_TRIED
from bot.core.model.gatherings import Gathering, GatheringsKnown, Learning, Places, SignUp
from bot.core.model.peers import Couple, Introduction, Peer, PeersKnown, PeersNeededError
from bot.core.model.tracks import AdopterTrack, Track
from bot.store.port.values import (
    BoundWorkspace,
    Delivery,
    Erasure,
    GoneAddress,
    HeldRows,
    InboxRow,
    InboxShow,
    OfficerAct,
    OutboxFigures,
    Publication,
    Reached,
    Readers,
    Said,
    Undelivered,
    Worker,
    WrongCodes,
)


class TurnsTx(Protocol):
    """What a turn needs: what is known before it, and what it led to."""

    def seen(self, event: str) -> bool:
        """True when this event was answered before."""

    def context(
        self,
        account: Account,
        text: str = "",
        at: datetime | None = None,
        place: Address | None = None,
        home: str | None = None,
        tried: CodesTried = NOTHING_TRIED,
    ) -> TurnContext:
        """All that a turn of this account may know. `tried` (see `codes_tried`) is looked up as join codes for
        somebody unknown, and as a linking code. `place` is where it is said: do people of another adopter talk there
        too? `home` is the workspace that they are a member of, as in `Turn.home`: does it belong to an adopter?

        `at` is the turn's time: wrong codes count for an hour before it (without it, all that ever were). With
        `text`, the words of a message, the history of the record is left out (`earlier` is None): a record may have a
        long one, and few words need it. `with_history` adds it.
        """

    def with_history(self, context: TurnContext) -> TurnContext:
        """The same, with the history of the record where that was left out."""

    def context_of(self, adopter: str, person: str = "") -> TurnContext:
        """The same, by adopter: for the clock and the officer. `account` is that of `person`, or empty.

        Raises KeyError for an adopter that is none.
        """

    def keep(self, turn: Turn, context: TurnContext, outcome: Outcome) -> tuple[int, ...]:
        """Keeps the event's id, facts, dialogue, changes and messages. Returns the ids of the facts, in order.

        - A SavePerson with an empty id makes a person; a LinkAccount with an empty person links the one saved last.
        - A fact with an empty person or confirmed_by is that of the person whose turn it is (linked just now or not).
        - The dialogue's `last` becomes the ids of the facts kept here, when there are any that are no withdrawals.
        - The person's `last_seen`, and where they were met, are kept without being asked.
        - A message with neither address nor person goes to the turn's own address.
        - A message of a reminder whose key exists already is left out.

        Raises AlreadyKeptError when the event was kept before, ValueError for what cannot be kept.
        """

    def keep_clock(self, event: str, at: datetime, context: TurnContext, outcome: Outcome) -> bool:
        """The same for a turn that time takes. False (and nothing kept) when the event or a reminder's key exists.

        A message with neither address nor person goes to the context's person.
        """


class OutboxTx(Protocol):
    """What the sender needs."""

    def claim(
        self,
        now: datetime,
        lease_until: datetime,
        limit: int,
        channels: Sequence[str],
        worker: Worker | None = None,
    ) -> list[Delivery]:
        """The first due delivery of each lane that is neither leased nor held, as the delivery policy decides.

        The lease is `worker`'s, who beats with it. A delivery whose lease ran out, or was freed, comes again as
        doubtful.
        """

    def beat(self, worker: Worker) -> None:
        """This process lives."""

    def workers(self) -> list[Worker]:
        """The processes that hold leases."""

    def free(self, worker: str, now: datetime) -> int:
        """The leases of this process end: what it held is due, and doubtful. Returns how many there were."""

    def sent(self, delivery: int, at: datetime, handle: str) -> None:
        """It arrived; `handle` is the channel's name for the message."""

    def again(self, delivery: int, at: datetime, error: str, doubtful: bool) -> None:
        """Try again at `at`."""

    def failed(self, delivery: int, at: datetime, error: str, address_gone: bool) -> None:
        """It never will. `address_gone`: nothing more is sent there; a message to a person tries their next place."""

    def spoke_in(self, address: Address) -> bool:
        """Whether anything was sent, or waits to be, in this conversation's thread."""

    def next_due(self, channels: Sequence[str]) -> datetime | None:
        """When the next delivery of these channels is due, leased ones included."""


class SweepTx(Protocol):
    """What the clock needs."""

    def due_adopters(self, now: datetime, limit: int) -> list[str]:
        """Adopters whose wake time has come, the longest waiting first. Uses an index: the rest costs nothing."""

    def set_wake(self, adopter: str, at: datetime | None) -> None:
        """When the clock next looks at this adopter; None: not before something is said."""

    def is_gone(self, address: Address) -> bool:
        """Nothing arrives at this address any more."""


class PeopleTx(Protocol):
    """Adopters, people, accounts, and where they are met."""

    def add_adopter(self, name: str, code: str, now: datetime, listed: date | None = None) -> Adopter:
        """A new adopter with a join code (kept hashed), or without one where that is empty; `listed`: since when it
        is on the list, if not today. Raises ValueError when the
        name exists."""

    def set_code(self, adopter: str, code: str) -> None:
        """A new join code; the old one no longer works. Raises ValueError when another adopter has it."""

    def take_code_back(self, adopter: str) -> bool:
        """The adopter's join code no longer works. False when it had none."""

    def has_code(self, adopter: str) -> bool:
        """Whether the adopter has a join code."""

    def codes_tried(self, join: Sequence[str], link: str, fresh: str) -> CodesTried:
        """The codes hashed, slowly on purpose: to be called in `read`, never in `write`."""

    def wrong_codes(self, at: datetime) -> list[WrongCodes]:
        """Accounts that gave wrong codes in the hour before, those with the most first."""

    def clear_wrong_codes(self, channel: str = "", workspace: str = "", user: str = "") -> int:
        """Forgets wrong codes: everybody's, a channel's, a workspace's, one account's. Returns how many."""

    def adopters(self) -> list[Adopter]: ...
    def adopter(self, key: str) -> Adopter | None: ...
    def people(self, adopter: str) -> list[Person]: ...
    def person(self, person: str) -> Person | None: ...
    def save_person(self, person: Person, account: Account | None = None, at: datetime | None = None) -> str:
        """Keeps the person; an empty id makes a new one. Returns the id. `at`: when the account was linked."""

    def person_of(self, account: Account) -> Person | None: ...
    def accounts_of(self, person: str) -> list[Account]:
        """A person's accounts, the newest first."""

    def bind_workspace(self, bound: BoundWorkspace) -> None:
        """From now on this workspace's people are the adopter's. One that is another adopter's stays theirs."""

    def bound_workspaces(self, adopter: str = "") -> list[BoundWorkspace]:
        """Workspaces whose people need no code: an adopter's, or everybody's."""

    def unbind_workspace(self, channel: str, workspace: str, adopter: str) -> bool:
        """Whoever comes later needs the code again; those who came stay. False when it was not that adopter's."""

    def address_of(self, person: str, private: bool = True) -> Address | None:
        """Where that person is best reached: the mailbox where they were last met; gone addresses left out.
        `private`: direct conversations only."""


class AccessTx(Protocol):
    """Whose links and sessions count."""

    def access_round(self, subject: str) -> int:
        """The present round of a person's (or an officer's) access. What was made in another round is over."""

    def end_access(self, subject: str) -> None:
        """Every link and session made so far is over."""

    def link_used(self, mark: str) -> bool: ...
    def use_link(self, mark: str, now: datetime, ends: datetime) -> bool:
        """Uses a link up, which would have ended at `ends`. False when it was used before."""


class CaseworkTx(Protocol):
    """Questions to people at the programme, and what briefings are worth."""

    def set_inbox_code(self, code: str) -> None:
        """The place where this code is typed next becomes the officers' inbox."""

    def note_writing(self, case: str, name: str, now: datetime, until: datetime) -> None:
        """An officer is writing an answer: that is shown until then, or until it comes."""

    def writing_to(self, person: str, now: datetime) -> str:
        """Who is writing an answer to the person at this moment, by name; empty where nobody is."""

    def has_inbox(self) -> bool:
        """Whether a place was made the officers' inbox."""

    def case_of_message(self, channel: str, handle: str) -> Case | None:
        """The case that a message of the inbox told of, by the channel's handle of that message."""

    def case(self, case: str) -> Case | None: ...
    def cases(self, open_only: bool = True, limit: int = 200) -> list[Case]:
        """Open cases, those that wait longest first; or all, the newest first."""

    def case_lines(self, case: str) -> list[CaseLine]: ...
    def unmet_searches(self, limit: int = 100) -> list[UnmetSearch]:
        """What was looked for and not found, the commonest first."""

    def briefing_counts(self) -> dict[str, dict[str, int]]:
        """For each briefing, how often it was shown, read, found useful or not."""


class InboxTx(Protocol):
    """The officers' inbox, and what officers did."""

    def inbox(
        self, show: InboxShow, officer: str = "", words: str = "", limit: int = 20, offset: int = 0
    ) -> list[InboxRow]:
        """A part of one list: what waits longest first, of closed ones the newest. `officer`: whose list MINE is.
        `words`: all of them are in the question, its names or its id; the newest 2,000 are searched."""

    def inbox_counts(self, officer: str = "") -> dict[InboxShow, int]:
        """How long each list is; `INBOX_MOST` stands for that many and more."""

    def cases_of(self, adopter: str, limit: int = 20) -> list[Case]:
        """An adopter's questions, the newest first."""

    def reminders_sent(self, adopter: str, limit: int = 20) -> list[tuple[str, tuple[str, ...], str, datetime]]:
        """To whom, of which steps, why and when reminders went out, the newest first."""

    def note_act(self, officer: str, act: str, at: datetime, adopter: str = "", about: str = "") -> None:
        """Keeps that an officer did this. No words of adopters' people."""

    def acts(
        self, adopter: str = "", officer: str = "", before: int | None = None, limit: int = 50
    ) -> list[OfficerAct]:
        """What officers did, the newest first: all of it, at one adopter, or of one officer."""


class TracksTx(Protocol):
    """How far adopters are, and since when: a summary of the facts, and notes about adopters."""

    def track(self, adopter: str) -> tuple[Track, str] | None:
        """How far the adopter is, and by content of which stamp it was counted; empty: it is to be counted again, as
        it is from each fact on until it is. None where nothing was ever told."""

    def current_facts(self, adopter: str) -> list[Fact]:
        """The facts that count now: one for each name of each entry."""

    def last_fact(self, adopter: str) -> int:
        """The id of the adopter's newest fact."""

    def save_track(self, adopter: str, track: Track, stamp: str) -> None:
        """Keeps it in the place of what was kept before."""

    def stale_tracks(self, stamp: str, limit: int) -> list[str]:
        """Adopters that are to be counted again, by content of this stamp."""

    def adopter_tracks(self) -> list[AdopterTrack]:
        """Every adopter that stands by itself, closed ones too, by name."""

    def milestone_states(self) -> dict[tuple[str, str], int]:
        """How many adopters there are of each step and state; closed ones left out."""

    def milestones_reached(self) -> list[tuple[str, date | None, datetime]]:
        """Of each step that is done: which, since when its adopter has been listed, since when it is done."""

    def reached_since(self, since: datetime, limit: int = 50) -> list[Reached]:
        """The steps that became done since then, the newest first."""

    def waiting_longest(self) -> dict[str, datetime]:
        """For each adopter with a question that waits for an answer, since when the oldest has waited."""

    def add_note(self, adopter: str, officer: str, words: str, at: datetime) -> None:
        """Keeps what an officer wrote down about an adopter."""

    def officer_notes(self, adopter: str, limit: int = 50) -> list[tuple[str, str, datetime]]:
        """Who wrote what and when, the newest first."""


class PublishingTx(Protocol):
    """Briefings on their way to their subscribers."""

    def readers(self, briefing: str, topics: Sequence[str]) -> Readers: ...
    def publication(self, briefing: str) -> Publication | None: ...
    def publications_going(self) -> list[str]: ...
    def begin_publication(self, briefing: str, at: datetime) -> None:
        """Begins, or goes on after a stop. One that is done goes to those not yet reached."""

    def stop_publication(self, briefing: str) -> bool: ...
    def publish_some(self, briefing: str, topics: Sequence[str], message: Message, at: datetime, limit: int) -> int:
        """Hands the next messages to the outbox; nobody gets a briefing twice. Returns how many were looked at."""

    def digests(self, limit: int) -> list[tuple[Subscription, tuple[str, ...]]]:
        """Subscriptions with briefings that wait for their weekly digest, and those briefings."""

    def send_digest(self, to: Subscription, message: Message, at: datetime) -> None: ...

    def outbox_figures(self, channels: Sequence[str] | None = None) -> OutboxFigures:
        """What waits (on these channels, where some are named) and what was given up."""


class GatheringsTx(Protocol):
    """What adopters come together for."""

    def gatherings(self) -> list[Places]:
        """Those to come and the latest that were, the soonest first."""

    def gathering(self, key: str) -> Places | None: ...
    def sign_ups(self, gathering: str) -> list[SignUp]:
        """Everybody's, in the order in which they signed up."""

    def sign_ups_of(self, person: str) -> list[SignUp]:
        """One person's."""

    def hold_gathering(self, known: GatheringsKnown, key: str) -> GatheringsKnown:
        """The same, and from here on nobody else takes or gives up a place in this gathering, until this transaction
        ends. What is known of it is read again."""

    def save_gathering(self, gathering: Gathering, at: datetime) -> None:
        """Keeps a new gathering, or one that was changed. The clock looks at `at` at whoever comes or waits; where
        there are more places than before, those who wait move up in order."""

    def learnings(self, since: datetime, until: datetime) -> list[Learning]:
        """What was shared with other adopters in this time, without a name."""

    def shared_by(self, adopter: str) -> int:
        """How much an adopter's people have shared."""


class EvidenceTx(Protocol):
    """What was said and kept."""

    def facts(self, adopter: str | None = None) -> Iterator[Fact]:
        """Every fact ever kept, in order of time, replaced and withdrawn ones too."""

    def facts_named(self, name: str, after: int, limit: int) -> list[Fact]:
        """Of the facts of this name that count now, of every adopter that is not merged into another, the `limit`
        with the lowest ids above `after`. Uses an index: other facts cost nothing."""

    def history(
        self, person: str | Account, after: int = 0, limit: int = 200, before: int | None = None
    ) -> list[Said]:
        """Of a person's web chat since `after` and before `before` (each a `seq`) the newest `limit` lines, oldest
        first.

        An account not yet linked to a person has a history of its own, which goes along when it is linked.
        """


class ValuesTx(Protocol):
    """Small values of the machine's own."""

    def value(self, key: str) -> str | None:
        """A small value of the machine's own (the demo clock's offset, a cached token's expiry)."""

    def set_value(self, key: str, value: str | None) -> None: ...
    def values(self, prefix: str) -> dict[str, str]:
        """The small values whose keys begin so, by key."""


class OperationsTx(Protocol):
    """What the operator asks."""

    def waking(self, now: datetime) -> tuple[int, datetime | None]:
        """How many adopters the clock should have looked at by now, and since when the first of them waits."""

    def outbox_figures(self, channels: Sequence[str] | None = None) -> OutboxFigures:
        """What waits (on these channels, where some are named) and what was given up."""

    def undelivered(self, limit: int = 50) -> list[Undelivered]:
        """Messages given up or diverted, the newest first."""

    def given_up(self, limit: int | None) -> list[Undelivered]:
        """Messages that were given up, the newest first; all of them without a limit."""

    def retry(self, delivery: int, at: datetime) -> bool:
        """A message that was given up is tried anew, as if it had been written at `at`; its place counts as open
        again. What may have arrived stays doubtful. False when it was not given up."""

    def dismiss(self, delivery: int, at: datetime) -> bool:
        """A message that was given up is put away, its words taken out. False when it was not given up."""

    def gone_addresses(self) -> list[GoneAddress]:
        """Places where nothing arrives any more, the newest first."""

    def fact_count(self) -> int:
        """How many facts were ever kept."""

    def latest(self) -> datetime | None:
        """The latest time at which anything was answered; None in an empty store."""

    def dump(self) -> Iterable[tuple[str, Iterator[dict[str, Any]]]]:
        """(kind, rows as JSON-able dictionaries), for `export`. Secrets and join codes left out."""


class RetentionTx(Protocol):
    """What is kept for a time only."""

    def take_out_old(self, what: str, before: datetime, limit: int) -> int:
        """Takes out at most so many rows of this kind (`bot/store/ageing.py`) from before then. Returns how many."""

    def left_before(self, day: date, limit: int) -> list[str]:
        """People who left their organisation before that day."""


class UnreadTx(Protocol):
    """The part about turns that are kept and not yet read."""

    def put_by(self, turn: Turn) -> bool:
        """Keeps the turn for later. False when it was kept before."""

    def next_unread(self, limit: int = 100) -> list[Turn]:
        """The oldest unread turn of each account, the longest waiting first."""

    def was_read(self, event: str) -> None:
        """It was answered, and waits no longer."""


class RightsTx(Protocol):
    """What a person may ask about themselves."""

    def held_about(self, person: str) -> tuple[HeldRows, ...]:
        """Every row about this person, by table, without what would open something. Empty for nobody."""

    def erase(self, person: str, former: str, at: datetime) -> dict[str, int]:
        """Takes the person out of everything; the adopter's evidence stays, told by nobody in particular. `former` is
        put where colleagues wrote the person's full name. Returns how many rows of each table; empty for nobody.
        Afterwards `Store.clear_traces` sees to what lies beside the rows."""

    def erase_again(self, marks: Collection[str], former: str, at: datetime) -> int:
        """Takes out whoever these marks are of: after a backup from before was restored. Returns how many there
        were."""

    def erasures(self) -> list[Erasure]:
        """Every one so far, the oldest first."""

    def traces_left(self) -> int:
        """How many erasures left something beside the rows that can be cleared now: nobody's last message waits."""

    def traces_cleared(self, before: datetime, at: datetime) -> None:
        """What the erasures up to `before` left beside the rows is gone."""


class PeersTx(Protocol):
    """People at different adopters who help each other."""

    def peers_known(self, adopter: str) -> PeersKnown:
        """What a turn of this adopter may know."""

    def with_peers(self, known: PeersKnown, needed: PeersNeededError, adopter: str, at: datetime) -> PeersKnown:
        """The same with what a turn needs: an introduction read again that nobody else changes before this
        transaction ends; or everybody who may be asked, and a helper whom nobody else asks meanwhile."""

    def peer_pool(self, without: str, at: datetime) -> tuple[Peer, ...]:
        """Everybody who may be asked, but for one adopter's people."""

    def met_of(self, adopter: str = "") -> frozenset[Couple]:
        """Who was put together before: of one adopter's people, or all."""

    def introduce(self, asker: str, helper: str, topic: str, at: datetime, in_round: bool = False) -> None:
        """Puts two people together. Who asked has said yes by that; in a round both are asked."""

    def peer_introduction(self, number: int) -> Introduction | None: ...

    def peer_counts(self) -> list[tuple[str, str, str, int]]:
        """(topic, state, what came of it, how many) of all introductions: no people, no words."""


class Tx(
    TurnsTx,
    RightsTx,
    RetentionTx,
    UnreadTx,
    OutboxTx,
    SweepTx,
    PeopleTx,
    AccessTx,
    CaseworkTx,
    InboxTx,
    TracksTx,
    PublishingTx,
    GatheringsTx,
    PeersTx,
    EvidenceTx,
    ValuesTx,
    OperationsTx,
    Protocol,
):
    """One transaction, whole."""
