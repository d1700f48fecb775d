"""The policy: what the bot does with each message, by what the conversation waits for and what somebody does.

Read this file first. A turn goes down `FIRST` and `TURNS`; a message in words goes down `WORDS`; what is left of it
is one of the `ACTS`, named as in the reading. In each table the first row that fits and answers ends it. A row that
names nothing to wait for holds whatever is open: so a person, help, status, undo, stop and "why do you ask" are
always heard. What the rows do is in the files that they name; that a row exists, and where it stands, is decided here
and nowhere else. A row may also let something go, or cut something short, and pass on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.casework import cases, letters, officer_replies
from bot.core.dialogue import (
    calm,
    coming,
    doubting,
    entry_words,
    figures,
    for_a_colleague,
    joining,
    offered,
    parts,
    pressing,
    putting_aside,
    reminder_presses,
    replying,
    several,
    taking_out,
    told_in_words,
    verdicts,
)
from bot.core.dialogue.correcting import correct, take_off
from bot.core.gatherings import chat as gatherings
from bot.core.gatherings import reflecting
from bot.core.guidance import adopters, ready
from bot.core.guidance.about import about, as_requested, chosen, guided, not_for_a_person, outright
from bot.core.guidance.briefings import USEFUL, guidance, help_text, learning, useful_said
from bot.core.guidance.subscribing import subscriptions
from bot.core.model import Kind
from bot.core.model.reading import Reading
from bot.core.peers import chat as peers
from bot.core.people import erasing, owners, places, rights, sharing
from bot.core.reminders import said as reminders_said
from bot.core.reminders import settings as reminders
from bot.core.safety import guard
from bot.core.safety.guard import reading_of
from bot.core.turn import asking, returning
from bot.core.turn.answers import DENIED
from bot.core.turn.entries import MORE, WHICH
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.views import confirm, settings
from bot.core.views.badge import badge
from bot.core.views.badge import by_name as badge_by_name
from bot.core.views.papers import asking as papers


class Waits(StrEnum):
    """What a conversation waits for. It may wait for several of these at once."""

    INTRODUCTION = "who somebody is, or what they do here"
    LETTER = "what to ask a person, or a yes to the letter"
    YES = "a yes or no to what was read back"
    RIGHT_VALUE = "what it should have been, after a no"
    MORE_OF_IT = "something else about what was told, before it is read back"
    WHOSE = "of which step something was told"
    WHICH = "which meeting or activity something was told of"
    OTHERS = "whether there were others"
    ERASING = "whether what is held about them is to be deleted"
    REMINDER = "an answer to what a reminder or one of its buttons asked"
    START_AGAIN = "a yes or no to starting again"
    PAPER = "what a paper is for"
    PEER = "words to pass on to a peer, an address for them, or a group's name"
    LEARNED = "what somebody learned, or a yes to sharing it"
    USEFUL = "whether a briefing was useful"
    CHOICE_OF_QUESTIONS = "which of the questions offered was meant"
    WHERE = "where to begin"
    ANSWER = "an answer to the question put"


def waits_for(reply: Reply) -> frozenset[Waits]:
    """What this conversation waits for now."""
    dialogue = reply.dialogue
    asked, confirming = dialogue.asked, dialogue.confirming
    there = {
        Waits.INTRODUCTION: bool(dialogue.joining),
        Waits.LETTER: confirming in (WRITING, PREVIEW),
        Waits.YES: dialogue.reading_back,
        Waits.RIGHT_VALUE: confirming == DENIED,
        Waits.MORE_OF_IT: bool(dialogue.heard) and not dialogue.reading_back,
        Waits.WHOSE: bool(dialogue.shared),
        Waits.WHICH: asked.endswith(WHICH),
        Waits.OTHERS: asked.endswith(MORE),
        Waits.ERASING: confirming.partition(":")[0] == erasing.ERASING,
        Waits.REMINDER: confirming.partition(":")[0] in reminder_presses.TYPED,
        Waits.PAPER: bool(dialogue.paper),
        Waits.PEER: peers.waits(reply),
        Waits.LEARNED: reflecting.waits(reply),
        Waits.USEFUL: confirming.partition(":")[0] == USEFUL,
        Waits.START_AGAIN: confirming == returning.START_AGAIN,
        Waits.CHOICE_OF_QUESTIONS: bool(dialogue.pending) and not confirming,
        Waits.WHERE: asked == asking.BEGIN,
        Waits.ANSWER: not dialogue.reading_back and reply.question(asked) is not None,
    }
    return frozenset(waits for waits, is_so in there.items() if is_so)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One row: what somebody does, while what is open, and what answers it. `answers` says whether it did."""

    act: str
    answers: Callable[[Reply], bool]
    while_waiting: frozenset[Waits] = frozenset()
    """Any of these must be open; where none is named, it holds whatever is open."""


def follow(rows: Sequence[PolicyRow], reply: Reply) -> bool:
    """Goes down a table to the first row that answers. False when none does."""
    dialogue, waits = None, frozenset[Waits]()
    for row in rows:
        if row.while_waiting and reply.dialogue is not dialogue:  # A row that passes on may have let something go.
            dialogue, waits = reply.dialogue, waits_for(reply)
        if (not row.while_waiting or row.while_waiting & waits) and row.answers(reply):
            return True
    return False


@dataclass(frozen=True, slots=True)
class ActRow:
    """One row of what an act leads to, by its name in a reading."""

    acts: frozenset[str]
    does: Callable[[Reply, Reading], object]
    while_waiting: frozenset[Waits] = frozenset()

    def fits(self, act: str, waits: frozenset[Waits]) -> bool:
        return act in self.acts and (not self.while_waiting or bool(self.while_waiting & waits))


def words(reply: Reply) -> bool:
    """Answers a message in words."""
    return follow(WORDS, reply)


def act_on(reply: Reply, reading: Reading) -> None:
    """Does what one act leads to."""
    waits = waits_for(reply)
    found = (row.does for row in ACTS if row.fits(reading.intent, waits))
    next(found, replying.unclear)(reply, reading)


def command(reply: Reply) -> bool:
    """One of the bot's own words, whole and exact. False when it is anything else."""
    found = replying.command_of(reply)
    if found is None or (found in ("goodbye", "skip") and entry_words.that_was_all(reply)):
        return False
    COMMANDS[found](reply)
    return True


def always_heard(reply: Reply) -> bool:
    """One of the bot's own words that is no answer to anything: questions that were offered are let go. False when it
    is anything else."""
    if replying.command_of(reply) not in ALWAYS:
        return False
    if Waits.CHOICE_OF_QUESTIONS in waits_for(reply):
        coming.leave_offered(reply)
    return command(reply)


def introduced(reply: Reply) -> bool:
    """An answer to one of the first questions, and what stands behind it. False when it is something else."""
    rest = joining.introduce(reply)
    if rest and not parts.go_on_with(reply, rest, act_on):
        asking.ask_next(reply)
    return rest is not None


def role_told(reply: Reply) -> bool:
    """What somebody does here, said unasked, and what stands behind it. False when it is something else."""
    rest = joining.role_told(reply)
    if rest and not parts.go_on_with(reply, rest, act_on):
        asking.ask_next(reply)
    return rest is not None


def one_act(reply: Reply) -> bool:
    """Does the one thing that the words do."""
    act_on(reply, as_requested(reply, reading_of(reply)))
    return True


def _row(act: str, answers: Callable[[Reply], bool], *waits: Waits) -> PolicyRow:
    return PolicyRow(act, answers, frozenset(waits))


def _act(acts: str, does: Callable[[Reply, Reading], object], *waits: Waits) -> ActRow:
    return ActRow(frozenset(acts.split()), does, frozenset(waits))


def _and_more(rule: Callable[[Reply, Reading, parts.Act], bool]) -> Callable[[Reply], bool]:
    return lambda reply: rule(reply, reading_of(reply), act_on)


def _of(kind: Kind, does: Callable[[Reply], object]) -> Callable[[Reply], bool]:
    def answers(reply: Reply) -> bool:
        if reply.turn.kind is kind:
            does(reply)
        return reply.turn.kind is kind

    return answers


# ---------------------------------------------------------------- a turn

FIRST: tuple[PolicyRow, ...] = (
    _row("an officer speaks where cases arrive", officer_replies.inbox),
    _row("danger, distress, somebody's private details", guard.guard),
    _row("asks who has adopted", adopters.asked),
    _row("somebody unknown speaks", joining.unknown),
    _row("a step waits for who speaks", owners.arrived),
    _row("a case is open with a person", cases.in_case),
    _row("somebody was just pointed to help", calm.stays_calm),
)
"""Who speaks, and what must be looked at before anything else."""

TURNS: tuple[PolicyRow, ...] = (
    _row("presses a button", _of(Kind.PRESS, pressing.press)),
    _row("sends a form", _of(Kind.FORM, coming.form)),
    _row("opens the chat", _of(Kind.OPEN, coming.opened)),
    _row("changes what was sent", _of(Kind.EDIT, lambda r: coming.edited(r, words))),
    _row("takes away what was sent", _of(Kind.DELETE, coming.deleted)),
    _row("says something", words),
)
"""What is done with a turn, by its kind."""

# ---------------------------------------------------------------- a message in words

WORDS: tuple[PolicyRow, ...] = (
    _row("sends nothing", coming.empty),
    _row(
        "says which of what was read back is right, and more",
        lambda r: verdicts.given(r, words),
        Waits.YES,
        Waits.MORE_OF_IT,
    ),
    _row("says that what is held is not right", rights.wrong),
    _row("says what they want to be called", settings.renamed),
    _row("looks for a peer, writes to one, says what came of it", peers.asked),
    _row("asks what sounds like a wish for a person, and has an answer here", not_for_a_person),
    _row("asks for a person, or whether this is one", letters.asked_for),
    _row("says whether what is held about them is deleted", erasing.answer, Waits.ERASING),
    _row("answers whether something is changed, taken back or joined", lambda r: offered.answered(r, words)),
    _row("writes to a person", lambda r: letters.take_words(r, reading_of(r)), Waits.LETTER),
    _row("says what is always heard: status, help, undo, stop, why, start again", always_heard),
    _row("says what is passed on to a peer", peers.answered, Waits.PEER),
    _row("says more than is read", coming.cut_short),
    _row("says who does what, or asks it", sharing.said),
    _row("wants something out, of what waits for a yes or of the record", taking_out.taken_out),
    _row("takes a step that was offered, or does not", owners.taken_in_words),
    _row("says how often, when or whether to be reminded", reminders_said.said),
    _row("says who they are or what they do", introduced, Waits.INTRODUCTION),
    _row("says unasked what they do", role_told),
    _row("says yes or no to starting again", returning.start_again_answer, Waits.START_AGAIN),
    _row("says what a paper is for", papers.purpose_said, Waits.PAPER),
    _row("says whether a briefing was useful", useful_said, Waits.USEFUL),
    _row("says what they learned", reflecting.answered, Waits.LEARNED),
    _row("wants to note what they learned", reflecting.asked),
    _row("asks what is held about them", rights.asked),
    _row("wants what is held about them deleted", erasing.asked),
    _row("asks what is on, signs up, cannot come, wants it in the calendar", gatherings.asked),
    _row("asks for a paper by its name", papers.by_name),
    _row("asks for what is ready to use", ready.asked),
    _row("asks for a link by which residents confirm something", confirm.by_name),
    _row("asks for the badge, or what to say with it", badge_by_name),
    _row("wants briefings by themselves, or no more", subscriptions),
    _row("chooses one of the questions offered", chosen, Waits.CHOICE_OF_QUESTIONS),
    _row("leaves the questions offered", coming.leave_offered, Waits.CHOICE_OF_QUESTIONS),
    _row("puts the question or a step aside", putting_aside.put_aside),
    _row("says whose it was, and more", lambda r: entry_words.whose_and_more(r, words), Waits.WHOSE),
    _row("does several things", lambda r: several.several(r, words)),
    _row("uses one of the bot's own words", command),
    _row("puts a number of the record right", figures.put_right),
    _row("doubts something that is saved, or says only that it is wrong", doubting.doubted),
    _row("speaks of one of several meetings or activities", entry_words.heard_in),
    _row("answers a reminder", reminder_presses.answer, Waits.REMINDER),
    _row("links another place", places.said),
    _row("leaves what was denied", replying.leave_denied, Waits.RIGHT_VALUE),
    _row("takes one value off a list", take_off),
    _row("says again what was read back", _and_more(parts.said_again), Waits.YES),
    _row("types a number that is no choice here", replying.lone_number, Waits.YES),
    _row("says no to all that was read back", _and_more(verdicts.refused), Waits.YES),
    _row("chooses where to begin", replying.chooses_where, Waits.WHERE),
    _row("opens more choices of the question", replying.opens_choices, Waits.ANSWER),
    _row("gives a choice, and more", _and_more(parts.choice_and_more), Waits.ANSWER),
    _row("asks what has a sure answer", lambda r: bool(replying.and_noted(r, reading_of(r), outright))),
    _row("tells what people said", told_in_words.told_unasked),
    _row("tells of something with its address", told_in_words.address_beside),
    _row("tells of a page, and not what is on it", told_in_words.page_told),
    _row("answers in words that only the question knows", replying.in_own_words, Waits.ANSWER),
    _row("tells what the record says already", replying.told_already, Waits.ANSWER),
    _row("wants a briefing", replying.briefing_wanted),
    _row("does one thing", one_act),
)
"""What is tried with a message in words, in this order."""


ACTS: tuple[ActRow, ...] = (
    _act("answer", replying.told),
    _act("correct", correct),
    _act("undo", replying.undone),
    _act("confirm", replying.confirmed, Waits.YES),
    _act("deny", replying.denied, Waits.YES),
    _act("status", lambda r, _: returning.status(r)),
    _act("next", lambda r, _: asking.say_next(r)),
    _act("guidance", guided),
    _act("ask", lambda r, reading: replying.and_noted(r, reading, about)),
    _act("skip", lambda r, reading: replying.and_noted(r, reading, lambda r, _: returning.skip(r))),
    _act("snooze", replying.rested),
    _act("pause", lambda r, _: for_a_colleague.pause(r)),
    _act("resume", lambda r, _: reminders.resume(r)),
    _act("hand_over", replying.handed_over),
    _act("learning", lambda r, _: learning(r)),
    _act("badge", lambda r, reading: replying.and_noted(r, reading, lambda r, _: badge(r))),
    _act("person", letters.person),
    _act("report", lambda r, _: papers.asked_for(r)),
    _act("held", lambda r, _: rights.held(r)),
    _act("erase", lambda r, _: erasing.ask(r)),
    _act("help", lambda r, _: help_text(r)),
    _act("whats_on", lambda r, _: gatherings.do(r, "whats_on")),
    _act("sign_up", lambda r, _: gatherings.do(r, "sign_up")),
    _act("not_coming", lambda r, _: gatherings.do(r, "not_coming")),
    _act("calendar", lambda r, _: gatherings.do(r, "calendar")),
    _act("greeting", replying.greeted),
    _act("thanks", replying.thanked),
    _act("other", replying.other),
    _act("unclear confirm deny", replying.unclear),
)
"""What each act leads to. Where an act stands twice, the first row that fits what is waited for."""


COMMANDS: dict[str, Callable[[Reply], object]] = {
    "why": joining.why,
    "start_again": returning.ask_start_again,
    "status": returning.status,
    "next": asking.say_next,
    "help": help_text,
    "settings": settings.settings,
    "sign_out": settings.sign_out,
    "guidance": lambda r: guidance(r, reading_of(r)),
    "skip": returning.skip,
    "undo": reminders.undo,
    "stop": reminders.pause,
    "pause": reminders.pause,
    "snooze": lambda r: reminders.ask_when(r, reminders.step_in_hand(r)),
    "resume": reminders.resume,
    "badge": badge,
    "goodbye": returning.goodbye,
}
"""The bot's own words (`shortcuts.py`): they mean the same whatever is asked."""

ALWAYS = frozenset(
    ["status", "help", "settings", "sign_out", "undo", "why", "start_again", "stop", "pause", "snooze"]
)
"""Of these, the ones that are no answer to anything: they are heard before any question is."""
