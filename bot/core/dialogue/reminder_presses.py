"""What the buttons on a nudge do, and words typed after them. Each of them counts as an answer to the nudge."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.core.dialogue import for_a_colleague
from bot.core.model import Choice, SaveAdopter
from bot.core.model.journey import Question, Step
from bot.core.model.presses import Press, UnknownButtonError, day_of
from bot.core.people import leaving, owners
from bot.core.record.progress import next_question
from bot.core.reminders import settings as reminders
from bot.core.reminders.messages import facts_of, newest
from bot.core.turn import assigning
from bot.core.turn.asking import ask, say_nothing_next
from bot.core.turn.buttons import yes_group
from bot.core.turn.entries import ENTRY
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again, entry_gone
from bot.core.turn.standing import menu
from bot.core.turn.understand import yes_or_no
from bot.core.turn.wording import escape, say_day

MOST_WORDS = 3
"""A name typed as an answer has no more."""
_READY = re.compile(
    r"(?:yes,? )?(?:it'?s |all |that'?s |we'?re |i'?m )*"
    r"(?:done|in hand|set|sorted|ready|on it|sent|sorted already|ok|okay|good)"
)


def press(reply: Reply, pressed: Press) -> None:
    """One press on a reminder. Raises UnknownButtonError for a button that is none."""
    name, *about = pressed.part(0, ACTS), *pressed.about[1:]
    count, act = ACTS[name]
    if len(about) != count:
        raise UnknownButtonError(reply.turn.press)
    whole = about[:1] == [""] and name in FOR_ALL
    if about and name not in STEPLESS and not whole and not _is_known(reply, about[0]):
        raise UnknownButtonError(reply.turn.press)
    if not (name in ("done", "not_yet", "ready") and _overtaken(reply, about[0], pressed.stamp)):
        act(reply, *about)


def _is_known(reply: Reply, about: str) -> bool:
    """A step, or an entry of one that has them: `STEP#ENTRY`."""
    key, mark, entry = about.partition("#")
    step = reply.journey.step_by_key.get(key)
    return step is not None and (not mark or (step.entries is not None and bool(ENTRY.fullmatch(entry))))


def _overtaken(reply: Reply, about: str, stamp: int) -> bool:
    """Somebody answered meanwhile, or took the entry back: said kindly, with whose word it is."""
    facts, (step, mark, _) = facts_of(reply, about), about.partition("#")
    if mark and not facts:
        entry_gone(reply, reply.journey.step(step))
        return True
    if newest(reply, about) == stamp or not facts:
        return False
    last = max(facts, key=lambda f: f.id)
    phrase = "nudge_overtaken_by_you" if last.person == reply.person.id else "nudge_overtaken"
    reply.say(
        phrase, choices=() if reply.dialogue.asked else menu(reply), step=reply.journey.step(step).title,
        person=escape(reply.name_of(last.person)),
    )  # fmt: skip
    ask_again(reply)
    return True


def _done(reply: Reply, about: str) -> None:
    """Asks what happened."""
    key, _, entry = about.partition("#")
    step = reply.journey.step(key)
    assigning.heard(reply, key)
    question = what_happened(reply, step, entry)
    if question is None:
        say_nothing_next(reply)
    else:
        ask(reply, question, begin=False, entry=entry, group=yes_group(question))


def what_happened(reply: Reply, step: Step, entry: str = "") -> Question | None:
    """The question that says how a step went: its outcome, or for one that comes round the date it was last done."""
    if not entry and reply.progress.done(step.key) and step.rhythm is not None and step.rhythm.recurs_from:
        return reply.question(step.rhythm.recurs_from)
    outcome = reply.question(step.done_when.fact) if step.done_when else None
    return outcome or next_question(step, reply.facts_by_name, ())


def _not_yet(reply: Reply, about: str) -> None:
    key, _, entry = about.partition("#")
    step = reply.journey.step(key)
    every = step.rhythm.every if step.rhythm else 14
    day = reply.today + timedelta(days=every * reply.state_of(reply.person.id).slower)
    assigning.heard(reply, key)
    if reminders.has_own_day(reply, key, entry):
        reminders.put_off_entry(reply, key, entry, day)
    assigning.let_go(reply, key)
    reply.say("nudge_not_yet", choices=[_later(reply, about)], date=say_day(assigning.working_day(reply, day)))


def _later(reply: Reply, about: str) -> Choice:
    return reply.button("another_day", "nudge", "later", about)


def _ready(reply: Reply, about: str) -> None:
    key = reply.journey.step(about.partition("#")[0]).key
    assigning.heard(reply, key)
    if reply.dialogue.confirming == f"ready:{key}":
        reply.set(confirming="")
    reply.say("nudge_in_hand")


def _until(reply: Reply, about: str, day: str) -> None:
    until = day_of(day)
    if about:
        reminders.snooze_step(reply, about, until)
    else:
        reminders.snooze_until(reply, until)


def _else(reply: Reply, key: str) -> None:
    """Somebody else looks after it: who?"""
    step = reply.journey.step(key.partition("#")[0])
    key = step.key
    assigning.heard(reply, key)
    reply.set(confirming=f"who:{key}")
    reply.say("hand_over_who", choices=owners.colleague_choices(reply, key), step=step.title)


def _leave(reply: Reply, key: str) -> None:
    reply.say("thanks")


def _escalate(reply: Reply, key: str) -> None:
    """The adopter agrees that the programme hears when reminders go unanswered; never of who was slow."""
    adopter = replace(reply.adopter, escalate=True)
    reply.context = replace(reply.context, adopter=adopter)
    reply.changes.append(SaveAdopter(adopter))
    reply.say("escalate_on", choices=[reply.button("do_not_tell", "nudge", "escalate_off")])


def _escalate_off(reply: Reply) -> None:
    adopter = replace(reply.adopter, escalate=False)
    reply.context = replace(reply.context, adopter=adopter)
    reply.changes.append(SaveAdopter(adopter))
    reply.say("escalate_off")


def _pause(reply: Reply, about: str) -> None:
    reminders.pause_step(reply, reply.journey.step(about.partition("#")[0]))


def _resume(reply: Reply, about: str) -> None:
    reminders.restart(reply, about.partition("#")[0])
    reply.say("resumed")


STEPLESS = frozenset({"leaving", for_a_colleague.GONE, "pause_for"})
"""Acts that are not about a step."""
FOR_ALL = frozenset({"until", "pick"})
"""Acts that may be about no step in particular: then about all that is the person's."""
ACTS: dict[str, tuple[int, Callable[..., None]]] = {
    "done": (1, _done),
    "not_yet": (1, _not_yet),
    "ready": (1, _ready),
    "later": (1, reminders.ask_when),
    "pick": (1, reminders.ask_when),
    "until": (2, _until),
    "else": (1, _else),
    "leave": (1, _leave),
    "pause": (1, _pause),
    "escalate": (1, _escalate),
    "escalate_off": (0, _escalate_off),
    "pause_all": (0, reminders.ask_pause_all),
    "pause_all_sure": (0, reminders.pause_all),
    "keep_all": (0, reminders.keep_all),
    "resume": (1, _resume),
    "resume_all": (0, reminders.resume_all),
    for_a_colleague.GONE: (1, for_a_colleague.gone),
    "pause_for": (1, for_a_colleague.only_pause),
    "leaving": (1, lambda reply, day: leaving.leave(reply, day_of(day))),
    "staying": (0, leaving.stay),
}
"""What each button does: the first part of what it is about, and how many more parts there are."""


# ---------------------------------------------------------------- words typed after them


def answer(reply: Reply) -> bool:
    """Takes words that answer what a button or a nudge asked. False when they say something else."""
    kind, _, about = reply.dialogue.confirming.partition(":")
    if kind not in TYPED:
        return False
    if TYPED[kind](reply, about):
        return True
    reply.set(confirming="")
    return False


def _typed_ready(reply: Reply, key: str) -> bool:
    text = " ".join(reply.turn.text.casefold().split()).strip(" .!")
    said = yes_or_no(reply)
    if said or _READY.fullmatch(text):
        _ready(reply, key)
    elif said is False or text in ("not yet", "no"):
        _not_yet(reply, key)
    else:
        return False
    return True


def _typed_who(reply: Reply, key: str) -> bool:
    named = " ".join(reply.turn.text.split()).strip(" .!")
    person = owners.find_person(reply, named) if len(named.split()) <= MOST_WORDS else None
    if person is None:
        return False
    reply.set(confirming="")
    owners.offer(reply, key, person, named)
    return True


def _typed(yes: Callable[[Reply, str], object], no: Callable[[Reply, str], object]) -> Callable[[Reply, str], bool]:
    """Takes a typed yes or no to what was asked."""

    def answer(reply: Reply, about: str) -> bool:
        said = yes_or_no(reply)
        if said is not None:
            (yes if said else no)(reply, about)
        return said is not None

    return answer


TYPED: dict[str, Callable[[Reply, str], bool]] = {
    "ready": _typed_ready,
    "snooze": reminders.when_answer,
    "who": _typed_who,
    "leaving": _typed(
        lambda reply, day: leaving.leave(reply, date.fromisoformat(day)),
        lambda reply, _: leaving.stay(reply),
    ),
    for_a_colleague.GONE: _typed(for_a_colleague.gone, for_a_colleague.only_pause),
    reminders.EVERYBODY: _typed(
        lambda reply, _: reminders.pause_all(reply),
        lambda reply, _: reminders.keep_all(reply),
    ),
}
