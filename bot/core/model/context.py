"""Where a dialogue stands, and all that a turn may know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.model.casework import Casework
from bot.core.model.gatherings import GatheringsKnown
from bot.core.model.peers import PeersKnown
from bot.core.model.people import Account, Adopter, Person
from bot.core.model.reading import Open, Understood
from bot.core.model.turns import Fact


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Where one person's conversation stands. Kept in the store; small.

    `stamp` grows with every question or read-back put; a button carries the stamp that it was made under.
    """

    stamp: int = 0
    asked: str = ""
    """The question last put; empty when none."""
    group: str = ""
    """`QUESTION#GROUP`: which of its groups of choices is open."""
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
    put: tuple[str, ...] = ()
    """Questions that were put, each as often as it was: none comes back without end."""
    last: tuple[int, ...] = ()
    """Ids of the facts recorded by this person's last yes (for undo and retargeting)."""
    failures: int = 0
    """How often in a row the bot did not understand."""
    joining: str = ""
    """Where the first contact stands: "", "code", "name", "role"."""
    confirming: str = ""
    """A thing asked about before it is done: "start_again", "hand_over:STEP:PERSON", …"""
    last_phrase: str = ""
    """Which variant of which phrases the last answer said, so that the next one says another."""
    case: str = ""
    """An open conversation with a person at the programme; the bot keeps quiet in it."""
    pending: str = ""
    """Words that wait for a yes before they are passed on to a person at the programme."""
    parked: bool = False
    """The letter in `pending` waits until something else was confirmed."""
    offered: tuple[str, ...] = ()
    """Steps for which a briefing was offered unasked."""
    calm: str = ""
    """The kind of help that the person was just pointed to: nothing is asked before they ask, or tell something."""
    entry: str = ""
    """The entry in hand, `STEP#ENTRY`: what the question put, or the talk, is about."""
    listed: tuple[str, ...] = ()
    """The entries last shown as a list, in its order: "the second was 19"."""
    shared: tuple[Understood, ...] = ()
    """Understood, of one of several steps: which one is asked."""
    known_up_to: int = -1
    """The newest fact when what waits for a yes was begun; -1: nothing was. What came after it is looked at again."""
    left_out: tuple[str, ...] = ()
    """What was heard beside `heard` and is not kept, with why, in a few words each."""
    more_asked: tuple[str, ...] = ()
    """Steps of which it was asked whether there were others."""
    paper: str = ""
    """The paper of which it was just asked what it is for."""
    drafting: str = ""
    """The draft that is being written: what it lacks is asked for."""
    gatherings: tuple[str, ...] = ()
    """The gatherings last shown: "sign me up" is for one of these."""
    reflecting: tuple[str, ...] = ()
    """What it is about, its title, and what was said to the first and to the second question of what was learned."""
    peering: tuple[str, ...] = ()
    """What is awaited about peers: words to pass on, an address, a group's name; and what it is for."""
    shown: tuple[str, ...] = ()
    """The briefings that the last answer had buttons to: "send me that" is one of these."""


@dataclass(frozen=True, slots=True)
class Assignment:
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
    later: tuple[tuple[str, date], ...] = ()
    """Entries of the step whose reminders start again on a day of their own."""
    waits_for: str = ""
    """The name of somebody who is to be asked to look after the step, and whom the bot has not met yet."""
    wished_by: str = ""
    """Who said so."""
    not_for: tuple[str, ...] = ()
    """Whose it is not, as they or a colleague said: they are neither asked nor reminded."""


WHOLE = ""
"""The `step` of the care that holds for a whole adopter: its pause, its "until", its own channel's last reminder."""


@dataclass(frozen=True, slots=True)
class PersonState:
    """One person's reminders and place in the dialogue."""

    person: str
    until: date | None = None
    paused: bool = False
    last_nudge: datetime | None = None
    last_seen: datetime | None = None
    guidance_seen: datetime | None = None
    slower: int = 1
    """How much longer than the step's rhythm the person wants to be left ("chase me less")."""
    gap: int = 0
    """At least so many days are between two reminders that no date stands behind; 0: none were named."""
    hours: str = ""
    """The person's own hours, `10:00-15:00`; empty: the programme's."""
    leave: tuple[str, ...] = ()
    """Spans of days on which the person is away."""
    days: tuple[str, ...] = ()
    """The days of the week on which reminders may come (`mon` to `sun`); none named: every working day."""
    hushed_on: date | None = None
    """On this day somebody was pointed to help in their conversation: no reminder goes there."""
    hushed_at: datetime | None = None
    """When that was. A reminder that was on its way by then is pulled back."""


@dataclass(frozen=True, slots=True)
class CodesTried:
    """What of a turn's words may be a code, hashed before its transaction (hashing is slow on purpose)."""

    join: tuple[str, ...] = ()
    """Hashes of what may be join codes."""
    link: str = ""
    """The hash of what may be a linking code."""
    fresh: str = ""
    """A new linking code, where one is asked for."""
    fresh_hash: str = ""


NOTHING_TRIED = CodesTried()


@dataclass(frozen=True, slots=True)
class TurnContext:
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
    """The facts named in `dialogue.last` and those that they replaced, also when no longer current."""
    dialogue: DialogueState = field(default_factory=DialogueState)
    assignments: tuple[Assignment, ...] = ()
    people_states: tuple[PersonState, ...] = ()
    workspace_adopter: Adopter | None = None
    """The adopter that this Slack workspace or Teams tenant belongs to, when it belongs to one."""
    code_adopter: Adopter | None = None
    """The adopter whose join code the text is; only looked up for somebody unknown."""
    codes_tried: int = 0
    """How many codes were looked up for that."""
    code_tries: int = 0
    """Wrong codes from this account lately."""
    casework: Casework = field(default_factory=Casework)
    """Conversations with people at the programme, and subscriptions to briefings."""
    fresh_code: str = ""
    """A linking code that nobody has, where one is asked for."""
    fresh_code_hash: str = ""
    link_person: Person | None = None
    """Whose linking code the text is."""
    others_here: bool = False
    """People of another adopter were met in this very conversation."""
    earlier: tuple[Fact, ...] | None = ()
    """Behind the current facts, those whose place they took, in the order told: their history. None where it was not
    loaded: words that answer nothing that was asked about the record take nothing back, and it may be long."""
    entries_ever: tuple[tuple[str, int], ...] = ()
    """Each step with the highest number that an entry of it ever had: no id is used again."""
    listed: tuple[Adopter, ...] = ()
    """Everybody who has adopted, where the words ask for that."""
    unreachable: tuple[str, ...] = ()
    """People of this adopter whom no private message reaches now: never met, or every address is gone."""
    gatherings: GatheringsKnown = field(default_factory=GatheringsKnown)
    """What adopters come together for, and who of this adopter has signed up."""
    peers: PeersKnown = field(default_factory=PeersKnown)
    """Introductions to people of other adopters, and what is shared for them."""
