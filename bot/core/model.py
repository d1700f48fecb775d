"""The values that pass between rooms: turn in, outcome out. All frozen; nothing here does anything.

    door -> Turn -> engine.respond(journey, scene, turn) -> Outcome -> ledger -> outbox -> door

Times are aware datetimes in UTC. Keys and ids are text made outside the core.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from bot.core.guidance.desk import DeskChange, DeskScene
from bot.core.understanding.model import Open, QuarterMeaning, Understood, Value

# ---------------------------------------------------------------- who and where


@dataclass(frozen=True, slots=True)
class Account:
    """Who a channel says is talking. One person may have several accounts."""

    channel: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where to reply, now or in three weeks. `reference` is the channel's own text, opaque to everybody else."""

    channel: str
    workspace: str
    conversation: str
    thread: str = ""
    private: bool = True
    reference: str = ""

    @property
    def lane(self) -> str:
        """Messages of one lane are sent in order; lanes do not hold each other up."""
        return f"{self.channel}:{self.workspace}:{self.conversation}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at an adopter (or the programme's officer, when `officer`)."""

    id: str
    adopter: str
    name: str
    role: str = ""
    """One of the journey's roles, or empty until asked."""
    timezone: str = ""
    left_on: date | None = None
    officer: bool = False


@dataclass(frozen=True, slots=True)
class Adopter:
    """An organisation on the journey."""

    key: str
    name: str
    joined_on: date | None = None
    quarters: QuarterMeaning | None = None
    """What its people mean by "Q2", once they have been asked."""
    merged_into: str = ""
    team_address: Address | None = None
    """The channel that the adopter made its own."""
    escalate: bool = False
    """The adopter agreed that the officer is told when it is stuck."""


# ---------------------------------------------------------------- what was said


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the ledger keeps it. Append-only: a correction is a new fact that names what it replaces."""

    id: int
    adopter: str
    name: str
    value: Value
    words: str
    person: str
    channel: str
    at: datetime
    sure: bool
    confirmed_by: str
    replaces: int | None
    withdrawn: bool = False
    """True for a fact that takes another back ("undo"): what it `replaces` no longer counts."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be kept; the ledger gives it an id, the time of its turn, and who and where."""

    name: str
    value: Value
    words: str
    sure: bool
    person: str
    """Who said it."""
    confirmed_by: str
    """Who said yes to the read-back (or pressed the button)."""
    step: str = ""
    step_version: int = 1
    replaces: int | None = None
    withdrawn: bool = False
    source_link: str = ""


class Kind(StrEnum):
    """What happened at the door."""

    TEXT = "text"
    PRESS = "press"
    OPEN = "open"
    """The person opened the chat, installed the bot, or was greeted by the channel."""
    EDIT = "edit"
    DELETE = "delete"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in the text, as the channel writes them."""

    raw: str
    account: Account
    name: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One event, checked and made neutral. `event` is unique for ever: it decides what is a duplicate."""

    event: str
    kind: Kind
    account: Account
    address: Address
    at: datetime
    text: str = ""
    press: str = ""
    """The value of the pressed button, as `Choice.value` gave it."""
    fields: tuple[tuple[str, str], ...] = ()
    """What a form sends: (question key, text)."""
    name: str = ""
    """What the channel calls the person."""
    mentions: tuple[Mention, ...] = ()
    message: str = ""
    """The channel's handle of the message that the button stood on, or that was edited."""
    link: str = ""
    """A permanent link to the source, where the channel has one."""


# ---------------------------------------------------------------- what is answered


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `value` comes back as `Turn.press`; `url` makes it a link instead."""

    label: str
    value: str = ""
    style: Literal["", "primary", "danger"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A neutral message. `text` is a small Markdown (bold, lists, links); channels render it.

    `phrase` names the phrase of the content that it says; `facts` are (label, value) rows to show.
    """

    text: str
    phrase: str = ""
    choices: tuple[Choice, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    title: str = ""
    replaces: str = ""
    """The channel's handle of an older message that this one takes the place of, where the channel can."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `person` (an id) goes to where that person is reached; `address` is a place."""

    message: Message
    address: Address | None = None
    person: str = ""
    nudge: str = ""
    """The nudge's unique key, for a message that the clock caused."""
    unless_step: str = ""
    """Dropped at the last moment when one of these steps (spaces between) got a fact since this turn: a nudge that an
    answer has overtaken. The clock then plans anew."""
    windows: tuple[tuple[datetime, datetime], ...] = ()
    """The hours in which it may be sent; none: at any time."""
    about_case: str = ""
    """The case that a message in the inbox tells of: an answer in its thread is an answer to that."""


# ---------------------------------------------------------------- where a talk stands


@dataclass(frozen=True, slots=True)
class Talk:
    """Where one person's conversation stands. Kept in the ledger; small.

    `stamp` grows with every question or read-back put; a button carries the stamp that it was made under.
    """

    stamp: int = 0
    asked: str = ""
    """The question last put; empty when none."""
    heard: tuple[Understood, ...] = ()
    """Understood, not yet confirmed."""
    heard_words: str = ""
    heard_link: str = ""
    """Where it was said, when the channel has a link to it."""
    open: tuple[Open, ...] = ()
    """What the words left open, still to be asked before the read-back."""
    reading_back: bool = False
    """The read-back of `heard` was put and waits for yes or no."""
    said_by: str = ""
    skipped: tuple[str, ...] = ()
    """Questions put aside for now."""
    last: tuple[int, ...] = ()
    """Ids of the facts recorded by this person's last yes (for undo and retargeting)."""
    failures: int = 0
    """How often in a row the bot did not understand."""
    joining: str = ""
    """Where the first contact stands: "", "code", "name", "role"."""
    confirming: str = ""
    """A thing asked about before it is done: "start_again", "hand_over:STEP:PERSON", …"""
    last_phrase: str = ""
    case: str = ""
    """An open conversation with a person at the programme; the bot keeps quiet in it."""
    pending: str = ""
    """Words that wait for a yes before they are passed on to a person at the programme."""
    offered: tuple[str, ...] = ()
    """Steps for which a briefing was offered unasked."""


@dataclass(frozen=True, slots=True)
class StepCare:
    """Who looks after a step, and its reminders."""

    step: str
    owner: str = ""
    offered_to: str = ""
    offered_by: str = ""
    offered_at: datetime | None = None
    until: date | None = None
    """Reminders start again on this day."""
    paused: bool = False
    unanswered: int = 0
    last_nudge: datetime | None = None
    since: datetime | None = None
    """When the clock first saw the step open with nothing known of it."""
    answered: datetime | None = None
    """When a reminder was last answered with something other than a fact ("not yet", "later")."""
    said: tuple[str, ...] = ()
    """Keys of the latest reminders about dates of this step."""
    quiet: datetime | None = None
    """Since when the bot has stopped asking, because nothing came back."""
    told: bool = False
    """The lead heard that it went quiet."""
    escalated: bool = False
    """The officer heard of it, where the adopter agreed to that."""
    before: datetime | None = None
    """The reminder before the last one: a reminder that an answer overtakes is taken back."""


WHOLE = ""
"""The `step` of the care that holds for a whole adopter: its pause, its "until", its own channel's last reminder."""


@dataclass(frozen=True, slots=True)
class PersonCare:
    """One person's reminders and place in the talk."""

    person: str
    until: date | None = None
    paused: bool = False
    last_nudge: datetime | None = None
    last_seen: datetime | None = None
    guidance_seen: datetime | None = None
    slower: int = 1
    """How much longer than the step's rhythm the person wants to be left ("chase me less")."""
    hours: str = ""
    """The person's own hours, `10:00-15:00`; empty: the programme's."""
    leave: tuple[str, ...] = ()
    """Spans of days on which the person is away."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a turn may know: loaded before it, bounded in size (one adopter's people and current facts)."""

    account: Account
    adopter: Adopter | None = None
    person: Person | None = None
    people: tuple[Person, ...] = ()
    accounts: tuple[tuple[Account, str], ...] = ()
    """Accounts of this adopter's people, with the person's id."""
    facts: tuple[Fact, ...] = ()
    """Current facts only: neither replaced nor withdrawn. By name, the newest."""
    recent: tuple[Fact, ...] = ()
    """The facts named in `talk.last` and those that they replaced, also when no longer current."""
    talk: Talk = field(default_factory=Talk)
    cares: tuple[StepCare, ...] = ()
    people_care: tuple[PersonCare, ...] = ()
    workspace_adopter: Adopter | None = None
    """The adopter that this Slack workspace or Teams tenant belongs to, when it belongs to one."""
    code_adopter: Adopter | None = None
    """The adopter whose join code the text is; only looked up for somebody unknown."""
    code_tries: int = 0
    """Wrong codes from this account lately."""
    desk: DeskScene = field(default_factory=DeskScene)
    """Conversations with people at the programme, and subscriptions to briefings."""
    fresh_code: str = ""
    """A code that nobody has, should one be needed."""
    link_person: Person | None = None
    """Whose linking code the text is."""
    others_here: bool = False
    """People of another adopter were met in this very conversation."""
    unreachable: tuple[str, ...] = ()
    """People of this adopter whom no private message reaches now: never met, or every address is gone."""


# ---------------------------------------------------------------- what changes


@dataclass(frozen=True, slots=True)
class SavePerson:
    person: Person


@dataclass(frozen=True, slots=True)
class SaveAdopter:
    adopter: Adopter


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """This account is this person, from now on."""

    account: Account
    person: str


@dataclass(frozen=True, slots=True)
class BindWorkspace:
    """This workspace belongs to one adopter: its people need no code."""

    channel: str
    workspace: str
    adopter: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A join code that is none, to be counted."""

    account: Account


@dataclass(frozen=True, slots=True)
class NewLinkCode:
    """A code by which this person is known in another place too, for so many minutes."""

    code: str
    person: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UsedLinkCode:
    """The linking codes of this person no longer work."""

    person: str


@dataclass(frozen=True, slots=True)
class SaveCare:
    care: StepCare


@dataclass(frozen=True, slots=True)
class SavePersonCare:
    care: PersonCare


@dataclass(frozen=True, slots=True)
class Wake:
    """When the clock should next look at this adopter; None: never until something is said."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class Nudged:
    """A reminder that goes out in this outcome. The key is unique: a second one is refused by the ledger."""

    key: str
    person: str
    steps: tuple[str, ...]
    why: str


Change = (
    SavePerson
    | SaveAdopter
    | LinkAccount
    | BindWorkspace
    | WrongCode
    | SaveCare
    | SavePersonCare
    | Wake
    | Nudged
    | NewLinkCode
    | UsedLinkCode
    | DeskChange
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one turn leads to. Kept in one transaction, or not at all."""

    messages: tuple[Outgoing, ...] = ()
    facts: tuple[NewFact, ...] = ()
    talk: Talk | None = None
    changes: tuple[Change, ...] = ()
    keep_text: bool = True
    """False when the words must not be kept anywhere (a resident's distress)."""
    text: str | None = None
    """What is kept in place of the turn's words, where they have somebody's private details in them."""
